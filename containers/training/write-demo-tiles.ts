/**
 * Writes simulated tiles of scenes as a folder for `umbel train` and `umbel evaluate`, chosen as a flight sees them:
 * node containers/training/write-demo-tiles.ts --first 9000001 --scenes 12 --out DIR
 * The names begin with the scene, so that tiles of one scene stay together.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { makeManySceneTiles } from './simulated/many-scenes.ts';
import { tilePixels } from './tiles.ts';

const { values: args } = parseArgs({
  options: {
    /** Seed of the first scene; training uses seeds from a million times its own seed on. */
    first: { type: 'string', default: '9000001' },
    scenes: { type: 'string', default: '12' },
    tiles: { type: 'string', default: '500' },
    out: { type: 'string' },
  },
});
if (args.out === undefined) throw new TypeError('give --out DIR');
const [first, scenes, each] = [Number(args.first), Number(args.scenes), Number(args.tiles)];
const orders = Array.from({ length: scenes }, (_, i) => ({
  seed: first + i,
  choice: 'survey' as const,
  tiles: each,
}));
const { tiles } = await makeManySceneTiles(orders, (done) =>
  process.stderr.write(`${done} of ${scenes} scenes\n`),
);
for (const name of ['hogweed', 'background']) await mkdir(join(args.out, name), { recursive: true });
const raw = { width: tiles.tilePx, height: tiles.tilePx, channels: 3 } as const;
for (let i = 0; i < tiles.count; i++) {
  const folder = tiles.labels[i] === 1 ? 'hogweed' : 'background';
  const name = `scene${first + Math.floor(i / each)}_${i % each}.png`;
  await sharp(tilePixels(tiles, i), { raw })
    .png()
    .toFile(join(args.out, folder, name));
}
