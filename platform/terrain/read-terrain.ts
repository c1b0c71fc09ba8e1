import { fromArrayBuffer, type GeoTIFFImage } from 'geotiff';
import { UmbelError } from '#core/errors.ts';
import type { Terrain } from '#core/geo/terrain.ts';
import { useBoundedDecoders } from './bounded-decoders.ts';
import { checkImage } from './check-image.ts';
import { heightScaleOf } from './height-scale.ts';
import { gridOf } from './terrain-grid.ts';
import { checkTerrainSize, terrainError } from './terrain-error.ts';

useBoundedDecoders();

/** Ground on Earth; what lies outside marks cells without a height in files that do not say so. */
const heightRangeM = { min: -12_000, max: 9_000 };

/**
 * The ground heights of a GeoTIFF: WGS 84, ETRS89 or NAD83 in degrees, or their UTM grids; one band, any type of number.
 * Between the middles of cells heights are straight lines; where a neighbouring cell has no height, there is none.
 * @param file name for error messages
 * @throws UmbelError `terrain.unreadable`, `terrain.too-large`, `terrain.grid-unknown`, `terrain.units-unknown`, `terrain.compression-unknown`
 */
export async function readTerrain(bytes: Uint8Array, file: string): Promise<Terrain> {
  checkTerrainSize(bytes.length, file);
  return readImage(bytes, file).catch((cause: unknown) => {
    // A damaged header shows wherever it is read.
    throw cause instanceof UmbelError ? cause : unreadable(file, cause);
  });
}

async function readImage(bytes: Uint8Array, file: string): Promise<Terrain> {
  const tiff = await fromArrayBuffer(new Uint8Array(bytes).buffer);
  const image = await tiff.getImage();
  await checkImage(image, file);
  const [cols, rows] = [image.getWidth(), image.getHeight()];
  const cellOf = await gridOf(image, file);
  const { scale, offsetM } = await heightScaleOf(image, file);
  const heights = await readHeights(image);
  const highestM = toMetres(heights, { scale, offsetM, missing: image.getGDALNoData() });
  const cell = new Float64Array(2);
  return {
    highestM,
    heightAt(lat, lon) {
      cellOf(lat, lon, cell);
      return between(heights, { cols, rows, x: cell[0]!, y: cell[1]! });
    },
  };
}

async function readHeights(image: GeoTIFFImage): Promise<Float32Array> {
  const [band] = await image.readRasters({ samples: [0], interleave: false });
  return Float32Array.from(band!);
}

function unreadable(file: string, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : String(cause);
  return terrainError('terrain.unreadable', {
    message: `The terrain ${file} cannot be read as a GeoTIFF: ${why}`,
    hint: 'Give a GeoTIFF with ground heights, or take terrainFile out of flight.json.',
    cause,
  });
}

interface Encoding {
  readonly scale: number;
  readonly offsetM: number;
  /** Value of cells without a height. */
  readonly missing: number | null;
}

/** Writes metres in place, NaN where there is no height; returns the highest. */
function toMetres(heights: Float32Array, { scale, offsetM, missing }: Encoding): number {
  const hole = missing === null ? Number.NaN : Math.fround(missing);
  let highestM = -Infinity;
  for (let i = 0; i < heights.length; i++) {
    const raw = heights[i]!;
    const heightM = raw === hole ? Number.NaN : raw * scale + offsetM;
    const isGround = heightM >= heightRangeM.min && heightM <= heightRangeM.max;
    heights[i] = isGround ? heightM : Number.NaN;
    if (isGround && heightM > highestM) highestM = heightM;
  }
  return highestM;
}

interface CellPlace {
  readonly cols: number;
  readonly rows: number;
  /** Cells from the middle of the first. */
  readonly x: number;
  readonly y: number;
}

/** Bilinear interpolation; in the outer half of the outermost cells their own height. */
function between(heights: Float32Array, { cols, rows, x, y }: CellPlace): number | undefined {
  if (!(x >= -0.5 && y >= -0.5 && x <= cols - 0.5 && y <= rows - 0.5)) return undefined;
  const [u, v] = [Math.max(0, Math.min(cols - 1, x)), Math.max(0, Math.min(rows - 1, y))];
  const [left, top] = [Math.floor(u), Math.floor(v)];
  const at = top * cols + left;
  const right = left + 1 < cols ? 1 : 0;
  const down = top + 1 < rows ? cols : 0;
  const above = heights[at]! + (heights[at + right]! - heights[at]!) * (u - left);
  const below = heights[at + down]! + (heights[at + down + right]! - heights[at + down]!) * (u - left);
  const heightM = above + (below - above) * (v - top);
  return Number.isNaN(heightM) ? undefined : heightM;
}
