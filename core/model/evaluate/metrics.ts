/** Confidences of tiles with the truth about them. */
export interface ScoredTiles {
  readonly confidences: ArrayLike<number>;
  /** 1 = hogweed, 0 = not. */
  readonly labels: ArrayLike<number>;
}

/** How well a model does on tiles that it has not learned from. */
export interface TileMetrics {
  readonly n: number;
  /** Area under the ROC curve: the chance that a hogweed tile scores higher than another; ties count half. */
  readonly auc: number;
  /** Mean precision over the hogweed tiles, best score first. */
  readonly averagePrecision: number;
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Expected calibration error over 10 equal bins of confidence. */
  readonly ece: number;
}

/** All metrics at one threshold; those that the tiles do not determine (no hogweed tile, no detection) are NaN. */
export function tileMetrics(tiles: ScoredTiles, threshold: number): TileMetrics {
  const { truePositives, falsePositives, falseNegatives } = countsAt(tiles, threshold);
  return {
    n: tiles.labels.length,
    auc: areaUnderRoc(tiles),
    averagePrecision: averagePrecision(tiles),
    threshold,
    precision: truePositives / (truePositives + falsePositives),
    recall: truePositives / (truePositives + falseNegatives),
    f1: (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives),
    ece: calibrationError(tiles),
  };
}

export interface DetectionCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** Tiles by truth and by whether their confidence reaches the threshold. */
export function countsAt({ confidences, labels }: ScoredTiles, threshold: number): DetectionCounts {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < labels.length; i++) {
    const slot = (labels[i]! > 0 ? 2 : 0) + (confidences[i]! >= threshold ? 1 : 0);
    counts[slot] = counts[slot]! + 1;
  }
  const [trueNegatives = 0, falsePositives = 0, falseNegatives = 0, truePositives = 0] = counts;
  return { truePositives, falsePositives, falseNegatives, trueNegatives };
}

/** Area under the ROC curve as the Mann-Whitney statistic, https://doi.org/10.1148/radiology.143.1.7063747. */
export function areaUnderRoc(tiles: ScoredTiles): number {
  let below = 0;
  let area = 0;
  let positives = 0;
  for (const group of groupsByConfidence(tiles).toReversed()) {
    area += group.positives * (below + group.negatives / 2);
    below += group.negatives;
    positives += group.positives;
  }
  return area / (positives * below);
}

/** Average precision: the sum of precision times the step in recall, best score first; equal scores are one step. */
export function averagePrecision(tiles: ScoredTiles): number {
  let found = 0;
  let seen = 0;
  let sum = 0;
  for (const { positives, negatives } of groupsByConfidence(tiles)) {
    found += positives;
    seen += positives + negatives;
    sum += positives * (found / seen);
  }
  return sum / found;
}

/**
 * Expected calibration error: the mean distance between a bin's confidence and its share of hogweed, weighted by its
 * tiles. Source: Guo et al. 2017, arXiv:1706.04599.
 */
export function calibrationError({ confidences, labels }: ScoredTiles, bins = 10): number {
  const gaps = new Float64Array(bins);
  for (let i = 0; i < labels.length; i++) {
    const bin = Math.min(bins - 1, Math.floor(confidences[i]! * bins));
    gaps[bin] = gaps[bin]! + confidences[i]! - labels[i]!;
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / labels.length;
}

/** Share of tiles in each of 20 equal bins of confidence: what drift is measured against. */
export function confidenceHistogram(confidences: ArrayLike<number>): number[] {
  const shares = Array.from({ length: 20 }, () => 0);
  for (let i = 0; i < confidences.length; i++) {
    const bin = Math.min(19, Math.floor(confidences[i]! * 20));
    shares[bin] = shares[bin]! + 1 / confidences.length;
  }
  return shares;
}

interface ConfidenceGroup {
  positives: number;
  negatives: number;
}

/** Tiles of equal confidence counted together, highest confidence first. */
function groupsByConfidence({ confidences, labels }: ScoredTiles): ConfidenceGroup[] {
  const order = Array.from({ length: labels.length }, (_, i) => i);
  order.sort((a, b) => confidences[b]! - confidences[a]!);
  const groups: ConfidenceGroup[] = [];
  let last = Number.NaN;
  for (const i of order) {
    if (confidences[i] !== last) groups.push({ positives: 0, negatives: 0 });
    last = confidences[i]!;
    const group = groups.at(-1)!;
    if (labels[i]! > 0) group.positives++;
    else group.negatives++;
  }
  return groups;
}
