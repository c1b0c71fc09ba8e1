import { uploadKey } from '#core/flight/keys.ts';
import type { Run } from '#core/flight/run.ts';
import type { Terrain } from '#core/geo/terrain.ts';
import { unpackConfidences, unpackLocations } from '#core/model/scores.ts';
import type { PhotoRecord, ScoreRecord, TiledPhotoRecord } from '#core/photo/record.ts';
import { placeTile, type TilePlace } from '#core/photo/tile-places.ts';
import { planTiles, type TilePlan } from '#core/tiling/plan.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import { type AlignedPhotoLine, alignedRecord, readAlignedPhotos } from '../aligned-photos.ts';
import { terrainOf } from '../flight-terrain.ts';
import { aboutModel } from '../model-facts.ts';
import { notThere } from './errors.ts';
import type { ApiCall } from './field.ts';
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

type AlignedPhotos = ReadonlyMap<string, AlignedPhotoLine>;

/** Photos whose places are kept, some 1 kB each; a run without any counts for little. */
const keptPlaces = recent<AlignedPhotos>(40_000, ({ size }) => size + 20);

/** The places from the overlap; kept once the run is done, for until then they may come any moment. */
export async function alignedOf(platform: Platform, { run, record }: OpenedFlight): Promise<AlignedPhotos> {
  if (record.finishedAt === undefined) return readAlignedPhotos(platform, run);
  const key = `${run.runId}/${record.finishedAt}`;
  const kept = keptPlaces.get(key);
  if (kept !== undefined) return kept;
  const read = await readAlignedPhotos(platform, run);
  keptPlaces.set(key, read);
  return read;
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

/**
 * Photos of runs that are done do not change, and a reviewer meets the same ones again and again. Kept are so many tiles
 * of them, each of 4 bytes; all else that is known of a photo takes as much as 250 tiles.
 */
const keptContexts = recent<PhotoContext>(
  3_000_000,
  ({ confidences, score }) => 250 + (confidences?.length ?? 0) + (score?.locations?.byteLength ?? 0) / 4,
);

/** Contexts of some photos; those that were not tiled are left out. */
export async function photoContexts(
  platform: Platform,
  opened: OpenedFlight,
  photoIds: readonly string[],
): Promise<Map<string, PhotoContext>> {
  return (await contextsAcross(platform, [{ opened, photoIds }]))[0] ?? new Map<string, PhotoContext>();
}

export interface WantedPhotos {
  readonly opened: OpenedFlight;
  readonly photoIds: readonly string[];
}

/** The same for photos of several flights, in their order: few questions to the tables for all of them. */
export async function contextsAcross(
  platform: Platform,
  wanted: readonly WantedPhotos[],
): Promise<Map<string, PhotoContext>[]> {
  const missing = wanted.flatMap(({ opened, photoIds }) =>
    [...new Set(photoIds)]
      .filter((photoId) => keptContexts.get(keyOf(opened, photoId)) === undefined)
      .map((photoId) => ({
        flightId: opened.run.flightId,
        runId: opened.run.runId,
        spec: sheetSpecName(opened.run.sheet),
        photoId,
        isScored: opened.run.modelId !== null,
      })),
  );
  const [records, scores] = await Promise.all([
    platform.tables.photos.getAcross(missing),
    platform.tables.scores.getAcross(missing.filter(({ isScored }) => isScored)),
  ]);
  const recordOf = new Map(records.map((record) => [`${record.flightId}/${record.photoId}`, record]));
  const scoreOf = new Map(scores.map((score) => [`${score.runId}/${score.photoId}`, score]));
  return Promise.all(
    wanted.map(async ({ opened, photoIds }) => {
      const { run } = opened;
      const aligned = await alignedOf(platform, opened);
      const contexts = new Map<string, PhotoContext>();
      for (const photoId of photoIds) {
        const kept = keptContexts.get(keyOf(opened, photoId));
        const stated = recordOf.get(`${run.flightId}/${photoId}`);
        const photo = stated === undefined ? undefined : alignedRecord(stated, aligned.get(photoId));
        const made =
          photo?.outcome === 'tiled'
            ? makeContext(opened, photo, scoreOf.get(`${run.runId}/${photoId}`))
            : undefined;
        const context = kept ?? made;
        if (context === undefined) continue;
        contexts.set(photoId, context);
        if (opened.record.finishedAt !== undefined) keptContexts.set(keyOf(opened, photoId), context);
      }
      return contexts;
    }),
  );
}

function makeContext(
  opened: OpenedFlight,
  photo: TiledPhotoRecord,
  score: ScoreRecord | undefined,
): PhotoContext {
  const confidences = score === undefined ? undefined : unpackConfidences(score.confidences);
  return { opened, photo, plan: planTiles(opened.run.sheet.tiling, photo), score, confidences };
}

/** Photos of a run that goes on are never kept, so its key never meets one. */
function keyOf({ run, record }: OpenedFlight, photoId: string): string {
  return `${run.runId}/${record.finishedAt ?? 'running'}/${photoId}`;
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

/** Where the plant of a tile would stand; undefined where the photo has no place, or the tile shows no ground. */
export async function placeOf(
  call: ApiCall,
  { opened: { run }, photo, plan, score }: PhotoContext,
  tile: number,
): Promise<TilePlace | undefined> {
  if (photo.pose === undefined) return undefined;
  const { terrain, locationSigma } = await groundOf(call, run);
  const locations = score?.locations === undefined ? undefined : unpackLocations(score.locations);
  return placeTile(photo.pose, plan, { locations, sigmaShare: locationSigma, tile }, terrain);
}

interface Ground {
  readonly terrain: Terrain | undefined;
  readonly locationSigma: number;
}

/** What places need of each run, read once for a call. */
const grounds = new WeakMap<ApiCall, Map<string, Promise<Ground>>>();

function groundOf(call: ApiCall, run: Run): Promise<Ground> {
  const ofCall = grounds.get(call) ?? new Map<string, Promise<Ground>>();
  grounds.set(call, ofCall);
  const ground = ofCall.get(run.runId) ?? readGround(call, run);
  ofCall.set(run.runId, ground);
  return ground;
}

async function readGround({ platform }: ApiCall, run: Run): Promise<Ground> {
  const [terrain, { locationSigma }] = await Promise.all([
    terrainOf(platform, run).catch(() => undefined),
    keptFacts
      .getOrMake(run.modelId ?? '', () => aboutModel(platform.objects, run.modelId))
      .catch(() => usualFacts),
  ]);
  return { terrain, locationSigma };
}

/** A registered model never changes. */
const keptFacts = recent<ReturnType<typeof aboutModel>>(50);
/** For a model whose package is gone: as for one that says nothing of its places. */
const usualFacts = { locationSigma: 0.15 };

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
