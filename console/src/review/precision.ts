/** How often a common answer was right in a sample, and how low that share may really be. */
export interface Precision {
  readonly judged: number;
  readonly same: number;
  readonly share: number;
  /** Lower end of the 95 % interval. */
  readonly atLeast: number;
}

/**
 * The observed precision of a sample with the lower end of Wilson's 95 % interval, which holds for small samples and
 * shares near 1. Source: Wilson 1927, Probable inference, the law of succession, and statistical inference.
 */
export function precisionOf(same: number, judged: number): Precision {
  if (judged === 0) return { judged, same, share: 0, atLeast: 0 };
  const z = 1.959964;
  const share = same / judged;
  const middle = share + (z * z) / (2 * judged);
  const half = z * Math.sqrt((share * (1 - share)) / judged + (z * z) / (4 * judged * judged));
  return { judged, same, share, atLeast: Math.max(0, (middle - half) / (1 + (z * z) / judged)) };
}
