import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLessonTiles } from '#containers/training/job/lesson-tiles.ts';
import { parseTrainJob, type TrainJobInput } from '#containers/training/job/train-job.ts';
import { toyFolder } from './toy-folder.ts';

let dir: string;
beforeEach(async () => {
  dir = await toyFolder(16);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function read(more: Partial<TrainJobInput> = {}) {
  return readLessonTiles(parseTrainJob({ tiles: dir, out: `${dir}-model`, tilePx: 32, ...more }));
}

describe('readLessonTiles', () => {
  it('reads both classes, with places from the names and a digest that follows the content', async () => {
    const tiles = await read();
    expect([tiles.count, tiles.labels.reduce((sum, label) => sum + label, 0)]).toEqual([16, 8]);
    expect(new Set(tiles.groups).size).toBe(8);
    expect(tiles.groupedBy.from).toBe('names');
    expect(tiles.notes).toEqual([]);
    const [first] = await readdir(join(dir, 'hogweed'));
    await rm(join(dir, 'hogweed', first!));
    expect((await read()).digest).not.toBe(tiles.digest);
  });

  it('says that it resized tiles', async () => {
    expect((await read({ tilePx: 48 })).notes).toEqual(['16 tiles were resized to 48 px.']);
  });

  it('refuses a picture that lies in both classes, by name', async () => {
    const [name] = await readdir(join(dir, 'hogweed'));
    await copyFile(join(dir, 'hogweed', name!), join(dir, 'background', 'again_1.png'));
    await expect(read()).rejects.toMatchObject({
      code: 'training.label-conflict',
      message: expect.stringMatching(/background\/again_1\.png = hogweed\/p/),
    });
  });

  it('names unreadable tiles, and leaves them out only when told to', async () => {
    await writeFile(join(dir, 'hogweed', 'p1_bad.png'), 'no picture');
    await expect(read()).rejects.toMatchObject({ code: 'tiles.unreadable', message: /hogweed\/p1_bad\.png/ });
    const tiles = await read({ skipUnreadable: true });
    expect(tiles.count).toBe(16);
    expect(tiles.notes).toEqual([expect.stringMatching(/^1 tile could not be read: hogweed\/p1_bad\.png/)]);
  });

  it('refuses a class without tiles', async () => {
    await rm(join(dir, 'background'), { recursive: true });
    await mkdir(join(dir, 'background'));
    await expect(read()).rejects.toMatchObject({ code: 'tiles.class-empty' });
  });

  it('takes groups from a file, and refuses one that misses tiles', async () => {
    const names = [...(await readdir(join(dir, 'hogweed'))), ...(await readdir(join(dir, 'background')))];
    const file = join(dir, 'groups.csv');
    await writeFile(file, `file,group\n${names.map((name, i) => `${name},"area ${i % 3}"`).join('\n')}\n`);
    const tiles = await read({ groups: file });
    expect([...new Set(tiles.groups)].sort()).toEqual(['area 0', 'area 1', 'area 2']);
    await writeFile(file, `file,group\n${names[0]},a\n`);
    await expect(read({ groups: file })).rejects.toMatchObject({
      code: 'training.groups-invalid',
      message: /15 tiles/,
    });
  });

  it('takes places from positions in tiles.csv', async () => {
    const names = [...(await readdir(join(dir, 'hogweed'))), ...(await readdir(join(dir, 'background')))];
    const rows = names.map((name, i) => `${name},${55 + (i % 2) * 0.001},12`);
    await writeFile(join(dir, 'tiles.csv'), `file,lat,lon\n${rows.join('\n')}\n`);
    const tiles = await read();
    expect(tiles.groupedBy.from).toBe('positions');
    expect(new Set(tiles.groups).size).toBe(2);
  });
});
