import { z } from 'zod';
import { UmbelError } from '../errors.ts';
import { bands } from '../review/band.ts';
import { reviewStates } from '../sighting/review-state.ts';
import type { Sighting } from '../sighting/sighting.ts';
import { describeZodError } from '../validation.ts';
import type { ExportContext } from './context.ts';
import type { ExportedPhoto } from './exported-photo.ts';

/** Everything that any export of a run is made from; `sightings.json` holds it without loss. */
export interface StoredSightings {
  readonly context: Omit<ExportContext, 'csv' | 'leftOut'>;
  readonly sightings: readonly Sighting[];
  readonly photos: readonly ExportedPhoto[];
}

const schemaName = 'umbel.sightings/1';

const text = z.string();
const number = z.number();
const count = z.int().min(0);
const lonLat = z.tuple([number, number]);

const detectionSchema = z.strictObject({
  detectionId: text,
  photoId: text,
  photoName: text,
  tileIndex: count,
  confidence: number,
  lat: number,
  lon: number,
  uncertaintyM: number,
  commonUncertaintyM: number.exactOptional(),
  capturedAt: text.exactOptional(),
  areaM2: number,
  tileSizeM: number,
});

const sightingSchema = z.strictObject({
  sightingId: text,
  number: count,
  lat: number,
  lon: number,
  uncertaintyM: number,
  uncertainty95M: number,
  confidence: number,
  band: z.enum(bands),
  members: z.array(detectionSchema).min(1),
  seenIn: count,
  couldSee: count,
  bestView: detectionSchema,
  stand: z.strictObject({ polygon: z.array(lonLat), areaM2: number, plantsAtLeast: count }).exactOptional(),
  review: z.enum(reviewStates).exactOptional(),
});

const storedSchema = z.strictObject({
  schema: z.literal(schemaName),
  context: z.strictObject({
    flightId: text,
    title: text.exactOptional(),
    runId: text,
    modelId: text.nullable(),
    startedAt: text,
    operator: text.exactOptional(),
    largestNumber: count.exactOptional(),
    simulated: z.boolean().exactOptional(),
  }),
  photos: z.array(
    z.strictObject({
      photoId: text,
      name: text,
      outcome: text,
      result: text,
      capturedAt: text.exactOptional(),
      footprint: z.array(lonLat),
    }),
  ),
  sightings: z.array(sightingSchema),
});

/** The text of sightings.json, in pieces: one sighting or photo a line, so that a flight of any size can be written. */
export async function* storedSightingsJson(stored: StoredSightings): AsyncGenerator<string> {
  yield `{"schema":"${schemaName}",\n"context":${JSON.stringify(stored.context)},\n"photos":[`;
  yield* linesOf(stored.photos);
  yield '],\n"sightings":[';
  yield* linesOf(stored.sightings);
  yield ']}\n';
}

/**
 * What sightings.json holds.
 * @param file name for the error message
 * @throws UmbelError `export.results-unreadable`
 */
export function parseStoredSightings(json: string, file: string): StoredSightings {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw unreadable(file, 'it is no JSON');
  }
  const result = storedSchema.safeParse(value);
  if (!result.success) throw unreadable(file, describeZodError(result.error));
  const { context, sightings, photos } = result.data;
  return { context, sightings, photos };
}

function* linesOf(values: readonly unknown[]): Generator<string> {
  for (const [i, value] of values.entries()) yield `${i === 0 ? '' : ','}\n${JSON.stringify(value)}`;
}

function unreadable(file: string, why: string): UmbelError {
  return new UmbelError({
    code: 'export.results-unreadable',
    kind: 'conflict',
    message: `The stored sightings in ${file} cannot be read: ${why}.`,
    hint: 'Run the flight again with --again: its results are written anew.',
  });
}
