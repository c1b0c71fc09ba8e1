import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degreeLengths } from '#core/geo/ellipsoid.ts';
import { cellIdOf, coverageOf } from '#core/lake/coverage.ts';

const rectangle = (lat: number, lon: number, { north, east }: { north: number; east: number }) => {
  const { latM, lonM } = degreeLengths(lat);
  const [top, right] = [lat + north / latM, lon + east / lonM];
  return {
    photoId: 'a',
    footprint: [
      [lon, lat],
      [right, lat],
      [right, top],
      [lon, top],
    ] as [number, number][],
  };
};

describe('coverage', () => {
  it('has the area of what a photo shows, within the width of a cell along its edge', () => {
    const place = fc.tuple(
      fc.double({ min: -70, max: 70, noNaN: true }),
      fc.double({ min: -179, max: 178, noNaN: true }),
    );
    fc.assert(
      fc.property(
        place,
        fc.integer({ min: 100, max: 600 }),
        fc.integer({ min: 100, max: 600 }),
        ([lat, lon], north, east) => {
          const area = coverageOf([rectangle(lat, lon, { north, east })]).reduce(
            (sum, { areaM2 }) => sum + areaM2,
            0,
          );
          expect(Math.abs(area - north * east)).toBeLessThan(2 * (north + east) * 12);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('counts ground that two photos show once, and says that there were two', () => {
    const photo = rectangle(56, 12, { north: 200, east: 200 });
    const cells = coverageOf([photo, { ...photo, photoId: 'b' }]);
    expect(cells).toHaveLength(coverageOf([photo]).length);
    expect(cells.every(({ photos }) => photos === 2)).toBe(true);
  });

  it('has the same cells in every flight: a place lies in the cell of its id', () => {
    for (const { cellId, lat, lon } of coverageOf([rectangle(-33.4, 151.2, { north: 300, east: 300 })]))
      expect(cellIdOf(lat, lon)).toBe(cellId);
  });

  it('goes on across the antimeridian', () => {
    const cells = coverageOf([rectangle(65, 179.9985, { north: 200, east: 200 })]);
    expect(cells.some(({ lon }) => lon > 179)).toBe(true);
    expect(cells.some(({ lon }) => lon < -179)).toBe(true);
    for (const { cellId, lat, lon } of cells) expect(cellIdOf(lat, lon)).toBe(cellId);
  });

  it('of an outline without area is nothing', () => {
    expect(
      coverageOf([
        {
          photoId: 'a',
          footprint: [
            [12, 56],
            [12, 56],
          ],
        },
      ]),
    ).toEqual([]);
  });
});
