import { z } from 'zod';
import { cellMomentsSchema } from './cell-moments.ts';
import { bins } from './confidence-bins.ts';

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
  /**
   * How the pieces of ground below the flight differ (`cell-moments.ts`): overlapping photos show the same ground, so photos do
   * not tell how much chance there is. Absent in figures of before.
   */
  cells: cellMomentsSchema.exactOptional(),
  /** Of figures of before: how photos differ. Not read any more. */
  shareVariance: z.array(z.number()).length(bins).exactOptional(),
  shownVariance: z.array(z.number()).length(bins).exactOptional(),
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
