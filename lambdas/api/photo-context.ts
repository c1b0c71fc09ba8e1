import { uploadKey } from '#core/flight/keys.ts';
import { unpackConfidences, unpackLocations } from '#core/model/scores.ts';
import type { PhotoRecord, ScoreRecord, TiledPhotoRecord } from '#core/photo/record.ts';
import { placeTiles, type TilePlaces } from '#core/photo/tile-places.ts';
import { planTiles, type TilePlan } from '#core/tiling/plan.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import { type AlignedPhotoLine, alignedRecord, readAlignedPhotos } from '../aligned-photos.ts';
import { terrainOf } from '../flight-terrain.ts';
import { aboutModel } from '../model-facts.ts';
import { notThere } from './errors.ts';
import { recent } from './recent.ts';
import { linkS } from './run-answers.ts';
import type { OpenedFlight } from './run-reader.ts';

/** A photo of a flight's latest run with everything that its tiles need. */
export interface PhotoContext {
  readonly opened: OpenedFlight;
  readonly photo: TiledPhotoRecord;
  readonly plan: TilePlan;
  readonly score: ScoreRecord | undefined;
  /** One per tile; undefined before any model. */
  readonly confidences: Float32Array | undefined;
}

const keptPlaces = recent<Promise<ReadonlyMap<string, AlignedPhotoLine>>>(20);

/** The places from the overlap; kept once the run is done, for until then they may come any moment. */
export function alignedOf(
  platform: Platform,
  { run, record }: OpenedFlight,
): Promise<ReadonlyMap<string, AlignedPhotoLine>> {
  const read = () => readAlignedPhotos(platform, run);
  return record.finishedAt === undefined
    ? read()
    : keptPlaces.getOrMake(`${run.runId}/${record.finishedAt}`, read);
}

/** Records of some photos, placed as the run placed them. */
export async function readPhotos(
  platform: Platform,
  opened: OpenedFlight,
  photoIds: readonly string[],
): Promise<Map<string, PhotoRecord>> {
  const { run } = opened;
  const ids = [...new Set(photoIds)];
  const [records, aligned] = await Promise.all([
    platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), ids),
    alignedOf(platform, opened),
  ]);
  return new Map(
    [...records].map(([photoId, record]) => [photoId, alignedRecord(record, aligned.get(photoId))]),
  );
}

/** Contexts of some photos; those that were not tiled are left out. */
export async function photoContexts(
  platform: Platform,
  opened: OpenedFlight,
  photoIds: readonly string[],
): Promise<Map<string, PhotoContext>> {
  const { run } = opened;
  const [records, scores] = await Promise.all([
    readPhotos(platform, opened, photoIds),
    run.modelId === null
      ? new Map<string, ScoreRecord>()
      : platform.tables.scores.getMany(run.runId, [...new Set(photoIds)]),
  ]);
  const contexts = new Map<string, PhotoContext>();
  for (const [photoId, photo] of records) {
    if (photo.outcome !== 'tiled') continue;
    const score = scores.get(photoId);
    const confidences = score === undefined ? undefined : unpackConfidences(score.confidences);
    contexts.set(photoId, { opened, photo, plan: planTiles(run.sheet.tiling, photo), score, confidences });
  }
  return contexts;
}

/** @throws UmbelError `photo.not-found` */
export async function photoContext(
  platform: Platform,
  opened: OpenedFlight,
  photoId: string,
): Promise<PhotoContext> {
  const context = (await photoContexts(platform, opened, [photoId])).get(photoId);
  if (context === undefined)
    throw notThere(`photo ${photoId} with tiles in flight ${opened.flight.flightId}`);
  return context;
}

/** Where the plants of a photo's tiles would stand; undefined for photos without a place. */
export async function placesOf(
  platform: Platform,
  { opened, photo, plan, score }: PhotoContext,
): Promise<TilePlaces | undefined> {
  if (photo.pose === undefined) return undefined;
  const { run } = opened;
  const [terrain, { locationSigma }] = await Promise.all([
    terrainOf(platform, run).catch(() => undefined),
    aboutModel(platform.objects, run.modelId).catch(() => ({ locationSigma: 0.15 })),
  ]);
  const locations = score?.locations === undefined ? undefined : unpackLocations(score.locations);
  return placeTiles(photo.pose, plan, { locations, sigmaShare: locationSigma }, terrain);
}

/** A link to the photo as it was taken. */
export function photoUrl(
  platform: Platform,
  { flightId, name }: { flightId: string; name: string },
): Promise<string> {
  const ref = { bucket: requireEnvironment('uploadsBucket'), key: uploadKey(flightId, name) };
  return platform.urls.read(ref, { forS: linkS });
}

/** Longer side of a photo's tiles on the ground, metres. */
export function tileSizeM(plan: TilePlan, photo: Pick<TiledPhotoRecord, 'gsdM'>): number {
  return Math.max(plan.tileWidthPx, plan.tileHeightPx) * (photo.gsdM ?? 0);
}
