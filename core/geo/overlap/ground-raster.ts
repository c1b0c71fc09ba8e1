import { footprint } from '../footprint.ts';
import type { LocalFrame } from '../local-frame.ts';
import type { Pose } from '../pose.ts';
import { projector } from '../project.ts';

/** A small grey picture of a whole photo, e.g. 256 pixels wide; rows from the top. */
export interface GreyImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly grey: Uint8Array;
}

/**
 * A photo laid on the ground: cells of a grid that all photos share, column east, row north.
 * Values are local contrasts (mean 0, about 1 strong); cells that the photo does not show have mask 0 and value 0.
 */
export interface GroundRaster {
  readonly cellM: number;
  /** Grid column and row of the first cell. */
  readonly col0: number;
  readonly row0: number;
  readonly cols: number;
  readonly rows: number;
  readonly values: Float32Array;
  readonly mask: Uint8Array;
  /** First column of each row that the photo shows, and the one after the last. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Largest raster: a photo that looks far ahead is cut, never a reason to run out of memory. */
const maxCells = 400 * 400;
/** Cells on each side over which the contrast is taken: what is larger (light, shadow of clouds) is not compared. */
const contrastRadius = 6;
/** Grey levels below which a difference is noise. */
const noiseGrey = 5;

/** The photo on the ground, or undefined when it shows none or far too much. */
export function groundRaster(
  image: GreyImage,
  pose: Pose,
  frame: LocalFrame,
  cellM: number,
): GroundRaster | undefined {
  const outline = footprint(pose)?.ring;
  if (outline === undefined) return undefined;
  const easts = outline.map(([lon]) => frame.eastM(lon) / cellM);
  const norths = outline.map(([, lat]) => frame.northM(lat) / cellM);
  const col0 = Math.ceil(Math.min(...easts));
  const row0 = Math.ceil(Math.min(...norths));
  const cols = Math.floor(Math.max(...easts)) - col0 + 1;
  const rows = Math.floor(Math.max(...norths)) - row0 + 1;
  if (!(cols > 2 && rows > 2 && cols * rows <= maxCells)) return undefined;
  const raster: GroundRaster = {
    cellM,
    col0,
    row0,
    cols,
    rows,
    values: new Float32Array(cols * rows),
    mask: new Uint8Array(cols * rows),
    starts: new Int32Array(rows).fill(cols),
    ends: new Int32Array(rows),
  };
  sample(raster, image, pose, frame);
  return { ...raster, values: localContrast(raster) };
}

function sample(raster: GroundRaster, image: GreyImage, pose: Pose, frame: LocalFrame): void {
  const { cellM, col0, row0, cols, rows, values, mask, starts, ends } = raster;
  const camera = projector(pose);
  const pixel = new Float64Array(2);
  const scaleX = image.widthPx / pose.widthPx;
  const scaleY = image.heightPx / pose.heightPx;
  const lons = Array.from({ length: cols }, (_, col) => frame.lon((col0 + col) * cellM));
  for (let row = 0; row < rows; row++) {
    const lat = frame.lat((row0 + row) * cellM);
    for (let col = 0; col < cols; col++) {
      if (!camera.pixel(lat, lons[col] ?? 0, pixel, 0)) continue;
      const grey = bilinear(image, (pixel[0] ?? 0) * scaleX - 0.5, (pixel[1] ?? 0) * scaleY - 0.5);
      if (grey < 0) continue;
      values[row * cols + col] = grey;
      mask[row * cols + col] = 1;
      starts[row] = Math.min(starts[row] ?? col, col);
      ends[row] = col + 1;
    }
  }
}

/** Grey value between pixel centres, or -1 outside. */
function bilinear({ widthPx, heightPx, grey }: GreyImage, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left >= widthPx - 1 || top >= heightPx - 1) return -1;
  const at = top * widthPx + left;
  const shareX = x - left;
  const above = (grey[at] ?? 0) * (1 - shareX) + (grey[at + 1] ?? 0) * shareX;
  const below = (grey[at + widthPx] ?? 0) * (1 - shareX) + (grey[at + widthPx + 1] ?? 0) * shareX;
  return above + (below - above) * (y - top);
}

/** Difference to the mean of the surroundings in their standard deviations: light and season fall out. */
function localContrast({ cols, rows, values, mask }: GroundRaster): Float32Array {
  const sums = integral(cols, rows, values);
  const squares = integral(
    cols,
    rows,
    values.map((value) => value * value),
  );
  const counts = integral(cols, rows, mask);
  const contrast = new Float32Array(cols * rows);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const at = row * cols + col;
      if (mask[at] === 0) continue;
      const box = {
        left: Math.max(0, col - contrastRadius),
        right: Math.min(cols, col + contrastRadius + 1),
        top: Math.max(0, row - contrastRadius),
        bottom: Math.min(rows, row + contrastRadius + 1),
      };
      const count = boxSum(counts, cols, box);
      const mean = boxSum(sums, cols, box) / count;
      const deviation = Math.sqrt(Math.max(0, boxSum(squares, cols, box) / count - mean * mean));
      contrast[at] = ((values[at] ?? 0) - mean) / (deviation + noiseGrey);
    }
  }
  return contrast;
}

/** Summed-area table with a border of zeros. Source: Crow 1984, Summed-Area Tables for Texture Mapping. */
function integral(cols: number, rows: number, values: ArrayLike<number>): Float64Array {
  const table = new Float64Array((cols + 1) * (rows + 1));
  for (let row = 0; row < rows; row++) {
    let line = 0;
    for (let col = 0; col < cols; col++) {
      line += values[row * cols + col] ?? 0;
      table[(row + 1) * (cols + 1) + col + 1] = (table[row * (cols + 1) + col + 1] ?? 0) + line;
    }
  }
  return table;
}

interface CellBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxSum(table: Float64Array, cols: number, { left, right, top, bottom }: CellBox): number {
  const width = cols + 1;
  const far = (table[bottom * width + right] ?? 0) - (table[bottom * width + left] ?? 0);
  return far - (table[top * width + right] ?? 0) + (table[top * width + left] ?? 0);
}
