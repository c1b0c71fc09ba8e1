import { describe, expect, it } from 'vitest';
import { assumedGsdM, placePhoto } from '#core/photo/place.ts';
import type { Tiling } from '#core/tiling/tiling.ts';
import { djiXmp, gpsTags, photoBytes } from './photo-bytes.ts';

const size = { widthPx: 5472, heightPx: 3648 };
const metres = { sheet: { tiling: { sizeM: 2.5, overlapM: 0.5 } as Tiling } };
const grid = { sheet: { tiling: { grid: [2, 2] } as Tiling } };

const camera = {
  ...size,
  image: { Make: 'DJI', Model: 'FC6310', Software: 'v01.08.1719' },
  exif: { DateTimeOriginal: '2024:06:23 16:32:43', FocalLengthIn35mmFilm: { short: 24 } },
};
const nadir = (fields: Record<string, string> = {}) =>
  djiXmp({
    RelativeAltitude: '+40.00',
    GimbalYawDegree: '+0.00',
    GimbalPitchDegree: '-90.00',
    GimbalRollDegree: '+0.00',
    FlightYawDegree: '+0.00',
    ...fields,
  });
const placed = photoBytes({ ...camera, gps: gpsTags(56.1, 9.5), xmp: nadir() });

describe('the place of a photo', () => {
  it('is its pose, its outline on the ground, and the size of a pixel there', () => {
    const place = placePhoto(placed, size, metres);
    expect(place).toMatchObject({ camera: 'DJI FC6310', pose: { heightAboveGroundM: 40, pitchDeg: -90 } });
    expect(place.pose?.lat).toBeCloseTo(56.1, 7);
    expect(place.gsdM).toBeCloseTo(40 / place.pose!.focalPx, 9);
    expect(place.capturedAt).toMatch(/^2024-06-23T/);
    expect(place.footprint).toHaveLength(4);
    const lons = place.footprint!.map(([lon]) => lon);
    const widthM = (Math.max(...lons) - Math.min(...lons)) * 111_320 * Math.cos((56.1 * Math.PI) / 180);
    expect(widthM).toBeCloseTo(size.widthPx * place.gsdM!, 0);
  });

  it('follows what the flight says about the ground and the compass', () => {
    const geometry = { groundOffsetM: 10, yawOffsetDeg: 15 };
    const place = placePhoto(placed, size, { ...metres, geometry });
    expect(place.pose).toMatchObject({ heightAboveGroundM: 50, yawDeg: 15 });
  });

  it('is nowhere without coordinates: never at 0,0', () => {
    const place = placePhoto(photoBytes({ ...camera, xmp: nadir() }), size, grid);
    expect(place.flags).toContain('gps.missing');
    expect(place).not.toHaveProperty('pose');
    expect(place).not.toHaveProperty('footprint');
    expect(place).not.toHaveProperty('gsdM');
    expect(place.camera).toBe('DJI FC6310');
  });

  it('of unknown scale is assumed for tilings in metres, and says so', () => {
    const bare = photoBytes(size);
    const place = placePhoto(bare, size, metres);
    expect(place.gsdM).toBe(assumedGsdM);
    expect(place.flags).toContain('scale.assumed');
    expect(placePhoto(bare, size, grid).flags).not.toContain('scale.assumed');
    expect(place).not.toHaveProperty('camera');
    expect(place).not.toHaveProperty('capturedAt');
  });

  it('of a look above the horizon has a pose but no scale of its own', () => {
    const upwards = photoBytes({
      ...camera,
      gps: gpsTags(56.1, 9.5),
      xmp: nadir({ GimbalPitchDegree: '+20.00' }),
    });
    const place = placePhoto(upwards, size, metres);
    expect(place.gsdM).toBe(assumedGsdM);
    expect(place.flags).toContain('scale.assumed');
    expect(new Set(place.flags).size).toBe(place.flags.length);
  });
});
