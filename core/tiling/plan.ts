import { UmbelError } from '../errors.ts';
import type { Tiling } from './tiling.ts';

/** Most tiles of one photo: their packed scores stay well below a table item's 400 kB. */
export const maxTilesPerPhoto = 100_000;

/** What the plan has to know of a photo. */
export interface TiledPhoto {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Metres of ground per photo pixel at the photo's centre; needed for tilings in metres. */
  readonly gsdM?: number;
}

/** Where every tile of one photo lies. Tile i is row `floor(i / cols)`, column `i % cols`. */
export interface TilePlan {
  readonly cols: number;
  readonly rows: number;
  /** Size of a tile in photo pixels; may be fractional. */
  readonly tileWidthPx: number;
  readonly tileHeightPx: number;
  /** Left edge of each column in photo pixels. */
  readonly leftsPx: readonly number[];
  /** Top edge of each row in photo pixels. */
  readonly topsPx: readonly number[];
}

/** A tile's rectangle in photo pixels (edges, not pixel centres). */
export interface PixelBox {
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * The tiles of a photo: all of one size, all inside the photo, every pixel in at least one.
 * Columns and rows that do not fit evenly are moved closer together, never padded.
 * @throws UmbelError `tiling.no-scale` for a tiling in metres without `gsdM`, `tiling.too-fine` above `maxTilesPerPhoto`
 */
export function planTiles(tiling: Tiling, photo: TiledPhoto): TilePlan {
  return 'grid' in tiling ? planGrid(tiling.grid, photo) : planSquares(squareSizePx(tiling, photo), photo);
}

/** The rectangle of tile `index`. */
export function tileBox(plan: TilePlan, index: number): PixelBox {
  const leftPx = plan.leftsPx[index % plan.cols];
  const topPx = plan.topsPx[Math.floor(index / plan.cols)];
  if (leftPx === undefined || topPx === undefined)
    throw new RangeError(`no tile ${index} in ${plan.cols} x ${plan.rows}`);
  return { leftPx, topPx, widthPx: plan.tileWidthPx, heightPx: plan.tileHeightPx };
}

function planGrid([cols, rows]: readonly [number, number], photo: TiledPhoto): TilePlan {
  const tileWidthPx = photo.widthPx / cols;
  const tileHeightPx = photo.heightPx / rows;
  return {
    cols,
    rows,
    tileWidthPx,
    tileHeightPx,
    leftsPx: Array.from({ length: cols }, (_, col) => col * tileWidthPx),
    topsPx: Array.from({ length: rows }, (_, row) => row * tileHeightPx),
  };
}

function squareSizePx(
  tiling: Exclude<Tiling, { grid: unknown }>,
  photo: TiledPhoto,
): { sizePx: number; overlapPx: number } {
  if ('sizePx' in tiling) return tiling;
  if (photo.gsdM === undefined || !(photo.gsdM > 0)) {
    throw new UmbelError({
      code: 'tiling.no-scale',
      kind: 'bad-input',
      message: 'A tiling in metres needs the ground size of a pixel, which this photo does not tell.',
      hint: 'Give heightAboveGroundM in flight.json, or choose a tiling in pixels.',
    });
  }
  return { sizePx: tiling.sizeM / photo.gsdM, overlapPx: tiling.overlapM / photo.gsdM };
}

function planSquares(
  { sizePx, overlapPx }: { sizePx: number; overlapPx: number },
  photo: TiledPhoto,
): TilePlan {
  const size = Math.min(sizePx, photo.widthPx, photo.heightPx);
  const strideMax = size - Math.min(overlapPx, size / 2);
  const cols = countTiles(photo.widthPx, size, strideMax);
  const rows = countTiles(photo.heightPx, size, strideMax);
  if (cols * rows > maxTilesPerPhoto) {
    throw new UmbelError({
      code: 'tiling.too-fine',
      kind: 'bad-input',
      message: `The tiling makes ${cols * rows} tiles of a ${photo.widthPx} x ${photo.heightPx} photo; at most ${maxTilesPerPhoto} are possible.`,
      hint: 'Choose larger tiles.',
    });
  }
  return {
    cols,
    rows,
    tileWidthPx: size,
    tileHeightPx: size,
    leftsPx: spread(photo.widthPx, size, cols),
    topsPx: spread(photo.heightPx, size, rows),
  };
}

/** The fewest tiles that cover `lengthPx` when they begin at most `strideMaxPx` apart. */
function countTiles(lengthPx: number, sizePx: number, strideMaxPx: number): number {
  // The tiny allowance keeps 5472 / 456 at 12 tiles when the quotient comes out as 12.000000000000002.
  return Math.max(1, Math.ceil((lengthPx - sizePx) / strideMaxPx - 1e-9) + 1);
}

/** Starts of `count` tiles, spread evenly from one end of `lengthPx` to the other. */
function spread(lengthPx: number, sizePx: number, count: number): number[] {
  if (count === 1) return [(lengthPx - sizePx) / 2];
  const stride = (lengthPx - sizePx) / (count - 1);
  return Array.from({ length: count }, (_, i) => i * stride);
}
