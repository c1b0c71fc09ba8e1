import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaOf, filterSightings, isWithin } from '#core/export/filter.ts';
import { sampleSighting, sampleSightings } from './sample-sightings.ts';

describe('filters', () => {
  it('keep all without a wish, and combine wishes', () => {
    const all = sampleSightings();
    expect(filterSightings(all, {})).toEqual(all);
    expect(filterSightings(all, { bands: ['certain', 'possible'] }).map(({ number }) => number)).toEqual([
      1, 3,
    ]);
    expect(
      filterSightings(all, { bands: ['certain', 'possible'], confidenceFrom: 0.7 }).map(
        ({ number }) => number,
      ),
    ).toEqual([1]);
    const area = { west: -13, east: -12, south: 55.1233, north: 56 };
    expect(filterSightings(all, { area }).map(({ number }) => number)).toEqual([1, 3]);
  });

  it('keep at any threshold what a person confirmed', () => {
    const reviewed = (['confirmed', 'unsure', 'unreviewed'] as const).map((review, i) =>
      sampleSighting(i + 1, { confidence: 0.3, review }),
    );
    expect(filterSightings(reviewed, { confidenceFrom: 0.31 }).map(({ number }) => number)).toEqual([1]);
    expect(filterSightings(reviewed, { confidenceFrom: 0.3 })).toHaveLength(3);
  });

  it.each([
    { lon: 179.9, within: true },
    { lon: -179.9, within: true },
    { lon: 0, within: false },
    { lon: -178, within: false },
  ])('know an area across the antimeridian: $lon', ({ lon, within }) => {
    const area = { west: 179, east: -179, south: -90, north: 90 };
    expect(isWithin(area, { lat: 0, lon })).toBe(within);
  });

  it('take the whole world and a hemisphere up to 180', () => {
    expect(isWithin({ west: -180, east: 180, south: -90, north: 90 }, { lat: 3, lon: 77 })).toBe(true);
    const east = { west: 0, east: 180, south: -90, north: 90 };
    expect(isWithin(east, { lat: 0, lon: 179 })).toBe(true);
    expect(isWithin(east, { lat: 0, lon: -1 })).toBe(false);
  });

  it('find an area that holds all its places', () => {
    const place = fc.record({
      lat: fc.double({ min: -89, max: 89, noNaN: true }),
      lon: fc.double({ min: -180, max: 179.999, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 12 }), (places) => {
        const area = areaOf(places)!;
        for (const one of places) expect(isWithin(area, one)).toBe(true);
      }),
    );
    const near = [sampleSighting(1, { lat: 1, lon: 179.5 }), sampleSighting(2, { lat: 2, lon: -179 })];
    expect(areaOf(near)).toEqual({ west: 179.5, south: 1, east: -179, north: 2 });
    expect(areaOf([])).toBeUndefined();
  });
});
