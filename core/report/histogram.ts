/** How many confidences fall into each of equal bins over 0..1. */
export interface Histogram {
  /** Bin i holds i / length up to, but not including, (i + 1) / length; the last holds 1 too. */
  readonly counts: readonly number[];
  readonly total: number;
}

/** Bins of the drift reference of a model; 50 are finer to look at. */
export const histogramBins = 20;

/** A histogram with all bins empty, to be filled by `countConfidences`. */
export function emptyHistogram(bins = histogramBins): Histogram {
  return { counts: Array.from({ length: bins }, () => 0), total: 0 };
}

/** The histogram with more confidences counted in; the one given stays as it is. Values outside 0..1 count at the ends. */
export function countConfidences(histogram: Histogram, confidences: ArrayLike<number>): Histogram {
  const counts = [...histogram.counts];
  for (let i = 0; i < confidences.length; i++) {
    // The tiny allowance puts 0.15 into the bin from 0.15, though 0.15 * 20 is 2.9999999999999996.
    const bin = Math.floor(confidences[i]! * counts.length + 1e-9);
    counts[Math.min(counts.length - 1, Math.max(0, bin))]!++;
  }
  return { counts, total: histogram.total + confidences.length };
}

/** The histogram of one list of confidences. */
export function histogramOf(confidences: ArrayLike<number>, bins = histogramBins): Histogram {
  return countConfidences(emptyHistogram(bins), confidences);
}
