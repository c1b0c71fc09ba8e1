import { sheetSpecName } from '#core/tiling/sheet.ts';
import { photoBatchSchema } from '#core/flight/run.ts';
import type { PhotoRecord } from '#core/photo/record.ts';
import { workThrough } from '#platform/careful-batch.ts';
import { countPhotos, defineFunction } from '../function.ts';
import { crashedOn, tilePhoto } from './tile-photo.ts';

/** Photos of a call that are worked on side by side: while one is decoded, another is read or stored. */
const photosInFlight = 2;

/**
 * Makes the sheet of every photo of a batch. A bad photo is an outcome, never an error, even one that ends the program;
 * photos that a former attempt finished are not done again.
 */
export const handler = defineFunction({
  event: photoBatchSchema,
  async work({ BatchInput: { run }, Items: photos }, { platform, metrics }) {
    const photoIds = photos.map(({ photoId }) => photoId);
    const done = await platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), photoIds);
    const report = (n: number) =>
      platform.progress.report({ runId: run.runId, stage: 'tile-photos', photos: n });
    const waiting = photos.filter(({ photoId }) => !done.has(photoId));
    const counts = { tiled: 0, quarantined: 0, doneBefore: photos.length - waiting.length };
    if (counts.doneBefore > 0) report(counts.doneBefore);
    const keep = async (record: PhotoRecord) => {
      await platform.tables.photos.put(record);
      counts[record.outcome]++;
      report(1);
    };
    await workThrough(
      platform.objects,
      { runId: run.runId, stage: 'tile-photos', name: photoIds[0]!, waiting, inFlight: photosInFlight },
      {
        perform: async (photo) => keep(await tilePhoto(platform, run, photo)),
        quarantine: (photo) => keep(crashedOn(run, photo)),
      },
    );
    countPhotos(metrics, 'PhotosTiled', counts.tiled);
    countPhotos(metrics, 'PhotosQuarantined', counts.quarantined);
    return counts;
  },
});
