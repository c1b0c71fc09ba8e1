import { beforeAll, describe, expect, test } from 'vitest';
import { receivesMax } from '#core/work-queue.ts';
import { temporaryFolder } from '../umbel.ts';
import { linesWithout } from './expectations.ts';
import { fly, type Outputs, photos } from './fly.ts';
import { undisturbed } from './undisturbed.ts';

let expected: Outputs;
beforeAll(async () => {
  expected = await undisturbed();
}, 240_000);

/** Id of a photo, as photos.csv says it. */
function photoIdOf(name: string): string {
  const id = new RegExp(`${name}.*?([0-9a-f]{20})`).exec(expected.files['photos.csv'] ?? '')?.[1];
  if (id === undefined) throw new TypeError(`photos.csv has no ${name}`);
  return id;
}

/** What tiles.csv says of the tiles of other photos, up to the confidence. */
function confidences(from: Outputs): string[][] {
  return linesWithout(from, 'tiles.csv', 'DJI_0003.JPG').map((line) => line.split(',').slice(0, 9));
}

describe('a photo that ends the program which has it in hand', { timeout: 240_000 }, () => {
  test('when it is read: it alone is set aside, the others of its batch are scored', async () => {
    const plan = { poison: { stage: 'tile-photos', photos: ['DJI_0003.JPG'] } } as const;
    const { outcome, outputs, marks } = await fly({ home: temporaryFolder(), plan });
    expect(outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(marks.lines('crashes')).toHaveLength(3);
    expect(outputs.files['photos.csv']).toMatch(/^DJI_0003\.JPG,.*quarantined.*photo\.crashes-reader/m);
    expect(outputs.counts).toMatchObject({ photos, scores: photos - 1, events: 1 });
    // Places come from the overlap of all photos; confidences do not.
    expect(confidences(outputs)).toEqual(confidences(expected));
  });

  test('when it is scored: it alone is set aside, all else is as it was', async () => {
    const plan = { poison: { stage: 'score-photos', photos: [photoIdOf('DJI_0003')] } } as const;
    const { outcome, outputs, marks } = await fly({ home: temporaryFolder(), plan });
    expect(outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(marks.lines('crashes')).toHaveLength(3);
    expect(outputs.files['photos.csv']).toMatch(/^DJI_0003\.JPG,.*quarantined.*photo\.crashes-model/m);
    expect(outputs.counts).toMatchObject({ photos, scores: photos - 1, events: 1 });
    expect(linesWithout(outputs, 'photos.csv', 'DJI_0003.JPG')).toEqual(
      linesWithout(expected, 'photos.csv', 'DJI_0003.JPG'),
    );
  });

  test('more such photos in a batch than its message has tries: all of them are found', async () => {
    const names = ['DJI_0001', 'DJI_0003', 'DJI_0004'];
    const plan = { poison: { stage: 'score-photos', photos: names.map(photoIdOf) } } as const;
    const { outcome, outputs, marks } = await fly({ home: temporaryFolder(), plan });
    expect(outcome).toMatchObject({ status: 'SUCCEEDED' });
    const crashes = marks.lines('crashes').length;
    expect(crashes).toBeGreaterThan(receivesMax);
    expect(crashes).toBeLessThanOrEqual(1 + 2 * names.length + 1);
    expect(outputs.files['photos.csv']?.match(/photo\.crashes-model/g)).toHaveLength(names.length);
    expect(outputs.counts).toMatchObject({ photos, scores: photos - names.length });
  });
});
