import { availableParallelism } from 'node:os';
import sharp from 'sharp';
import type { PhotoLine, Run } from '#core/flight/run.ts';
import { packConfidences, packLocations } from '#core/model/scores.ts';
import type { Reason, ScoreRecord, TiledPhotoRecord } from '#core/photo/record.ts';
import { planTiles } from '#core/tiling/plan.ts';
import { layoutSheet, sheetSpecName, tilesOfSheet } from '#core/tiling/sheet.ts';
import { quarantinePhoto, workThrough } from '#platform/careful-batch.ts';
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

const stage = 'score-photos';

const crashes: Reason = {
  code: 'photo.crashes-model',
  message: 'The program that scores photos ended each time it came to this one. Look at its log.',
};

/**
 * Scores the sheets of a batch of photos. Photos that were scored by a former attempt are not scored again;
 * quarantined ones have no sheet. A photo that ends the program is set aside, and the others are scored.
 */
export async function scorePhotos(
  platform: Platform,
  work: ScoreWork,
): Promise<{ scored: number; doneBefore: number }> {
  const { run, photos, signal } = work;
  const photoIds = photos.map(({ photoId }) => photoId);
  const records = await platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), photoIds);
  const done = await platform.tables.scores.getMany(run.runId, photoIds);
  const waiting = photoIds.flatMap((photoId) => {
    const record = records.get(photoId);
    return record?.outcome === 'tiled' && !done.has(photoId) ? [record] : [];
  });
  const report = (n: number) => platform.progress.report({ runId: run.runId, stage, photos: n });
  report(photos.length - waiting.length);
  let scored = 0;
  await workThrough(
    platform.objects,
    // One sheet more than there are engine threads: the next is decoded while these are scored.
    { runId: run.runId, stage, name: photoIds[0]!, waiting, inFlight: availableParallelism() + 1 },
    {
      async perform(record) {
        signal.throwIfAborted();
        await platform.tables.scores.put(await scorePhoto(platform, { ...work, record }));
        scored++;
        report(1);
      },
      async quarantine({ photoId }) {
        await quarantinePhoto(platform.objects, { runId: run.runId, stage, photoId }, crashes);
        report(1);
      },
    },
  );
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
