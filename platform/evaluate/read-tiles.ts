import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import sharp from 'sharp';
import { UmbelError } from '#core/errors.ts';
import type { TileFile } from './tile-folder.ts';

/** The pixels of some tiles at a model's size. */
export interface ReadTiles {
  /** NHWC bytes, RGB, of those that could be read. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly tiles: readonly TileFile[];
  /** Names of tiles of another size, which were resized. */
  readonly resized: readonly string[];
  readonly unreadable: readonly UnreadableTile[];
}

export interface UnreadableTile {
  readonly name: string;
  readonly problem: string;
}

/** The pixels of the tiles, each `tilePx` squared; those of another size are resized. */
export async function readTiles(files: readonly TileFile[], tilePx: number): Promise<ReadTiles> {
  const limit = pLimit(availableParallelism());
  const read = await limit.map(files, async (tile) => ({ tile, ...(await readTile(tile.file, tilePx)) }));
  const good = read.flatMap(({ tile, data }) => (data === undefined ? [] : [{ tile, data }]));
  const tileBytes = tilePx * tilePx * 3;
  const pixels = new Uint8Array(good.length * tileBytes);
  for (const [i, { data }] of good.entries()) pixels.set(data, i * tileBytes);
  return {
    pixels,
    tiles: good.map(({ tile }) => tile),
    resized: read.filter(({ resized }) => resized).map(({ tile }) => tile.name),
    unreadable: read.flatMap(({ tile, problem }) =>
      problem === undefined ? [] : [{ name: tile.name, problem }],
    ),
  };
}

interface OneTile {
  readonly data?: Uint8Array;
  readonly resized: boolean;
  readonly problem?: string;
}

async function readTile(file: string, tilePx: number): Promise<OneTile> {
  try {
    const image = sharp(file, { limitInputPixels: 100e6 }).removeAlpha().toColourspace('srgb');
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) return { resized: false, problem: `${info.channels} channels in place of 3` };
    if (info.width === tilePx && info.height === tilePx) return { data, resized: false };
    const whole = sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } });
    return { data: await whole.resize(tilePx, tilePx, { fit: 'fill' }).raw().toBuffer(), resized: true };
  } catch (error) {
    return {
      resized: false,
      problem: error instanceof Error ? error.message.split('\n')[0]! : String(error),
    };
  }
}

/** What is thrown where unreadable tiles are not to be left out. */
export function unreadableTiles(dir: string, unreadable: readonly UnreadableTile[]): UmbelError {
  const [first] = unreadable;
  const others = unreadable.slice(1, 10).map(({ name }) => name);
  const more = unreadable.length - 1 - others.length;
  return new UmbelError({
    code: 'tiles.unreadable',
    kind: 'bad-input',
    message:
      `${unreadable.length === 1 ? 'A tile' : `${unreadable.length} tiles`} of ${dir} cannot be read: ${first?.name} (${first?.problem})` +
      `${others.length === 0 ? '' : `, ${others.join(', ')}`}${more > 0 ? ` and ${more} more` : ''}.`,
    hint: 'Mend or remove them, or leave them out with --skip-unreadable.',
    details: { unreadable },
  });
}
