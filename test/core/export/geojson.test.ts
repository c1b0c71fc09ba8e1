import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { writeGeoJson } from '#core/export/geojson.ts';
import { polygonArea } from '#core/sighting/hull.ts';
import { has, readWithOgr } from './foreign-readers.ts';
import {
  sampleContext,
  sampleSighting,
  sampleSightings,
  sightingAcrossAntimeridian,
} from './sample-sightings.ts';

function written(...given: Parameters<typeof writeGeoJson>): FeatureCollection & Record<string, unknown> {
  return JSON.parse(writeGeoJson(...given));
}

describe('GeoJSON', () => {
  it('is a collection of points, then outlines of stands, with a bbox and no crs', () => {
    const collection = written(sampleSightings(), sampleContext);
    expect(collection.features.map(({ properties }) => properties?.['kind'])).toEqual([
      'sighting',
      'sighting',
      'sighting',
      'stand',
    ]);
    expect(collection).not.toHaveProperty('crs');
    expect(collection.bbox).toEqual([-12.7655, 55.123, -12.7653, 55.1236]);
    expect(collection['flight']).toBe('brook-meadow');
    expect(collection).not.toHaveProperty('simulated');
  });

  it('writes 7 decimals, longitude first', () => {
    const [point] = written([sampleSighting(1)], sampleContext).features;
    expect(point?.geometry).toEqual({ type: 'Point', coordinates: [-12.7654322, 55.1234568] });
    expect(point?.properties).toMatchObject({
      confidence: 0.9123,
      uncertaintyM: 1.23,
      uncertainty95M: 2,
      seenIn: 3,
      couldSee: 5,
      plantsAtLeast: 1,
      standAreaM2: null,
    });
  });

  it('closes rings and runs them counter-clockwise', () => {
    const stand = written(sampleSightings(), sampleContext).features.at(-1)!.geometry as Polygon;
    const [ring] = stand.coordinates;
    expect(ring!.at(-1)).toEqual(ring![0]);
    expect(polygonArea(ring!.slice(1).map(([x, y]) => ({ x: x!, y: y! })))).toBeGreaterThan(0);
  });

  it('cuts a stand at the antimeridian and turns the bbox round it', () => {
    const collection = written([sightingAcrossAntimeridian()], sampleContext);
    const stand = collection.features.at(-1)!.geometry as MultiPolygon;
    expect(stand.type).toBe('MultiPolygon');
    const [western, eastern] = stand.coordinates.map(([ring]) => ring!);
    expect(western!.every(([lon]) => lon! >= 179 && lon! <= 180)).toBe(true);
    expect(eastern!.every(([lon]) => lon! <= -179 && lon! >= -180)).toBe(true);
    for (const ring of [western!, eastern!])
      expect(polygonArea(ring.slice(1).map(([x, y]) => ({ x: x!, y: y! })))).toBeGreaterThan(0);
    expect(collection.bbox).toEqual([179.9998, -17.0002, -179.9996, -16.9998]);
  });

  it('marks a simulated flight, and is valid without any sighting', () => {
    const collection = written([], { ...sampleContext, simulated: true });
    expect(collection['simulated']).toBe(true);
    expect(collection.features).toEqual([]);
    expect(collection).not.toHaveProperty('bbox');
  });

  it.skipIf(!has('ogrinfo'))('opens in GDAL', () => {
    const layers = readWithOgr('sightings.geojson', writeGeoJson(sampleSightings(), sampleContext));
    expect(layers).toContain('Feature Count: 4');
    expect(layers).toContain('POINT (-12.7654322 55.1234568)');
    expect(layers).toContain('uncertaintyM (Real) = 1.23');
  });
});
