import { expect, it } from 'vitest';
import { trainedPackageKey, trainingPrefix } from '#core/model/training/training-run.ts';
import { fileObjectStore } from '#platform/local/object-store.ts';
import { trainingsWith } from '#platform/snapshot/trainings.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const store = { objects: fileObjectStore(temporaryFolder()), bucket: 'umbel-work' };
const put = (key: string, text = 'x') => store.objects.put({ bucket: store.bucket, key }, text, 'x');
const learnedFrom = (snapshotId: string) => JSON.stringify({ dataset: { snapshotId } });
const found = (flightId: string, ...snapshotIds: string[]) => trainingsWith(store, { flightId, snapshotIds });

it('finds trainings by the names of tiles and by what their models learned from', async () => {
  await put(`${trainingPrefix('by-tile')}/tiles/hogweed/meadow_0a-grid-2x2-0.jpg`);
  await put(`${trainingPrefix('of-another')}/tiles/hogweed/meadow-2_0a-grid-2x2-0.jpg`);
  await put(`${trainingPrefix('of-another')}/report.html`);
  await put(trainedPackageKey('by-snapshot', 'model.json'), learnedFrom('snapshot-1'));
  await put(trainedPackageKey('by-another', 'model.json'), learnedFrom('snapshot-2'));
  await put(trainedPackageKey('damaged', 'model.json'), '{');
  expect((await found('meadow', 'snapshot-1')).sort()).toEqual(['by-snapshot', 'by-tile']);
  expect(await found('meadow-2')).toEqual(['of-another']);
  expect(await found('mead')).toEqual([]);
});
