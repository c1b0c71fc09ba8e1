import { reviewBatchSchema } from '#core/flight/run.ts';
import { unpackConfidences } from '#core/model/scores.ts';
import type { QueueEntry } from '#platform/tables/review-queue-table.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { countPhotos, defineFunction } from '../function.ts';
import type { DecodeMeter } from '../photo-decoding.ts';
import { cutTiles, reviewRecordOf } from './cut-tiles.ts';

/**
 * Cuts the tiles that biologists are asked about, at full resolution, and then asks.
 * One photo after the other: each holds its whole picture in memory.
 */
export const handler = defineFunction({
  event: reviewBatchSchema,
  async work({ BatchInput: { run }, Items: photos }, { platform, metrics, logger }) {
    const photoIds = [...new Set(photos.map(({ photoId }) => photoId))];
    const records = await platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), photoIds);
    const scores = await platform.tables.scores.getMany(run.runId, photoIds);
    const questions: QueueEntry[] = [];
    const meter: DecodeMeter = { decodes: 0 };
    for (const photo of photos) {
      const record = records.get(photo.photoId);
      const score = scores.get(photo.photoId);
      if (record?.outcome === 'tiled' && score !== undefined) {
        const confidences = unpackConfidences(score.confidences);
        const cut = await cutTiles(platform, { run, photo, record, confidences, meter });
        questions.push(...cut);
        if (cut.length === 0)
          logger.warn('The photo was deleted before its tiles were cut.', { photo: photo.name });
      }
      platform.progress.report({ runId: run.runId, stage: 'cut-review-tiles', photos: 1 });
    }
    // A tile is asked about only when its picture is there.
    // Into the queue first: a crash between the two asks once more, never not at all.
    await platform.tables.reviewQueue.addMany(questions);
    await platform.tables.reviews.addMany(questions.map(reviewRecordOf));
    countPhotos(metrics, 'ReviewTiles', questions.length);
    countPhotos(metrics, 'ReviewDecodes', meter.decodes);
    return { tiles: questions.length, decodes: meter.decodes };
  },
});
