import pLimit from 'p-limit';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { photoBatchSchema } from '#core/flight/run.ts';
import { countPhotos, defineFunction } from '../function.ts';
import { tilePhoto } from './tile-photo.ts';

/** Photos of a call that are worked on side by side: while one is decoded, another is read or stored. */
const photosInFlight = 2;

/**
 * Makes the sheet of every photo of a batch. A bad photo is an outcome, never an error; photos that a former attempt
 * finished are not done again.
 */
export const handler = defineFunction({
  event: photoBatchSchema,
  async work({ BatchInput: { run }, Items: photos }, { platform, metrics }) {
    const photoIds = photos.map(({ photoId }) => photoId);
    const done = await platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), photoIds);
    const inFlight = pLimit(photosInFlight);
    const counts = { tiled: 0, quarantined: 0, doneBefore: 0 };
    await inFlight.map(photos, async (photo) => {
      if (done.has(photo.photoId)) counts.doneBefore++;
      else {
        const record = await tilePhoto(platform, run, photo);
        await platform.tables.photos.put(record);
        counts[record.outcome]++;
      }
      platform.progress.report({ runId: run.runId, stage: 'tile-photos', photos: 1 });
    });
    countPhotos(metrics, 'PhotosTiled', counts.tiled);
    countPhotos(metrics, 'PhotosQuarantined', counts.quarantined);
    return counts;
  },
});
