import { reviewBatchSchema, type ReviewLine, type Run } from '#core/flight/run.ts';
import { unpackConfidences } from '#core/model/scores.ts';
import { detectionIdOf } from '#core/sighting/detection.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { workThrough } from '#platform/careful-batch.ts';
import type { Platform } from '#platform/platform.ts';
import { countPhotos, defineFunction } from '../function.ts';
import type { DecodeMeter } from '../photo-decoding.ts';
import { cutTiles, reviewRecordOf } from './cut-tiles.ts';

const stage = 'cut-review-tiles';

/**
 * Cuts the tiles that biologists are asked about, at full resolution, and then asks. Photos that a former attempt finished
 * are not done again; nobody is asked about one that ends the program, and the others are cut.
 * One photo after the other: each holds its whole picture in memory.
 */
export const handler = defineFunction({
  event: reviewBatchSchema,
  async work({ BatchInput: { run }, Items: photos }, { platform, metrics, logger }) {
    const photoIds = [...new Set(photos.map(({ photoId }) => photoId))];
    const records = await platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), photoIds);
    const scores = await platform.tables.scores.getMany(run.runId, photoIds);
    const meter: DecodeMeter = { decodes: 0 };
    let tiles = 0;
    const report = (n: number) => platform.progress.report({ runId: run.runId, stage, photos: n });
    const perform = async (photo: ReviewLine) => {
      const record = records.get(photo.photoId);
      const score = scores.get(photo.photoId);
      if (record?.outcome === 'tiled' && score !== undefined) {
        const confidences = unpackConfidences(score.confidences);
        const questions = await cutTiles(platform, { run, photo, record, confidences, meter });
        if (questions.length === 0)
          logger.warn('The photo was deleted before its tiles were cut.', { photo: photo.name });
        // A tile is asked about only when its picture is there.
        // Into the queue first: a crash between the two asks once more, never not at all.
        await platform.tables.reviewQueue.addMany(questions);
        await platform.tables.reviews.addMany(questions.map(reviewRecordOf));
        tiles += questions.length;
      }
      report(1);
    };
    const waiting = await unasked(platform, run, photos);
    if (waiting.length < photos.length) report(photos.length - waiting.length);
    await workThrough(
      platform.objects,
      { runId: run.runId, stage, name: photos[0]!.photoId, waiting, inFlight: 1 },
      {
        perform,
        quarantine(photo) {
          logger.error(
            'The program ended each time it cut tiles of this photo: nobody is asked about them.',
            {
              photo: photo.name,
            },
          );
          report(1);
          return Promise.resolve();
        },
      },
    );
    countPhotos(metrics, 'ReviewTiles', tiles);
    countPhotos(metrics, 'ReviewDecodes', meter.decodes);
    return { tiles, decodes: meter.decodes };
  },
});

/** Photos with a tile that nobody is asked about yet. */
async function unasked(
  { tables }: Platform,
  { runId }: Run,
  photos: readonly ReviewLine[],
): Promise<ReviewLine[]> {
  const asked = await tables.reviews.getMany(runId, photos.flatMap(idsOf));
  return photos.filter((photo) => idsOf(photo).some((id) => !asked.has(id)));
}

function idsOf({ photoId, tiles }: ReviewLine): string[] {
  return tiles.map(({ index }) => detectionIdOf(photoId, index));
}
