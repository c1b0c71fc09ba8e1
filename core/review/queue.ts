import { hashUnit, type ReviewReason } from './policy.ts';

/** Why a tile waits: the policy's reasons, or that a second person is to judge it. */
export type QueueReason = ReviewReason | 'second-opinion';

/** What decides how much an answer is worth. */
export interface WaitingTile {
  readonly reason: QueueReason;
  /** What the model says, 0..1. */
  readonly confidence: number;
  /** The tile's identity as text: decides where an audit tile stands, whatever the run. */
  readonly tileId: string;
}

/**
 * What an answer on a tile is worth, 0..1: for an uncertain tile the information that it gives, which is the entropy of
 * the model's calibrated confidence in bits (1 for a coin toss). An audit tile tells little by itself, but the sample
 * must not stay at the end of the queue or nobody learns what the model misses: it is spread evenly over the values that
 * uncertain tiles have by the default policy (0.2..0.8: 0.72..1). A second opinion is worth what the best first one is
 * only now and then, so it is spread in the same way.
 * Source: Shannon 1948, A Mathematical Theory of Communication, section 6 (the binary entropy); Settles 2009, Active
 * Learning Literature Survey, section 3.1 (uncertainty sampling by entropy).
 */
export function valueOfAnswer({ reason, confidence, tileId }: WaitingTile): number {
  if (reason === 'uncertain') return entropyBits(confidence);
  const [low, high] = [entropyBits(0.2), 1];
  return low + (high - low) * hashUnit(`${reason}/${tileId}`);
}

/** One line that says why a tile is asked about. */
export function whyAsked({ reason, confidence }: Omit<WaitingTile, 'tileId'>): string {
  const percent = Math.round(confidence * 100);
  if (reason === 'second-opinion')
    return 'Second opinion: one person has judged it; you judge without seeing that answer.';
  if (reason === 'audit')
    return 'Random check: shows what the model misses. What it says is not told before the answer.';
  if (percent >= 45 && percent <= 55)
    return `The model cannot tell (${percent} %): your answer teaches it most.`;
  const leaning = percent > 55 ? 'leans to hogweed' : 'leans to no hogweed';
  return `The model ${leaning} (${percent} %), but is not sure.`;
}

/** Whether a tile with a first answer is shown to a second person: always the same tiles, spread at random. */
export function needsSecondOpinion(tileId: string, share: number): boolean {
  return hashUnit(`second/${tileId}`) < share;
}

/** Share of answered tiles that a second person judges too. */
export const secondOpinionShare = 0.1;

function entropyBits(p: number): number {
  if (p <= 0 || p >= 1) return 0;
  return -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
}
