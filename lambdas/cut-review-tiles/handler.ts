import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { photoBatchSchema } from '#core/flight/run.ts';
import { unpackConfidences } from '#core/model/scores.ts';
import { chooseReviewTiles } from '#core/review/policy.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { countPhotos, defineFunction } from '../function.ts';
import type { DecodeMeter } from '../photo-decoding.ts';
import { cutTiles } from './cut-tiles.ts';

/**
 * Cuts the tiles that biologists are asked about, at full resolution. A photo without such a tile is not even read.
 * As many photos at a time as there are cores: each holds its whole picture in memory.
 */
export const handler = defineFunction({
  event: photoBatchSchema,
  async work({ BatchInput: { run }, Items: photos }, { platform, metrics, logger }) {
    const photoIds = photos.map(({ photoId }) => photoId);
    const records = await platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), photoIds);
    const scores = await platform.tables.scores.getMany(run.runId, photoIds);
    let tiles = 0;
    const meter: DecodeMeter = { decodes: 0 };
    await pLimit(availableParallelism()).map(photos, async (photo) => {
      const record = records.get(photo.photoId);
      const score = scores.get(photo.photoId);
      if (record?.outcome === 'tiled' && score !== undefined) {
        const confidences = unpackConfidences(score.confidences);
        const choices = chooseReviewTiles(confidences, photo, run);
        const cut = await cutTiles(platform, { run, photo, record, confidences, choices, meter });
        tiles += cut;
        if (cut < choices.length)
          logger.warn('The photo was deleted before its tiles were cut.', { ...photo });
      }
      platform.progress.report({ runId: run.runId, stage: 'cut-review-tiles', photos: 1 });
    });
    countPhotos(metrics, 'ReviewTiles', tiles);
    countPhotos(metrics, 'ReviewDecodes', meter.decodes);
    return { tiles, decodes: meter.decodes };
  },
});
