import { beforeAll, expect, it } from 'vitest';
import { openDocumentClient } from '#platform/tables/document-client.ts';
import { type LabelsTable, labelsTable } from '#platform/tables/labels-table.ts';
import { labelOf } from '#test/core/label/sample-labels.ts';
import { startDynalite } from './dynalite.ts';

let labels: LabelsTable;
beforeAll(async () => {
  await startDynalite();
  labels = labelsTable(openDocumentClient(), 'umbel-labels');
});

it('appends, and never over a label that is there', async () => {
  const first = labelOf({ tile: 10 });
  expect(await labels.append(first)).toBe('appended');
  expect(await labels.append({ ...first, answer: 'not-hogweed', who: 'bo' })).toBe('taken');
  const second = labelOf({ tile: 10, seq: 2, withdraws: first.labelId });
  expect(await labels.append(second)).toBe('appended');
  // Another tile whose number begins with the same digit.
  await labels.append(labelOf({ tile: 1, seq: 1 }));
  expect(await labels.history(first)).toEqual([first, second]);
});

it('lists a flight by photo, tiling and tile, or one photo of it', async () => {
  const other = 'f'.repeat(20);
  const made = [
    labelOf({ flightId: 'list', photoId: other, tile: 2 }),
    labelOf({ flightId: 'list', tile: 9 }),
    labelOf({ flightId: 'list', tile: 9, seq: 2 }),
    labelOf({ flightId: 'list', tile: 11 }),
  ];
  await Promise.all(made.map((label) => labels.append(label)));
  expect(await listed()).toEqual([
    ['0', 9, 1],
    ['0', 9, 2],
    ['0', 11, 1],
    ['f', 2, 1],
  ]);
  expect(await listed(other)).toEqual([['f', 2, 1]]);
});

async function listed(photoId?: string): Promise<[string, number, number][]> {
  const found: [string, number, number][] = [];
  for await (const { photoId: photo, tile, seq } of labels.list('list', photoId))
    found.push([photo[0]!, tile, seq]);
  return found;
}
