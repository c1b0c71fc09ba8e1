import { deflateSync, zstdCompressSync } from 'node:zlib';
import { fromArrayBuffer } from 'geotiff';
import sharp, { type TiffOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import { createRandom } from '#core/simulate/random.ts';
import { useBoundedDecoders } from '#platform/terrain/bounded-decoders.ts';
import { readTerrain } from '#platform/terrain/read-terrain.ts';
import { repacked } from './repack.ts';
import { makeDem } from './make-dem.ts';

useBoundedDecoders();

const [widthPx, heightPx] = [301, 211];

/** Runs, slopes and noise: what fills dictionaries and what does not. */
function picture(noise: number): Uint8Array {
  const random = createRandom(noise + 1);
  return Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, i) =>
    Math.min(255, (Math.floor(i / 700) % 200) + random.next() * noise),
  );
}

async function readBack(tiff: Buffer): Promise<Uint8Array> {
  const image = await (await fromArrayBuffer(new Uint8Array(tiff).buffer)).getImage();
  const raster = await image.readRasters({ interleave: true });
  return Uint8Array.from(raster as Uint8Array);
}

describe('blocks of a TIFF', () => {
  const ways: readonly [string, TiffOptions][] = [
    ['LZW', { compression: 'lzw', predictor: 'none' }],
    ['LZW of differences', { compression: 'lzw', predictor: 'horizontal' }],
    ['LZW in tiles', { compression: 'lzw', tile: true, tileWidth: 64, tileHeight: 48 }],
    ['Deflate', { compression: 'deflate', predictor: 'none' }],
    [
      'Deflate of differences, in tiles',
      { compression: 'deflate', tile: true, tileWidth: 64, tileHeight: 64 },
    ],
    ['PackBits', { compression: 'packbits', predictor: 'none' }],
    ['nothing', { compression: 'none' }],
  ];
  it.each(ways)('packed with %s are what was packed', async (_name, options) => {
    for (const noise of [0, 3, 255]) {
      const pixels = picture(noise);
      const tiff = await sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } })
        .tiff(options)
        .toBuffer();
      expect(Buffer.compare(await readBack(tiff), pixels)).toBe(0);
    }
  });
});

const dem = makeDem({
  cols: 90,
  rows: 70,
  west: 9,
  north: 56,
  cellX: 0.0001,
  cellY: 0.0001,
  epsg: 4326,
  heightM: (x) => x,
});

describe('blocks of a terrain', () => {
  it.each([
    ['Deflate', 8, deflateSync],
    ['Zstandard', 50_000, zstdCompressSync],
  ])('are read from %s', async (_name, compression, pack) => {
    const plain = await readTerrain(dem, 'dem.tif');
    const packed = await readTerrain(repacked(dem, { compression, pack }), 'dem.tif');
    for (const lon of [9.001, 9.0042, 9.0087])
      expect(packed.heightAt(55.997, lon)).toBe(plain.heightAt(55.997, lon));
  });
});
