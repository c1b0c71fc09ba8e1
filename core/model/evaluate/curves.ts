import { countsAt, type ScoredTiles } from './metrics.ts';

/** A bin of a calibration plot: how sure the model was, and how often it was right to. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly tiles: number;
  readonly meanConfidence: number;
  /** Share of hogweed tiles. */
  readonly hogweedShare: number;
}

/** The bins of the expected calibration error that hold tiles. */
export function calibrationBins({ confidences, labels }: ScoredTiles, bins = 10): CalibrationBin[] {
  const sums = Array.from({ length: bins }, () => ({ tiles: 0, confidence: 0, hogweed: 0 }));
  for (let i = 0; i < labels.length; i++) {
    const bin = sums[Math.min(bins - 1, Math.floor(confidences[i]! * bins))]!;
    bin.tiles++;
    bin.confidence += confidences[i]!;
    if (labels[i]! > 0) bin.hogweed++;
  }
  return sums.flatMap(({ tiles, confidence, hogweed }, i) =>
    tiles === 0
      ? []
      : [
          {
            from: i / bins,
            to: (i + 1) / bins,
            tiles,
            meanConfidence: confidence / tiles,
            hogweedShare: hogweed / tiles,
          },
        ],
  );
}

/** What a threshold would give. */
export interface CurvePoint {
  readonly threshold: number;
  readonly recall: number;
  readonly precision: number;
  readonly falsePositiveRate: number;
}

/**
 * A point for every confidence that occurs, from the highest down, but for those nearer than `gap` to the one before in recall, precision
 * and wrong detections alike: no point left out is further from the line. The ends are kept.
 * @param gap share, 0..1; default less than a pixel of a chart of 400 pixels
 */
export function thresholdCurve({ confidences, labels }: ScoredTiles, gap = 0.002): CurvePoint[] {
  const order = Array.from({ length: labels.length }, (_, i) => i);
  order.sort((a, b) => confidences[b]! - confidences[a]!);
  const hogweed = order.filter((i) => labels[i]! > 0).length;
  const points: CurvePoint[] = [];
  let found = 0;
  for (const [seen, i] of order.entries()) {
    if (labels[i]! > 0) found++;
    const next = order[seen + 1];
    if (next !== undefined && confidences[next] === confidences[i]) continue;
    points.push({
      threshold: confidences[i]!,
      recall: found / hogweed,
      precision: found / (seen + 1),
      falsePositiveRate: (seen + 1 - found) / (labels.length - hogweed),
    });
  }
  return thinned(points, gap);
}

/** Thinned by what is seen, not by number: nearly all that a curve has to say is said by few of its points, at the knee. */
function thinned(points: readonly CurvePoint[], gap: number): CurvePoint[] {
  let last: CurvePoint | undefined;
  return points.filter((point, i) => {
    const isKept = last === undefined || i === points.length - 1 || distance(point, last) >= gap;
    if (isKept) last = point;
    return isKept;
  });
}

function distance(a: CurvePoint, b: CurvePoint): number {
  return Math.max(
    Math.abs(a.recall - b.recall),
    Math.abs(a.precision - b.precision),
    Math.abs(a.falsePositiveRate - b.falsePositiveRate),
  );
}

/** What the threshold itself gives: the point that the figures of an evaluation speak of. Precision is NaN where nothing reaches it. */
export function pointAt(tiles: ScoredTiles, threshold: number): CurvePoint {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = countsAt(tiles, threshold);
  return {
    threshold,
    recall: truePositives / (truePositives + falseNegatives),
    precision: truePositives / (truePositives + falsePositives),
    falsePositiveRate: falsePositives / (falsePositives + trueNegatives),
  };
}
