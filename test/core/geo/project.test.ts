import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degreeLengths } from '#core/geo/ellipsoid.ts';
import { groundPoint } from '#core/geo/locate.ts';
import { gsdM } from '#core/geo/pose.ts';
import { pixelOf, projector } from '#core/geo/project.ts';
import { anyPixel, anyPose, samplePose } from './sample-pose.ts';

/** Metres north and east of the camera. */
function metres(
  pose: ReturnType<typeof samplePose>,
  u: number,
  v: number,
): readonly [north: number, east: number] | undefined {
  const out = new Float64Array(3);
  return projector(pose).offset(u, v, out, 0) ? [out[0] ?? 0, out[1] ?? 0] : undefined;
}

describe('from pixel to ground', () => {
  it('the centre of a photo straight down is below the camera', () => {
    expect(metres(samplePose(), 2736, 1824)).toEqual([0, 0]);
  });

  it.each([
    [0, 10, 0],
    [90, 0, 10],
    [180, -10, 0],
    [-90, 0, -10],
  ])('the top of a photo of yaw %d lies ahead', (yawDeg, north, east) => {
    const [n = 0, e = 0] = metres(samplePose({ yawDeg }), 2736, 1824 - 912) ?? [];
    expect(n).toBeCloseTo(north, 9);
    expect(e).toBeCloseTo(east, 9);
  });

  it('the right edge lies to the right of the heading', () => {
    const [n = 0, e = 0] = metres(samplePose({ yawDeg: 0 }), 2736 + 912, 1824) ?? [];
    expect([n, e]).toEqual([0, 10]);
  });

  it('a camera at -45 degrees looks one height ahead', () => {
    const [n = 0, e = 0] = metres(samplePose({ yawDeg: 30, pitchDeg: -45 }), 2736, 1824) ?? [];
    expect(Math.hypot(n, e)).toBeCloseTo(40, 9);
    expect((Math.atan2(e, n) * 180) / Math.PI).toBeCloseTo(30, 9);
  });

  it('refuses the horizon, what is above it and what is less than a degree below', () => {
    const level = samplePose({ pitchDeg: 0 });
    for (const v of [0, 1824, 1824 + 3648 * Math.tan((0.9 * Math.PI) / 180)]) {
      expect(groundPoint(level, { u: 2736, v })).toEqual({ flag: 'ground.horizon' });
    }
    expect(groundPoint(level, { u: 2736, v: 1824 + 3648 * Math.tan((1.1 * Math.PI) / 180) })).toHaveProperty(
      'lat',
    );
  });

  it('refuses cameras in or below the ground', () => {
    for (const heightAboveGroundM of [0, -5, Number.NaN]) {
      expect(groundPoint(samplePose({ heightAboveGroundM }), { u: 2736, v: 1824 })).toEqual({
        flag: 'ground.horizon',
      });
    }
  });

  it('flags a flat view', () => {
    expect(groundPoint(samplePose({ pitchDeg: -10 }), { u: 2736, v: 1824 })).toMatchObject({
      flags: ['ground.shallow'],
    });
    expect(groundPoint(samplePose({ pitchDeg: -30 }), { u: 2736, v: 1824 })).toMatchObject({ flags: [] });
  });

  it('honours the principal point', () => {
    expect(metres(samplePose({ centre: { xPx: 2700, yPx: 1900 } }), 2700, 1900)).toEqual([0, 0]);
  });

  it('runs on across the antimeridian', () => {
    const point = groundPoint(samplePose({ lon: 179.9999 }), { u: 2736 + 1824, v: 1824 });
    expect('lon' in point && point.lon).toBeCloseTo(179.9999 + 20 / degreeLengths(56.1).lonM - 360, 9);
  });
});

describe('lengths of a degree', () => {
  // Torge, Geodesy, table of WGS 84: 110 574 m and 111 320 m at the equator, 111 694 m at the pole.
  it.each([
    [0, 110_574.27, 111_319.49],
    [45, 111_131.78, 78_846.81],
    [80, 111_659.94, 19_393.5],
  ])('at latitude %d', (lat, latM, lonM) => {
    const lengths = degreeLengths(lat);
    expect(lengths.latM).toBeCloseTo(latM, 0);
    expect(lengths.lonM).toBeCloseTo(lonM, 0);
  });
});

describe('there and back', () => {
  it('from pixel to ground to pixel within a millionth of a pixel', () => {
    let hits = 0;
    fc.assert(
      fc.property(anyPose, anyPixel, (pose, { u, v }) => {
        const camera = projector(pose);
        const place = new Float64Array(2);
        if (!camera.ground(u, v, place, 0)) return;
        hits++;
        const [lat = 0, lon = 0] = place;
        expect(lon >= -180 && lon < 180).toBe(true);
        // Degrees near 180 are 2.8e-14 apart, 3 nanometres: from below 20 m a long lens sees that.
        const tolerancePx = pose.heightAboveGroundM < 20 ? 2e-5 : 1e-6;
        const pixel = new Float64Array(2);
        expect(camera.pixel(lat, lon, pixel, 0)).toBe(true);
        expect(Math.abs((pixel[0] ?? 0) - u)).toBeLessThan(tolerancePx);
        expect(Math.abs((pixel[1] ?? 0) - v)).toBeLessThan(tolerancePx);
      }),
      { numRuns: 3000, seed: 3 },
    );
    expect(hits).toBeGreaterThan(1500);
  });

  it('a place outside the photo, or behind the camera, has no pixel', () => {
    const pose = samplePose({ pitchDeg: -30 });
    expect(pixelOf(pose, { lat: pose.lat - 0.01, lon: pose.lon })).toBeUndefined();
    expect(pixelOf(pose, { lat: pose.lat + 0.0006, lon: pose.lon })).toBeDefined();
    expect(pixelOf(samplePose(), { lat: pose.lat + 0.01, lon: pose.lon })).toBeUndefined();
  });
});

describe('ground size of a pixel', () => {
  it('is height by focal length straight down, and grows with the slant', () => {
    expect(gsdM(samplePose())).toBeCloseTo(40 / 3648, 12);
    expect(gsdM(samplePose({ pitchDeg: -30 }))).toBeCloseTo(80 / 3648, 12);
    expect(gsdM(samplePose({ pitchDeg: 5 }))).toBeUndefined();
  });

  it('agrees with the distance of neighbouring pixels across the view', () => {
    fc.assert(
      fc.property(anyPose, (given) => {
        const { lens: _lens, ...pose } = { ...given, rollDeg: 0 };
        const size = gsdM(pose);
        const [n = 0, e = 0] = metres(pose, 2736, 1824) ?? [];
        const [n2 = 0, e2 = 0] = metres(pose, 2737, 1824) ?? [];
        expect(Math.hypot(n2 - n, e2 - e) / (size ?? 0)).toBeCloseTo(1, 5);
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});

it('projects a million pixels without waste', () => {
  const camera = projector(samplePose({ pitchDeg: -60, yawDeg: 33 }));
  const out = new Float64Array(2);
  let sum = 0;
  const started = performance.now();
  for (let i = 0; i < 1_000_000; i++) {
    camera.ground((i * 7) % 5472, (i * 11) % 3648, out, 0);
    sum += out[0] ?? 0;
  }
  expect(Number.isFinite(sum)).toBe(true);
  expect(performance.now() - started).toBeLessThan(2000);
});
