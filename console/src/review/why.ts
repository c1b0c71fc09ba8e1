import type { ReviewLine } from '../api/operations.generated.ts';
import type { WhyParts } from '../texts/en/review.ts';
import type { Formats } from '../texts/formats.ts';
import type { Texts } from '../texts/use-texts.ts';
import type { Place } from './queue.ts';

/** So near to a half the model tells nothing: within what it rounds to. */
const evenFrom = 0.45;
const evenTo = 0.55;

/**
 * Whether a tile is judged without a word of the model: one drawn by chance or asked a second time, until this person has
 * answered. Whoever reads "0 %" first agrees with it more often than they would have, and the random check would flatter
 * the model that it is to check.
 */
export function isJudgedBlind({ item: { reason }, step }: Place): boolean {
  return reason !== 'UNCERTAIN' && step === undefined;
}

/** Why this tile is asked about, in the reader's language. */
export function whyText(item: ReviewLine, t: Texts, f: Formats): string {
  const { confidence } = item.tile;
  return t.review.why({
    reason: item.reason,
    confidence: confidence === null ? undefined : f.percent(confidence),
    leans: leaningOf(confidence),
    views: item.views,
  });
}

function leaningOf(confidence: number | null): WhyParts['leans'] {
  if (confidence === null || (confidence >= evenFrom && confidence <= evenTo)) return undefined;
  return confidence > evenTo ? 'hogweed' : 'no-hogweed';
}
