import { describe, expect, it } from 'vitest';
import { degreeLengths } from '#core/geo/ellipsoid.ts';
import { groundPoint } from '#core/geo/locate.ts';
import { toUtm } from '#core/geo/utm.ts';
import { readTerrain } from '#platform/terrain/read-terrain.ts';
import { samplePose } from '../../core/geo/sample-pose.ts';
import { makeDem, type DemOptions } from './make-dem.ts';

const zone = { zone: 32, isSouth: false };
const place = { lat: 56.1, lon: 9.5 };
const middle = toUtm(place.lat, place.lon, zone);

/** A square of 400 m around the place, UTM zone 32. */
const utm = (heightM: DemOptions['heightM'], more: Partial<DemOptions> = {}): Uint8Array =>
  makeDem({
    cols: 200,
    rows: 200,
    west: Math.round(middle.eastM) - 200,
    north: Math.round(middle.northM) + 200,
    cellX: 2,
    cellY: 2,
    epsg: 25_832,
    heightM,
    ...more,
  });

/** The same area in degrees. */
const degrees = (heightM: DemOptions['heightM'], more: Partial<DemOptions> = {}): Uint8Array =>
  makeDem({
    cols: 240,
    rows: 240,
    west: place.lon - 0.0036,
    north: place.lat + 0.0024,
    cellX: 0.000_03,
    cellY: 0.000_02,
    epsg: 4326,
    heightM,
    ...more,
  });

/** Planes, in metres of the grid and in degrees. */
const slanted = (x: number, y: number) => 20 + 0.1 * (x - middle.eastM) - 0.05 * (y - middle.northM);
const slantedDegrees = (x: number, y: number) => 20 + 5000 * (x - place.lon) + 3000 * (y - place.lat);
const east = (x: number) => x - middle.eastM;
/** Level ground with a strip without heights. */
const pit = (x: number) => (Math.abs(x - middle.eastM) < 8 ? -9999 : 30);

describe('heights of a terrain file', () => {
  it('lie where a UTM grid says: a plane is met everywhere within it', async () => {
    const terrain = await readTerrain(utm(slanted), 'dem.tif');
    for (const [lat, lon] of [
      [56.1, 9.5],
      [56.1011, 9.4985],
      [56.0987, 9.5022],
    ] as const) {
      const { eastM, northM } = toUtm(lat, lon, zone);
      expect(terrain.heightAt(lat, lon)).toBeCloseTo(slanted(eastM, northM), 2);
    }
    expect(terrain.heightAt(56.11, 9.5)).toBeUndefined();
    expect(terrain.heightAt(56.1, 9.51)).toBeUndefined();
    expect(terrain.highestM).toBeGreaterThan(45);
  });

  it('lie where degrees say, across the antimeridian too', async () => {
    const terrain = await readTerrain(degrees(slantedDegrees), 'dem.tif');
    expect(terrain.heightAt(56.1013, 9.4979)).toBeCloseTo(slantedDegrees(9.4979, 56.1013), 2);
    const far = await readTerrain(
      degrees((x) => 1000 * (x - 179.99), { west: 179.9964 }),
      'dem.tif',
    );
    expect(far.heightAt(56.1, 179.999)).toBeCloseTo(9, 2);
    expect(far.heightAt(56.1, -179.999)).toBeCloseTo(11, 2);
  });

  it('count from the middle of a cell where the file says that its cells are points', async () => {
    const areas = await readTerrain(utm(east), 'dem.tif');
    const points = await readTerrain(utm(east, { more: { GTRasterTypeGeoKey: 2 } }), 'dem.tif');
    const [area = 0, point = 0] = [areas, points].map((terrain) => terrain.heightAt(place.lat, place.lon));
    expect(area).toBeCloseTo(0, 2);
    expect(point).toBeCloseTo(1, 2);
  });

  it('are missing where the file has none', async () => {
    const terrain = await readTerrain(utm(pit, { more: { GDAL_NODATA: '-9999' } }), 'dem.tif');
    expect(terrain.heightAt(place.lat, place.lon)).toBeUndefined();
    expect(terrain.heightAt(place.lat, place.lon + 0.0005)).toBe(30);
    const unsaid = await readTerrain(
      utm((x) => (x < middle.eastM ? -3.4e38 : 12)),
      'dem.tif',
    );
    expect(unsaid.heightAt(place.lat, place.lon - 0.0005)).toBeUndefined();
    expect(unsaid.highestM).toBe(12);
  });

  it.each([
    [
      'a grid that is not supported, by its code',
      utm(() => 1, { epsg: 28_992 }),
      'terrain.grid-unknown',
      'EPSG:28992',
    ],
    ['bytes that are no GeoTIFF', new TextEncoder().encode('heights'), 'terrain.unreadable', 'dem.tif'],
    ['half a file', utm(() => 1).subarray(0, 60_000), 'terrain.unreadable', 'dem.tif'],
    [
      'a picture without a place',
      utm(() => 1, { more: { ModelPixelScale: [0, 0, 0] } }),
      'terrain.grid-unknown',
      'does not say where',
    ],
  ])('are refused for %s', async (_what, bytes, code, words) => {
    await expect(readTerrain(bytes, 'dem.tif')).rejects.toMatchObject({
      code,
      kind: 'bad-input',
      message: expect.stringContaining(words) as unknown,
    });
  });
});

const { latM, lonM } = degreeLengths(place.lat);
/** Ground that jumps from 10 to 30 m, that far north of the camera. */
const step = (atM: number) => degrees((_, y) => ((y - place.lat) * latM < atM ? 10 : 30));

/** Where the middle of a photo that looks 45 degrees ahead meets the ground, metres from below the camera. */
const aheadM = async (bytes: Uint8Array, yawDeg: number): Promise<number> => {
  const terrain = await readTerrain(bytes, 'dem.tif');
  const point = groundPoint(samplePose({ pitchDeg: -45, yawDeg }), { u: 2736, v: 1824 }, { terrain });
  if (!('lat' in point)) throw new Error(point.flag);
  return Math.hypot((point.lat - place.lat) * latM, (point.lon - place.lon) * lonM);
};

describe('rays and a terrain file', () => {
  it('meet a slope within centimetres: 40 - x = x / 4 at 32 m, and 53.33 m downhill', async () => {
    const slope = degrees((_, y) => 50 + ((y - place.lat) * latM) / 4);
    expect(await aheadM(slope, 0)).toBeCloseTo(32, 1);
    expect(await aheadM(slope, 180)).toBeCloseTo(160 / 3, 1);
  });

  it('meet a step of 20 m: before it the ground goes on, behind it the wall is hit', async () => {
    expect(await aheadM(step(60), 0)).toBeCloseTo(40, 1);
    // On top of the step the ray is 20 m above the take-off's ground at 20 m.
    expect(await aheadM(step(10), 0)).toBeCloseTo(20, 1);
    // The wall is as thick as the line between the middles of two cells: 2.2 m.
    expect(Math.abs((await aheadM(step(30), 0)) - 30)).toBeLessThan(1.2);
  });
});
