import type { GeoTIFFImage } from 'geotiff';
import { wrapLon } from '#core/geo/ellipsoid.ts';
import { toUtm, type UtmZone } from '#core/geo/utm.ts';
import { terrainError } from './terrain-error.ts';

/** Writes column and row of a place, counted in cells from the middle of the first cell. */
export type CellOf = (lat: number, lon: number, out: Float64Array) => void;

/** Codes of the GeoTIFF specification, 1.1. */
const model = { projected: 1, geographic: 2 } as const;
const pixelIsPoint = 2;

/** WGS 84, ETRS89 and NAD83 in degrees: the same within a metre, and heights change little within one. */
const degreeSystems: ReadonlySet<number> = new Set([4326, 4258, 4269]);

/**
 * Where places lie in the file's grid.
 * @throws UmbelError `terrain.grid-unknown` for other systems of coordinates, naming them
 */
export async function gridOf(image: GeoTIFFImage, file: string): Promise<CellOf> {
  const keys = image.getGeoKeys();
  const toGrid = await affineOf(image, file);
  // A cell's number is that of its middle; files that count from corners are half a cell off.
  const half = Number(keys?.GTRasterTypeGeoKey) === pixelIsPoint ? 0 : 0.5;
  const system = Number(keys?.GTModelTypeGeoKey);
  const projected = Number(keys?.ProjectedCSTypeGeoKey);
  const geographic = Number(keys?.GeographicTypeGeoKey);
  if (system === model.geographic && degreeSystems.has(geographic)) {
    const middleLon = toGrid.x(image.getWidth() / 2, image.getHeight() / 2);
    return (lat, lon, out) => {
      toGrid.cell(middleLon + wrapLon(lon - middleLon), lat, out);
      out[0]! -= half;
      out[1]! -= half;
    };
  }
  const zone = system === model.projected ? utmZoneOf(projected) : undefined;
  if (zone === undefined) throw unknownGrid(file, system === model.geographic ? geographic : projected);
  return (lat, lon, out) => {
    const { eastM, northM } = toUtm(lat, lon, zone);
    toGrid.cell(eastM, northM, out);
    out[0]! -= half;
    out[1]! -= half;
  };
}

/** The UTM zone of a code of EPSG: WGS 84 north and south, ETRS89, NAD83. */
function utmZoneOf(code: number): UtmZone | undefined {
  const within = (first: number, last: number) => code >= first && code <= last;
  if (within(32_601, 32_660)) return { zone: code - 32_600, isSouth: false };
  if (within(32_701, 32_760)) return { zone: code - 32_700, isSouth: true };
  if (within(25_828, 25_838)) return { zone: code - 25_800, isSouth: false };
  if (within(26_901, 26_923)) return { zone: code - 26_900, isSouth: false };
  return undefined;
}

function unknownGrid(file: string, code: number): Error {
  const named = Number.isFinite(code) && code > 0 && code < 32_767 ? `EPSG:${code}` : 'not named by a code';
  return terrainError('terrain.grid-unknown', {
    message: `The terrain ${file} has a system of coordinates that is not supported: ${named}.`,
    hint: 'Convert it to degrees, for instance with gdalwarp -t_srs EPSG:4326, or to UTM.',
  });
}

interface Affine {
  /** First coordinate of a point of the raster. */
  readonly x: (col: number, row: number) => number;
  /** Writes the point of the raster at a pair of coordinates. */
  readonly cell: (x: number, y: number, out: Float64Array) => void;
}

/** Raster to coordinates and back: x = a col + b row + c, y = d col + e row + f. */
async function affineOf(image: GeoTIFFImage, file: string): Promise<Affine> {
  const [a, b, c, d, e, f] = await coefficientsOf(image, file);
  const determinant = a * e - b * d;
  if (!(Math.abs(determinant) > 0)) throw unplaced(file);
  return {
    x: (col, row) => a * col + b * row + c,
    cell(x, y, out) {
      out[0] = (e * (x - c) - b * (y - f)) / determinant;
      out[1] = (a * (y - f) - d * (x - c)) / determinant;
    },
  };
}

type Coefficients = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

async function coefficientsOf({ fileDirectory }: GeoTIFFImage, file: string): Promise<Coefficients> {
  const numbers = async (tag: 'ModelTransformation' | 'ModelPixelScale' | 'ModelTiepoint') =>
    Array.from((await fileDirectory.loadValue(tag)) ?? [], Number);
  const [a = 0, b = 0, , c = 0, d = 0, e = 0, , f = 0] = await numbers('ModelTransformation');
  if (a !== 0 || b !== 0) return [a, b, c, d, e, f];
  const [scaleX = 0, scaleY = 0] = await numbers('ModelPixelScale');
  const [col = 0, row = 0, , x, y] = await numbers('ModelTiepoint');
  if (x === undefined || y === undefined) throw unplaced(file);
  return [scaleX, 0, x - col * scaleX, 0, -scaleY, y + row * scaleY];
}

function unplaced(file: string): Error {
  return terrainError('terrain.grid-unknown', {
    message: `The terrain ${file} does not say where on Earth it lies.`,
    hint: 'Give a GeoTIFF with coordinates in it; a side file (.tfw) is not read.',
  });
}
