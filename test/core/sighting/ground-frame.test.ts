import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  eastM,
  groundFrameAt,
  groundFrameOf,
  northM,
  placeOf,
  wrapDeg,
} from '#core/sighting/ground-frame.ts';

describe('ground frame', () => {
  // Lengths of a degree on WGS84. Source: https://en.wikipedia.org/wiki/Geographic_coordinate_system, table "Length of a degree".
  it.each([
    { lat: 0, northKm: 110.574, eastKm: 111.32 },
    { lat: 30, northKm: 110.852, eastKm: 96.486 },
    { lat: 60, northKm: 111.412, eastKm: 55.8 },
    { lat: 75, northKm: 111.618, eastKm: 28.902 },
  ])('knows how long a degree is at latitude $lat', ({ lat, northKm, eastKm }) => {
    const frame = groundFrameAt(lat, 12);
    expect(northM(frame, lat + 1) / 1000).toBeCloseTo(northKm, 2);
    expect(eastM(frame, 13) / 1000).toBeCloseTo(eastKm, 2);
  });

  it('takes a place to metres and back, across the antimeridian and near the poles', () => {
    const degrees = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: -84, max: 84, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        degrees,
        degrees,
        (lat, lon, dLat, dLon) => {
          const frame = groundFrameAt(lat, lon);
          const place = { lat: lat + dLat * 0.1, lon: wrapDeg(lon + dLon * 0.1) };
          const back = placeOf(frame, eastM(frame, place.lon), northM(frame, place.lat));
          expect(back.lat).toBeCloseTo(place.lat, 9);
          expect(Math.abs(wrapDeg(back.lon - place.lon))).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it('lies in the middle of places on both sides of the antimeridian', () => {
    const frame = groundFrameOf([
      { lat: 10, lon: 179.99 },
      { lat: 12, lon: -179.97 },
    ]);
    expect(frame.originLat).toBe(11);
    expect(Math.abs(wrapDeg(frame.originLon - -179.99))).toBeLessThan(1e-6);
    expect(eastM(frame, -179.97)).toBeGreaterThan(0);
    expect(eastM(frame, 179.99)).toBeLessThan(0);
  });
});
