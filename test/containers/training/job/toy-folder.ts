import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { tilePixels } from '#containers/training/tiles.ts';
import { toyTiles } from '../toy-tiles.ts';

/** A folder of toy tiles as PNG, sorted into classes, from eight places named in their names: `p3_17.png`. */
export async function toyFolder(count: number, seed = 1): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'umbel-tiles-'));
  const tiles = toyTiles(count, seed);
  for (const name of ['hogweed', 'background']) await mkdir(join(dir, name));
  for (let i = 0; i < count; i++) {
    const folder = tiles.labels[i] === 1 ? 'hogweed' : 'background';
    const raw = { width: tiles.tilePx, height: tiles.tilePx, channels: 3 } as const;
    const png = await sharp(tilePixels(tiles, i), { raw }).png().toBuffer();
    await writeFile(join(dir, folder, `p${(i >> 1) % 8}_${i}.png`), png);
  }
  return dir;
}
