import { countsAt, type ScoredTiles } from '../evaluate/metrics.ts';

/**
 * The highest threshold, in steps of 0.01, at which at least `recall` of the hogweed tiles are found; 0.01 when none is low enough.
 * @param recall share of the hogweed tiles, 0..1
 */
export function thresholdForRecall(tiles: ScoredTiles, recall: number): number {
  for (let step = 99; step > 1; step--) {
    const { truePositives, falseNegatives } = countsAt(tiles, step / 100);
    if (truePositives >= recall * (truePositives + falseNegatives)) return step / 100;
  }
  return 0.01;
}
