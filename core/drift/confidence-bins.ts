/** Equal bins of confidence, the same as in a model's package. */
export const bins = 20;

/** The bin of a confidence. */
export function binOf(confidence: number): number {
  return Math.min(bins - 1, Math.max(0, Math.floor(confidence * bins)));
}

/** Counts of tiles by bin. */
export function countBins(confidences: Iterable<number>): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const confidence of confidences) counts[binOf(confidence)]!++;
  return counts;
}
