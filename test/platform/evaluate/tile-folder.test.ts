import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listTiles } from '#platform/evaluate/tile-folder.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { tileFolder } from './tile-files.ts';

describe('a folder of tiles', () => {
  it('gives its tiles with labels, and groups from their names', async () => {
    const dir = tileFolder();
    mkdirSync(path.join(dir, 'unsure'));
    writeFileSync(path.join(dir, 'hogweed', 'notes.txt'), 'x');
    const { tiles, groupedBy, ignored } = await listTiles(dir);
    expect(tiles).toHaveLength(20);
    expect(tiles[0]).toEqual({
      name: 'background/f0_1.png',
      file: path.join(dir, 'background/f0_1.png'),
      label: 0,
      group: 'f0',
    });
    expect(tiles.at(-1)).toMatchObject({ label: 1, group: 'f1' });
    expect(groupedBy).toBe('names');
    expect(ignored).toEqual(['hogweed/notes.txt', 'unsure']);
  });

  it('takes folders below the classes for groups before names', async () => {
    const dir = temporaryFolder();
    for (const [name, flight] of [
      ['hogweed', 'a'],
      ['background', 'b'],
    ] as const) {
      mkdirSync(path.join(dir, name, flight), { recursive: true });
      writeFileSync(path.join(dir, name, flight, 'x_1.jpg'), '');
    }
    const { tiles, groupedBy } = await listTiles(dir);
    expect(groupedBy).toBe('folders');
    expect(tiles.map(({ group }) => group)).toEqual(['b', 'a']);
  });

  it('has no groups when one tile has none', async () => {
    const dir = tileFolder();
    writeFileSync(path.join(dir, 'hogweed', 'alone.png'), '');
    const { tiles, groupedBy } = await listTiles(dir);
    expect(groupedBy).toBe('nothing');
    expect(tiles.every(({ group }) => group === undefined)).toBe(true);
  });

  it.each<[string, (dir: string) => void, object]>([
    [
      'is not there',
      (dir) => rmSync(dir, { recursive: true }),
      { code: 'tiles.folder-missing', kind: 'not-found' },
    ],
    [
      'holds photos of a flight',
      (dir) => {
        for (const name of ['hogweed', 'background']) rmSync(path.join(dir, name), { recursive: true });
        writeFileSync(path.join(dir, 'DJI_0001.JPG'), '');
      },
      {
        code: 'tiles.folder-invalid',
        message: expect.stringContaining(
          'no folder hogweed and no folder background (it holds DJI_0001.JPG)',
        ),
        hint: expect.stringContaining('umbel run'),
      },
    ],
    [
      'lacks a class',
      (dir) => rmSync(path.join(dir, 'background'), { recursive: true }),
      {
        code: 'tiles.folder-invalid',
        message: expect.stringContaining('no folder background (it holds hogweed)'),
      },
    ],
    [
      'has an empty class',
      (dir) => {
        rmSync(path.join(dir, 'hogweed'), { recursive: true });
        mkdirSync(path.join(dir, 'hogweed'));
      },
      {
        code: 'tiles.class-empty',
        kind: 'bad-input',
        message: expect.stringContaining('hogweed holds no tile'),
      },
    ],
  ])('that %s is refused', async (_, damage, error) => {
    const dir = tileFolder();
    damage(dir);
    await expect(listTiles(dir)).rejects.toMatchObject(error);
  });
});
