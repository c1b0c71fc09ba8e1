import { z } from 'zod';

/** Equal bins of confidence, the same as in a model's package. */
export const bins = 20;

const spreadSchema = z.strictObject({ median: z.number(), photos: z.int() });

/** What drift is judged by, of one run over one flight; kept beside its results. */
export const flightFiguresSchema = z.strictObject({
  schema: z.literal('umbel.drift-figures/1'),
  flightId: z.string(),
  runId: z.string(),
  modelId: z.string(),
  /** Day of the survey, `2026-07-14`. */
  surveyDate: z.string(),
  simulated: z.boolean(),
  photos: z.int(),
  tiles: z.int(),
  /** Tiles in each bin of confidence. */
  histogram: z.array(z.number()).length(bins),
  /** Variance of the share of each bin, from how photos differ from each other: tiles of one photo are alike. */
  shareVariance: z.array(z.number()).length(bins),
  /** The same among the tiles above the first bin alone. */
  shownVariance: z.array(z.number()).length(bins),
  /** Tiles of which the model is unsure (0.20 to 0.80), and in each band, as shares. */
  unsureShare: z.number(),
  bandShares: z.strictObject({ certain: z.number(), probable: z.number(), possible: z.number() }),
  /** Of the photos; absent where none tells it. */
  brightness: spreadSchema.exactOptional(),
  sharpness: spreadSchema.exactOptional(),
  gsdM: spreadSchema.exactOptional(),
  /** The audit: photos that were drawn and scored, with the tiles of each that are asked (docs/adr/0006). */
  audit: z.strictObject({
    threshold: z.number(),
    /** Share of a drawn photo's sure tiles that is asked. */
    tileShare: z.number(),
    drawn: z.array(z.strictObject({ photoId: z.string(), asked: z.int() })),
  }),
});
export type FlightFigures = z.infer<typeof flightFiguresSchema>;

/** The bin of a confidence. */
export function binOf(confidence: number): number {
  return Math.min(bins - 1, Math.max(0, Math.floor(confidence * bins)));
}

/** Counts of a photo's tiles by bin. */
export function countBins(confidences: Iterable<number>): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const confidence of confidences) counts[binOf(confidence)]!++;
  return counts;
}

/**
 * Sums of photos' counts, and the variance of each bin's share by the ratio estimator over photos as clusters.
 * Source: Cochran 1977, Sampling Techniques, 3rd ed., 2.11.
 */
export function poolPhotos(photos: readonly (readonly number[])[]): {
  histogram: number[];
  shareVariance: number[];
} {
  const histogram = Array.from({ length: bins }, (_, bin) =>
    photos.reduce((sum, counts) => sum + counts[bin]!, 0),
  );
  const sizes = photos.map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const filled = sizes.filter((size) => size > 0).length;
  const shareVariance = histogram.map((count, bin) => {
    if (total === 0) return 0;
    const share = count / total;
    const squares = photos.reduce((sum, counts, i) => sum + (counts[bin]! - share * sizes[i]!) ** 2, 0);
    // One photo alone shows no difference between photos: as if its tiles were independent.
    return filled < 2 ? (share * (1 - share)) / total : (squares / total ** 2) * (filled / (filled - 1));
  });
  return { histogram, shareVariance };
}
