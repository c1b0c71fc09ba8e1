import type { Random } from '../../simulate/random.ts';

export interface LessonChoice {
  /** Loss of every tile when the network last saw it; NaN = it has not yet. */
  readonly losses: Float32Array;
  /** Tiles wanted. */
  readonly count: number;
  readonly random: Random;
}

/**
 * Tiles for one epoch, shuffled: those never seen first, then half the places for the tiles that the network finds hardest and
 * the others for any. So a large pool is searched for mistakes while the network learns, and what it knows is not forgotten.
 * (Online hard example mining: Shrivastava et al. 2016, arXiv:1604.03540.)
 */
export function chooseLessons({ losses, count, random }: LessonChoice): number[] {
  const all = shuffled(losses.length, random);
  if (count >= all.length) return all;
  const unseen = all.filter((tile) => Number.isNaN(losses[tile]!)).slice(0, count);
  const seen = all.filter((tile) => !Number.isNaN(losses[tile]!));
  const byLoss = seen.toSorted((a, b) => losses[b]! - losses[a]!);
  const hardest = byLoss.slice(0, Math.ceil((count - unseen.length) / 2));
  const taken = new Set(hardest);
  const others = seen.filter((tile) => !taken.has(tile)).slice(0, count - unseen.length - hardest.length);
  const chosen = [...unseen, ...hardest, ...others];
  return shuffled(chosen.length, random).map((i) => chosen[i]!);
}

/** 0 to count - 1 in an order drawn by `random` (Fisher-Yates). */
export function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
