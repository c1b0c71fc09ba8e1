import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UmbelError } from '#core/errors.ts';
import { filterSightings, isWithin } from '#core/export/filter.ts';
import { liesIn, parsePolygonArea } from '#core/export/polygon-area.ts';
import { sampleSightings } from './sample-sightings.ts';

type Ring = readonly (readonly number[])[];

function box(west: number, south: number, east: number, north: number): Ring {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

const polygon = (...rings: readonly Ring[]) => ({ type: 'Polygon', coordinates: rings });
const feature = (geometry: unknown) => ({ type: 'Feature', properties: { name: 'x' }, geometry });
const areaOf = (geojson: unknown) => parsePolygonArea(JSON.stringify(geojson), 'area.geojson');

describe('an area of polygons', () => {
  it('is the same as a box where the polygon is one', () => {
    const area = areaOf(polygon(box(-3, 10, 5, 20)));
    const edges = { west: -3, south: 10, east: 5, north: 20 };
    const place = fc.record({
      lat: fc.double({ min: 5, max: 25, noNaN: true }),
      lon: fc.double({ min: -10, max: 10, noNaN: true }),
    });
    fc.assert(
      fc.property(place, (one) => {
        expect(liesIn(area, one)).toBe(isWithin(edges, one));
      }),
    );
  });

  it('leaves out holes and takes every polygon of every form', () => {
    const holed = polygon(box(0, 0, 10, 10), box(4, 4, 6, 6));
    const far = { type: 'MultiPolygon', coordinates: [[box(20, 0, 30, 10)], [box(40, 0, 50, 10)]] };
    const all = areaOf({ type: 'FeatureCollection', features: [feature(holed), feature(far)] });
    const inside = [2, 5, 15, 25, 45].map((lon) => liesIn(all, { lat: 5, lon }));
    expect(inside).toEqual([true, false, false, true, true]);
    expect(liesIn(areaOf(feature(holed)), { lat: 2, lon: 2 })).toBe(true);
  });

  it.each([
    { name: 'cut at the antimeridian', rings: [box(179, 0, 180, 1), box(-180, 0, -179, 1)] },
    { name: 'running past 180', rings: [box(179, 0, 181, 1)] },
    { name: 'running past -180', rings: [box(-181, 0, -179, 1)] },
  ])('knows places on both sides of the antimeridian, $name', ({ rings }) => {
    const area = areaOf({ type: 'MultiPolygon', coordinates: rings.map((ring) => [ring]) });
    const inside = [178.5, 179.5, -179.5, -178.5].map((lon) => liesIn(area, { lat: 0.5, lon }));
    expect(inside).toEqual([false, true, true, false]);
  });

  it('filters sightings by their points', () => {
    const area = areaOf(polygon(box(-13, 55.1233, -12, 56)));
    expect(filterSightings(sampleSightings(), { area }).map(({ number }) => number)).toEqual([1, 3]);
  });

  it.each([
    { name: 'no JSON', text: 'polygon', says: /area\.geojson is no GeoJSON/ },
    { name: 'a point', text: '{"type":"Point","coordinates":[1,2]}', says: /type/ },
    {
      name: 'metres instead of degrees',
      text: JSON.stringify(polygon(box(345_000, 6_160_000, 346_000, 6_161_000))),
      says: /degrees/,
    },
    {
      name: 'a ring of two places',
      text: '{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}',
      says: /at least 4/,
    },
    { name: 'no polygon at all', text: '{"type":"FeatureCollection","features":[]}', says: /features/ },
  ])('refuses $name, naming the file', ({ text, says }) => {
    expect(() => parsePolygonArea(text, 'area.geojson')).toThrow(UmbelError);
    expect(() => parsePolygonArea(text, 'area.geojson')).toThrow(says);
  });
});
