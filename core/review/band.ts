/** How sure the model is of a sighting, as the map shows it. */
export type Band = 'certain' | 'probable' | 'possible';

/** Lower ends of the bands; from the first system, kept so that maps stay comparable. */
export const certainFrom = 0.9;
export const probableFrom = 0.8;

/** Every band, surest first. */
export const bands: readonly Band[] = ['certain', 'probable', 'possible'];

/** The band of a confidence; undefined below the model's threshold: no detection. */
export function bandOf(confidence: number, threshold: number): Band | undefined {
  if (confidence < threshold) return undefined;
  if (confidence >= certainFrom) return 'certain';
  if (confidence >= probableFrom) return 'probable';
  return 'possible';
}
