import type { ScoredTiles, TileMetrics } from './metrics.ts';

/** Tiles in the order of falling confidence: sorted once, measured many times with other weights. */
export interface RankedTiles {
  /** Highest first. */
  readonly confidences: Float64Array;
  /** 1 = hogweed, 0 = not; in the same order. */
  readonly labels: Uint8Array;
  /** Index of each in the tiles that were given. */
  readonly order: Uint32Array;
}

/** The tiles, surest first. */
export function rankTiles({ confidences, labels }: ScoredTiles): RankedTiles {
  const order = Uint32Array.from({ length: labels.length }, (_, i) => i);
  order.sort((a, b) => confidences[b]! - confidences[a]!);
  return {
    confidences: Float64Array.from(order, (i) => confidences[i]!),
    labels: Uint8Array.from(order, (i) => (labels[i]! > 0 ? 1 : 0)),
    order,
  };
}

/** The metrics that a resample has an own value of. */
export const measuredNames = ['auc', 'averagePrecision', 'precision', 'recall', 'f1', 'ece'] as const;
export type MeasuredName = (typeof measuredNames)[number];
export type Measured = Readonly<Pick<TileMetrics, MeasuredName>>;

const bins = 10;

/**
 * What `tileMetrics` says of the tiles when tile `i` stands there `weights[i]` times, in one pass without sorting.
 * @param weights one a tile, in the order of the tiles that were ranked
 */
export function weightedMetrics(tiles: RankedTiles, weights: ArrayLike<number>, threshold: number): Measured {
  const { confidences, labels, order } = tiles;
  const gaps = new Float64Array(bins);
  const sums = { found: 0, others: 0, area: 0, precisions: 0, foundAbove: 0, othersAbove: 0 };
  for (let start = 0; start < order.length;) {
    const confidence = confidences[start]!;
    let hogweed = 0;
    let other = 0;
    // Tiles of equal confidence are one step of every curve.
    for (; start < order.length && confidences[start] === confidence; start++) {
      const weight = weights[order[start]!]!;
      if (labels[start] === 1) hogweed += weight;
      else other += weight;
    }
    const bin = Math.min(bins - 1, Math.floor(confidence * bins));
    gaps[bin] = gaps[bin]! + confidence * (hogweed + other) - hogweed;
    sums.area += other * (sums.found + hogweed / 2);
    sums.found += hogweed;
    sums.others += other;
    if (hogweed > 0) sums.precisions += hogweed * (sums.found / (sums.found + sums.others));
    if (confidence >= threshold) [sums.foundAbove, sums.othersAbove] = [sums.found, sums.others];
  }
  const { found, others, foundAbove, othersAbove } = sums;
  return {
    auc: sums.area / (found * others),
    averagePrecision: sums.precisions / found,
    precision: foundAbove / (foundAbove + othersAbove),
    recall: foundAbove / found,
    f1: (2 * foundAbove) / (foundAbove + othersAbove + found),
    ece: gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / (found + others),
  };
}
