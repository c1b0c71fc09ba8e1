import { footprint } from '../footprint.ts';
import type { LocalFrame } from '../local-frame.ts';
import type { Pose } from '../pose.ts';
import { projector } from '../project.ts';
import type { Terrain } from '../terrain.ts';
import { localContrast } from './local-contrast.ts';

/** A small grey picture of a whole photo, e.g. 256 pixels wide; rows from the top. */
export interface GreyImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly grey: Uint8Array;
}

/** A grid on the ground that all photos share, column east, row north; each row of a photo is one run of cells. */
export interface GroundGrid {
  readonly cellM: number;
  /** Grid column and row of the first cell. */
  readonly col0: number;
  readonly row0: number;
  readonly cols: number;
  readonly rows: number;
  /** First column of each row that the photo shows, and the one after the last. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A photo laid on the ground. */
export interface GroundRaster extends GroundGrid {
  /** Local contrasts (mean 0, `contrastUnit` strong); 0 where the photo shows nothing. */
  readonly values: Int8Array;
}

/** A photo on the ground in three sizes of cells, each twice the one before. */
export interface GroundPyramid {
  readonly fine: GroundRaster;
  readonly middle: GroundRaster;
  readonly coarse: GroundRaster;
}

/** Grey values of a photo on the ground; 0 where it shows nothing. */
interface GreyRaster extends GroundGrid {
  readonly grey: Uint8Array;
}

/** Largest raster: a photo that looks far ahead is cut, never a reason to run out of memory. */
const maxCells = 800 * 800;
/** Fine cells along each side of a coarse one. */
const coarseStep = 4;

export interface PhotoOnGround {
  readonly image: GreyImage;
  readonly pose: Pose;
  readonly frame: LocalFrame;
  /** Ground heights; absent: level ground. */
  readonly terrain?: Terrain | undefined;
}

/**
 * The photo on the ground, or undefined when it shows none or far too much.
 * @param cellM size of a fine cell
 */
export function groundPyramid(photo: PhotoOnGround, cellM: number): GroundPyramid | undefined {
  const grid = gridOf(photo, cellM);
  if (grid === undefined) return undefined;
  const fine = sampled(photo, grid);
  const middle = halved(fine);
  const coarse = halved(middle);
  return { fine: contrasted(fine), middle: contrasted(middle), coarse: contrasted(coarse) };
}

/** The cells around the photo's outline, whole coarse ones. */
function gridOf({ pose, frame, terrain }: PhotoOnGround, cellM: number): GroundGrid | undefined {
  const outline = footprint(pose, undefined, terrain)?.ring;
  if (outline === undefined) return undefined;
  const unit = coarseStep * cellM;
  const easts = outline.map(([lon]) => frame.eastM(lon) / unit);
  const norths = outline.map(([, lat]) => frame.northM(lat) / unit);
  const col0 = coarseStep * Math.floor(Math.min(...easts));
  const row0 = coarseStep * Math.floor(Math.min(...norths));
  const cols = coarseStep * Math.ceil(Math.max(...easts)) - col0;
  const rows = coarseStep * Math.ceil(Math.max(...norths)) - row0;
  if (!(cols > 2 * coarseStep && rows > 2 * coarseStep && cols * rows <= maxCells)) return undefined;
  return {
    cellM,
    col0,
    row0,
    cols,
    rows,
    starts: new Int32Array(rows).fill(cols),
    ends: new Int32Array(rows),
  };
}

/** The grey values at the middles of the cells. */
function sampled({ image, pose, frame, terrain }: PhotoOnGround, grid: GroundGrid): GreyRaster {
  const { cellM, col0, row0, cols, rows, starts, ends } = grid;
  const camera = projector(pose, terrain);
  const pixel = new Float64Array(2);
  const scaleX = image.widthPx / pose.widthPx;
  const scaleY = image.heightPx / pose.heightPx;
  const grey = new Uint8Array(cols * rows);
  const lons = Float64Array.from({ length: cols }, (_, col) => frame.lon((col0 + col + 0.5) * cellM));
  for (let row = 0; row < rows; row++) {
    const lat = frame.lat((row0 + row + 0.5) * cellM);
    let [first, last] = [cols, -1];
    for (let col = 0; col < cols; col++) {
      if (!camera.pixel(lat, lons[col]!, pixel, 0)) continue;
      const value = bilinear(image, pixel[0]! * scaleX - 0.5, pixel[1]! * scaleY - 0.5);
      if (value < 0) continue;
      grey[row * cols + col] = value;
      if (last < 0) first = col;
      last = col;
    }
    starts[row] = first;
    ends[row] = last + 1;
  }
  return { ...grid, grey };
}

/** Grey value between pixel centres, rounded, or -1 outside. */
function bilinear({ widthPx, heightPx, grey }: GreyImage, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left >= widthPx - 1 || top >= heightPx - 1) return -1;
  const at = top * widthPx + left;
  const shareX = x - left;
  const above = grey[at]! * (1 - shareX) + grey[at + 1]! * shareX;
  const below = grey[at + widthPx]! * (1 - shareX) + grey[at + widthPx + 1]! * shareX;
  return Math.round(above + (below - above) * (y - top));
}

/** The raster with cells twice as large: means of four, where the photo shows all of them. */
function halved(fine: GreyRaster): GreyRaster {
  const [cols, rows] = [fine.cols >> 1, fine.rows >> 1];
  const grey = new Uint8Array(cols * rows);
  const starts = new Int32Array(rows);
  const ends = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const above = 2 * row * fine.cols;
    const below = above + fine.cols;
    starts[row] = (Math.max(fine.starts[2 * row]!, fine.starts[2 * row + 1]!) + 1) >> 1;
    ends[row] = Math.min(fine.ends[2 * row]!, fine.ends[2 * row + 1]!) >> 1;
    for (let col = starts[row]!; col < ends[row]!; col++) {
      const [a, b] = [above + 2 * col, below + 2 * col];
      grey[row * cols + col] =
        (fine.grey[a]! + fine.grey[a + 1]! + fine.grey[b]! + fine.grey[b + 1]! + 2) >> 2;
    }
  }
  return {
    cellM: 2 * fine.cellM,
    col0: fine.col0 / 2,
    row0: fine.row0 / 2,
    cols,
    rows,
    grey,
    starts,
    ends,
  };
}

function contrasted({ grey, ...grid }: GreyRaster): GroundRaster {
  return { ...grid, values: localContrast(grid, grey) };
}
