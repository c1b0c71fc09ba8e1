import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoadedPackage } from '#core/model/driver.ts';
import { checkSanity } from '#platform/engines/check-sanity.ts';
import { type EnginePool, openEnginePool } from '#platform/engines/pool.ts';
import { tinyPackage, withManifest } from './tiny-package.ts';

let tiny: LoadedPackage;
let pool: EnginePool;
beforeAll(async () => {
  tiny = await tinyPackage();
  pool = await openEnginePool(tiny, { workers: 1 });
});
afterAll(() => pool.close());

it('passes when the engine gives every tile its confidence', async () => {
  const report = await checkSanity(pool, tiny);
  expect(report).toMatchObject({ ok: true, tiles: 3 });
  expect(Math.abs(report.worst.got - report.worst.expected)).toBeLessThan(1e-5);
});

it('names the tile that is furthest off', async () => {
  const tiles = tiny.manifest.sanity.tiles.map((tile, i) => ({
    ...tile,
    confidence: tile.confidence + (i === 1 ? 0.02 : 0),
  }));
  const shifted = withManifest(tiny, (manifest) => ({ ...manifest, sanity: { tolerance: 0.01, tiles } }));
  const report = await checkSanity(pool, shifted);
  expect(report.ok).toBe(false);
  expect(report.worst.file).toBe('sanity/tile-1.png');
  expect(report.worst.expected - report.worst.got).toBeCloseTo(0.02, 4);
});

it('really looks at the pictures', async () => {
  const black = await sharp({ create: { width: 16, height: 16, channels: 3, background: 'black' } })
    .png()
    .toBuffer();
  const report = await checkSanity(pool, {
    ...tiny,
    files: new Map([...tiny.files, ['sanity/tile-2.png', black] as const]),
  });
  expect(report).toMatchObject({ ok: false, worst: { file: 'sanity/tile-2.png' } });
});

it.each([
  [
    'of another size',
    sharp({ create: { width: 32, height: 16, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
    /32 x 16, not 16 x 16/,
  ],
  ['that is no picture', Promise.resolve(Buffer.from('PNG?')), /unsupported image format/],
])('refuses a tile %s', async (_name, picture, message) => {
  const files = new Map([...tiny.files, ['sanity/tile-0.png', await picture] as const]);
  const checking = checkSanity(pool, { ...tiny, files });
  await expect(checking).rejects.toMatchObject({ code: 'model.sanity-unreadable' });
  await expect(checking).rejects.toThrow(message);
});
