import { describe, expect, it } from 'vitest';
import { prepareAreas } from '#core/lake/areas.ts';
import { parseParishes } from '#core/lake/parishes.ts';

const ring = (west: number, south: number) => [
  [west, south],
  [west + 1, south],
  [west + 1, south + 1],
  [west, south + 1],
  [west, south],
];
const area = (name: unknown, coordinates: unknown = [ring(9, 55)], type = 'Polygon') => ({
  type: 'Feature',
  properties: { name, NAVN: 'Føvling' },
  geometry: { type, coordinates },
});
const collection = (features: unknown[], more: object = {}) =>
  JSON.stringify({ type: 'FeatureCollection', ...more, features });
const crs = (name: string) => ({ crs: { type: 'name', properties: { name } } });

describe('outlines of areas', () => {
  it('come out with name and outline alone, as every run reads them', () => {
    const two = [area(' Nim '), area('Føvling', [[ring(10, 55)], [ring(12, 55)]], 'MultiPolygon')];
    const prepared = prepareAreas(`\uFEFF${collection(two, crs('urn:ogc:def:crs:OGC:1.3:CRS84'))}`, 'a.json');
    expect(prepared).toMatchObject({ polygons: 2, names: ['Føvling', 'Nim'], box: [9, 55, 13, 56] });
    const parishAt = parseParishes(prepared.text, 'a.json');
    expect(parishAt({ lat: 55.5, lon: 9.5 })).toBe('Nim');
    expect(parishAt({ lat: 55.5, lon: 12.5 })).toBe('Føvling');
    expect(parishAt({ lat: 55.5, lon: 11.5 })).toBeNull();
    expect(prepared.text).not.toContain('NAVN');
  });

  it('take their names from the property that is said', () => {
    expect(prepareAreas(collection([area(1)]), 'a.json', 'NAVN').names).toEqual(['Føvling']);
  });

  it('may run past 180 degrees', () => {
    const { text } = prepareAreas(collection([area('Taveuni', [ring(179.5, -17)])]), 'a.json');
    expect(parseParishes(text, 'a.json')({ lat: -16.5, lon: -179.7 })).toBe('Taveuni');
  });

  it.each([
    ['{"type": "Feat', /a\.json is no JSON/, /cut off/],
    ['[]', /a\.json is no GeoJSON FeatureCollection/, /GeoJSON/],
    [collection([]), /holds no area/, /polygons/],
    [collection([area('x')], crs('urn:ogc:def:crs:EPSG::25832')), /EPSG::25832/, /EPSG:4326/],
    [collection([area('x', [ring(512_000, 6_200_000)])]), /x\) lies at 512000, 6200000/, /ogr2ogr/],
    [collection([area(7)]), /Area 1 of a\.json has no name/, /--name-property.*NAVN \(Føvling\)/],
    [collection([area('')]), /property name is ""/, /NAVN/],
    [collection([{ ...area('x'), geometry: null }]), /x\) has no outline/, /Draw it/],
    [collection([area('x', [9, 55], 'Point')]), /x\) is a Point/, /polygons/],
    [collection([area('x', [ring(9, 55).slice(0, 4)])]), /not closed/, /cut off/],
    [collection([area('x', [[9, 55]])]), /a\.json \(x\)/, /polygons/],
    [collection([area('x', [Array.from({ length: 4 }, () => [9, 55])])]), /around no ground/, /Draw it/],
    [collection([area('x', [ring(9, 95)])]), /latitudes are degrees/, /WGS 84/],
  ])('refuse %s', (text, message, hint) => {
    const prepared = () => prepareAreas(text, 'a.json');
    expect(prepared).toThrow(message);
    expect(prepared).toThrow(
      expect.objectContaining({ kind: 'bad-input', hint: expect.stringMatching(hint) as string }),
    );
  });
});
