import { z } from 'zod';
import { photoIdSchema, type Run } from '#core/flight/run.ts';
import { poseSchema } from '#core/geo/pose.ts';
import type { PhotoRecord } from '#core/photo/record.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import { workObject } from './run-objects.ts';

/** A photo's place after its overlap was looked at, as the run keeps it: one JSON line a photo. */
export const alignedPhotoSchema = z.object({
  photoId: photoIdSchema,
  pose: poseSchema,
  flags: z.array(z.string()),
  footprint: z.array(z.tuple([z.number(), z.number()])).optional(),
  /** What was added to the pose that the photo states, beside a turn by 180 degrees. */
  correction: z.object({
    eastM: z.number(),
    northM: z.number(),
    yawDeg: z.number(),
    pitchDeg: z.number(),
    rollDeg: z.number(),
    heightM: z.number().default(0),
    /** Patches of ground that neighbours show too; without any, nothing was corrected. */
    patches: z.int(),
  }),
});
export type AlignedPhotoLine = z.infer<typeof alignedPhotoSchema>;

/** What the overlap did to a flight. Distances are metres. */
export const overlapSummarySchema = z.object({
  /** Photos that could be compared. */
  compared: z.int(),
  /** Of these: shifted and turned by little, by more than 3 m or 5 degrees, turned by 180 degrees, doubtful. */
  aligned: z.int(),
  moved: z.int(),
  turned: z.int(),
  doubtful: z.int(),
  /** Patches of ground that two photos show, and how far apart they put them, before and after. */
  patches: z.int(),
  apartBeforeM: z.number(),
  apartAfterM: z.number(),
});
export type OverlapSummary = z.infer<typeof overlapSummarySchema>;

/** Where a run keeps the places of its photos: JSON lines. */
export function alignedPhotosObject(run: Run): { bucket: string; key: string } {
  return workObject(run, 'aligned-photos.jsonl');
}

/** Where a run keeps what the overlap did. */
export function overlapSummaryObject(run: Run): { bucket: string; key: string } {
  return workObject(run, 'overlap.json');
}

/** The places that align-photos found, by photo; none where it was not asked, for instance in runs of older versions. */
export async function readAlignedPhotos(
  platform: Platform,
  run: Run,
): Promise<ReadonlyMap<string, AlignedPhotoLine>> {
  const text = await readText(platform, alignedPhotosObject(run));
  const lines = (text ?? '').split('\n').filter((line) => line !== '');
  const photos = lines.map((line) => alignedPhotoSchema.parse(JSON.parse(line)));
  return new Map(photos.map((photo) => [photo.photoId, photo]));
}

/** What the overlap did; undefined where it was not looked at. */
export async function readOverlapSummary(platform: Platform, run: Run): Promise<OverlapSummary | undefined> {
  const text = await readText(platform, overlapSummaryObject(run));
  return text === undefined ? undefined : overlapSummarySchema.parse(JSON.parse(text));
}

/** The record with the place that the run found for it. */
export function alignedRecord(record: PhotoRecord, aligned: AlignedPhotoLine | undefined): PhotoRecord {
  if (record.outcome !== 'tiled' || aligned === undefined) return record;
  const { footprint: _stated, ...rest } = record;
  const { pose, flags, footprint } = aligned;
  return { ...rest, pose, flags, ...(footprint === undefined ? {} : { footprint }) };
}

async function readText(
  platform: Platform,
  ref: { readonly bucket: string; readonly key: string },
): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await platform.objects.get(ref));
  } catch (error) {
    if (isObjectNotFound(error)) return undefined;
    throw error;
  }
}
