import { z } from 'zod';
import { UmbelError } from '../errors.ts';
import { describeZodError } from '../validation.ts';
import { checkPolicySchema } from './checks.ts';
import { maxTitleLength } from './flight-name.ts';

/** A photo's name: its path below the flight's folder, `/` between parts, no way out of the folder. */
const photoNameSchema = z
  .string()
  .min(1)
  .max(512)
  .refine(
    (name) => !name.startsWith('/') && !/[\\\p{Cc}]/v.test(name) && name.isWellFormed(),
    'must be a relative path with /, without control characters',
  )
  .refine(
    (name) => name.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'must stay inside the flight',
  );

/** Whether a file can be part of a flight under its name. */
export function isFlightFileName(name: string): boolean {
  return photoNameSchema.safeParse(name).success;
}

/** A name that no flight can have, as it is shown to people: what is wrong in it is written as in an address, `%0A`. */
export function shownName(name: string): string {
  const parts = name
    .toWellFormed()
    .replaceAll(/[\\\p{Cc}]/gv, encodeURIComponent)
    .split('/');
  const shown = parts
    .map((part) => (/^\.{0,2}$/.test(part) ? '%2E'.repeat(part.length) || '%2F' : part))
    .join('/');
  return shown.length <= 512 ? shown : `${shown.slice(0, 255)}…${shown.slice(-255)}`.toWellFormed();
}

/** A flight's name in every key, URL and file: small letters, digits and hyphens. */
export const flightIdSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/, 'must be 1 to 48 of a-z, 0-9 and - (not at the ends)');

export const manifestPhotoSchema = z.strictObject({
  /** Path below the flight's folder. */
  name: photoNameSchema,
  sizeBytes: z.int().min(0),
  /** SHA-256 of the bytes, hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
});

/** What the pilot knows and the photos do not say; every field wins over the photo's own. */
export const flightGeometrySchema = z.strictObject({
  /** Added to every height above take-off: take-off point above the surveyed ground, metres. */
  groundOffsetM: z.number().min(-1000).max(1000).optional(),
  /** GeoTIFF with ground heights, beside the photos. */
  terrainFile: photoNameSchema.optional(),
  /** Where the drone took off: with a terrain, heights count from there. Absent: where the first photo was taken. */
  takeOff: z
    .strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
    .optional(),
  /** False: poses stay as the photos state them, though neighbours show the same ground at different places. */
  useOverlap: z.boolean().optional(),
  /** Added to every yaw, degrees clockwise. */
  yawOffsetDeg: z.number().min(-180).max(180).optional(),
  /** For photos that say no height: metres above ground. */
  heightAboveGroundM: z.number().min(2).max(1000).optional(),
  camera: z
    .strictObject({
      /** Focal length in pixels of the photo as stored. */
      focalPx: z.number().positive().optional(),
      sensorWidthMm: z.number().positive().optional(),
      focalLengthMm: z.number().positive().optional(),
    })
    .optional(),
});

/** Most bytes of a flight.json: 100,000 photos take 15 MB. */
export const maxManifestBytes = 32_000_000;
const maxFiles = 100_000;

/** `flight.json`: written last, it commits the upload. */
export const manifestSchema = z.strictObject({
  schema: z.literal('umbel.flight/1'),
  flightId: flightIdSchema,
  title: z.string().max(maxTitleLength).optional(),
  operator: z.string().max(200).optional(),
  notes: z.string().max(4000).optional(),
  /** When the survey began, ISO 8601. */
  capturedAt: z.iso.datetime({ offset: true, local: true }).optional(),
  /** True for flights of `umbel simulate`: they never enter statistics of real ones. */
  simulated: z.boolean().optional(),
  geometry: flightGeometrySchema.optional(),
  /** What a failed check of a stage does to a run of this flight: `stop` or `flag`. */
  checks: checkPolicySchema.optional(),
  /** Every photo of the flight. Absent: whatever lies in the folder. */
  photos: z.array(manifestPhotoSchema).max(maxFiles).optional(),
  /** Photos that could not be read where they lay: named, so that they are accounted for. */
  unreadable: z.array(photoNameSchema).max(maxFiles).optional(),
  /** Files that lay beside the photos and were left behind: named, so that every file is accounted for. */
  sideFiles: z.array(photoNameSchema).max(maxFiles).optional(),
});

export type FlightManifest = z.infer<typeof manifestSchema>;
export type ManifestPhoto = z.infer<typeof manifestPhotoSchema>;
export type FlightGeometry = z.infer<typeof flightGeometrySchema>;

/**
 * Nothing; a manifest of this size is read.
 * @throws UmbelError `flight.manifest-invalid`
 */
export function checkManifestSize(sizeBytes: number, file: string): void {
  if (sizeBytes <= maxManifestBytes) return;
  throw notAManifest(`${file} has ${sizeBytes} bytes; a flight.json has at most ${maxManifestBytes}.`);
}

/** Why the lists are not even looked through; undefined where they are. To check a million entries takes seconds and gigabytes. */
function problemOfLength(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = Object.entries(value);
  if (fields.length > 100) return `it has ${fields.length} fields`;
  const long = fields.find(([, list]) => Array.isArray(list) && list.length > maxFiles);
  return long === undefined
    ? undefined
    : `${long[0]}: it lists ${(long[1] as unknown[]).length} files; ${maxFiles} is the most`;
}

function notAManifest(message: string): UmbelError {
  return new UmbelError({
    code: 'flight.manifest-invalid',
    kind: 'bad-input',
    message,
    hint: 'Mend the named field, or delete the file: it is written anew from the folder.',
  });
}

/**
 * The manifest in `text`.
 * @param text content of flight.json
 * @param file name for the error message
 * @throws UmbelError `flight.manifest-invalid` naming the field
 */
export function parseManifest(text: string, file = 'flight.json'): FlightManifest {
  checkManifestSize(text.length, file);
  let value: unknown;
  try {
    // Some editors put a byte order mark in front.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new UmbelError({
      code: 'flight.manifest-invalid',
      kind: 'bad-input',
      message: `${file} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Mend the file, or delete it: it is written anew from the folder.',
      cause,
    });
  }
  const tooLong = problemOfLength(value);
  if (tooLong !== undefined) throw notAManifest(`${file} is not a flight manifest: ${tooLong}`);
  const result = manifestSchema.safeParse(value);
  if (result.success) return result.data;
  throw notAManifest(`${file} is not a flight manifest: ${describeZodError(result.error)}`);
}
