import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { LabelledTiles } from './tiles.ts';

const headerSchema = z.object({ count: z.int(), tilePx: z.int(), hasLocations: z.boolean() });

/** Nothing; the tiles lie in one file: a line of JSON, labels, pixels, places. */
export async function writeTiles(file: string, tiles: LabelledTiles): Promise<void> {
  const { count, tilePx, labels, pixels, locations } = tiles;
  const header = Buffer.from(`${JSON.stringify({ count, tilePx, hasLocations: locations !== undefined })}\n`);
  const places = locations === undefined ? [] : [new Uint8Array(Float32Array.from(locations).buffer)];
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, Buffer.concat([header, labels, pixels, ...places]));
}

/** The tiles of `writeTiles`; undefined when there is no such file or it is not whole. */
export async function readTiles(file: string): Promise<LabelledTiles | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const end = bytes.indexOf('\n') + 1;
  const { count, tilePx, hasLocations } = headerSchema.parse(JSON.parse(bytes.toString('utf8', 0, end)));
  const sizes = [count, count * tilePx * tilePx * 3, hasLocations ? count * 8 : 0];
  if (bytes.length !== end + sizes.reduce((sum, size) => sum + size, 0)) return undefined;
  const [labels, pixels] = [
    bytes.subarray(end, end + count),
    bytes.subarray(end + count, end + count + sizes[1]!),
  ];
  const tiles = { count, tilePx, labels: Uint8Array.from(labels), pixels: Uint8Array.from(pixels) };
  if (!hasLocations) return tiles;
  return {
    ...tiles,
    locations: new Float32Array(Uint8Array.from(bytes.subarray(end + count + sizes[1]!)).buffer),
  };
}
