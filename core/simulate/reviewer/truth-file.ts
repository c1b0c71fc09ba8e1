import { z } from 'zod';
import { UmbelError } from '../../errors.ts';
import { describeZodError } from '../../validation.ts';

/** A plant as truth.geojson tells it. */
export interface TruePlant {
  readonly lat: number;
  readonly lon: number;
  /** From its middle to the tip of its longest leaf, metres. */
  readonly radiusM: number;
  /** Where photos show it, pixels of the photo. */
  readonly seenIn: readonly {
    readonly photo: string;
    readonly u: number;
    readonly v: number;
    readonly radiusPx: number;
    /** Whether its middle lies in the photo. */
    readonly inside: boolean;
  }[];
}

const truthSchema = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      geometry: z.object({ coordinates: z.tuple([z.number(), z.number()]) }),
      properties: z.object({
        radiusM: z.number(),
        seenIn: z.array(
          z.object({
            photo: z.string(),
            u: z.number(),
            v: z.number(),
            radiusPx: z.number(),
            inside: z.boolean(),
          }),
        ),
      }),
    }),
  ),
});

/**
 * The plants of a truth.geojson.
 * @param file name for the error message
 * @throws UmbelError `simulate.truth-invalid`
 */
export function parseTruth(text: string, file: string): TruePlant[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(file, 'it is no JSON');
  }
  const result = truthSchema.safeParse(value);
  if (!result.success) throw invalid(file, describeZodError(result.error));
  return result.data.features.map(({ geometry, properties }) => {
    const [lon, lat] = geometry.coordinates;
    return { lat, lon, ...properties };
  });
}

function invalid(file: string, why: string): UmbelError {
  return new UmbelError({
    code: 'simulate.truth-invalid',
    kind: 'bad-input',
    message: `${file} is no truth of a simulated flight: ${why}.`,
    hint: 'Give the truth.geojson that umbel simulate wrote.',
  });
}
