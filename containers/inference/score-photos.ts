import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import sharp from 'sharp';
import type { PhotoLine, Run } from '#core/flight/run.ts';
import { packConfidences, packLocations } from '#core/model/scores.ts';
import type { ScoreRecord, TiledPhotoRecord } from '#core/photo/record.ts';
import { planTiles } from '#core/tiling/plan.ts';
import { layoutSheet, sheetSpecName, tilesOfSheet } from '#core/tiling/sheet.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import { release } from '#platform/release.ts';
import type { OpenModel } from './model-keeper.ts';

// A sheet is decoded by one thread; the engine's threads beside it keep the other cores busy.
sharp.concurrency(1);
sharp.cache(false);

export interface ScoreWork {
  readonly run: Run;
  readonly photos: readonly PhotoLine[];
  readonly model: OpenModel;
  /** Raised when the workflow no longer waits for this batch. */
  readonly signal: AbortSignal;
}

/**
 * Scores the sheets of a batch of photos. Photos that were scored by a former attempt are not scored again;
 * quarantined ones have no sheet.
 */
export async function scorePhotos(
  platform: Platform,
  work: ScoreWork,
): Promise<{ scored: number; doneBefore: number }> {
  const { run, photos, signal } = work;
  const photoIds = photos.map(({ photoId }) => photoId);
  const records = await platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), photoIds);
  const done = await platform.tables.scores.getMany(run.runId, photoIds);
  // One sheet more than there are engine threads: the next is decoded while these are scored.
  const inFlight = pLimit(availableParallelism() + 1);
  let scored = 0;
  await inFlight.map(photos, async ({ photoId }) => {
    signal.throwIfAborted();
    const record = records.get(photoId);
    if (record?.outcome === 'tiled' && !done.has(photoId)) {
      await platform.tables.scores.put(await scorePhoto(platform, { ...work, record }));
      scored++;
    }
    platform.progress.report({ runId: run.runId, stage: 'score-photos', photos: 1 });
  });
  return { scored, doneBefore: done.size };
}

async function scorePhoto(
  platform: Platform,
  { run, model, record }: ScoreWork & { record: TiledPhotoRecord },
): Promise<ScoreRecord> {
  const jpeg = await platform.objects.get({ bucket: requireEnvironment('workBucket'), key: record.sheetKey });
  const layout = layoutSheet(planTiles(run.sheet.tiling, record), record, run.sheet.tilePx);
  const sheet = await sharp(jpeg).removeAlpha().toColourspace('srgb').raw().toBuffer();
  const count = layout.cols * layout.rows;
  const pixels = tilesOfSheet(layout, sheet);
  release(sheet);
  const scores = await model.pool.score({ pixels, count });
  return {
    runId: run.runId,
    photoId: record.photoId,
    confidences: packConfidences(scores.confidences),
    ...(scores.locations === undefined ? {} : { locations: packLocations(scores.locations) }),
    modelId: model.modelPackage.modelId,
    engine: model.pool.engine,
  };
}
