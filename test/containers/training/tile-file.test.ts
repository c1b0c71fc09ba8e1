import { readFile, rm, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readTiles, writeTiles } from '#containers/training/tile-file.ts';
import { toyTiles } from './toy-tiles.ts';

let file: string;
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'umbel-tile-file-')), 'lot', 'a.tiles');
});
afterEach(() => rm(join(file, '../..'), { recursive: true, force: true }));

it('gives back what was written, with and without places', async () => {
  const { locations, ...plain } = toyTiles(7, 1);
  await writeTiles(file, plain);
  expect(await readTiles(file)).toEqual(plain);
  await writeTiles(file, { ...plain, locations });
  expect(await readTiles(file)).toEqual({ ...plain, locations });
});

it('knows nothing of a file that is missing or cut short', async () => {
  expect(await readTiles(file)).toBeUndefined();
  await writeTiles(file, toyTiles(3, 1));
  await writeFile(file, (await readFile(file)).subarray(0, -1));
  expect(await readTiles(file)).toBeUndefined();
});
