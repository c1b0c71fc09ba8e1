import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvStyleOf, filterOf, remarkOnArea, type ExportFlags } from '#cli/export/flags.ts';
import { exitCodeOf } from '#core/errors.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

const csv = { format: 'csv' } as const;
const folder = temporaryFolder();

function file(name: string, text: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
}

const square = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0],
];

describe('a box with west above east', () => {
  it.each([
    ['-12,55,-13,56', '--area -13,55,-12,56'],
    ['9.51,56.09,9.49,56.11', '--area 9.49,56.09,9.51,56.11'],
  ])('%s is told to go round the Earth, with the box that was meant', async (area, meant) => {
    expect(remarkOnArea(await filterOf({ ...csv, area }))).toContain(`round the Earth`);
    expect(remarkOnArea(await filterOf({ ...csv, area }))).toContain(meant);
  });

  it.each(['179,-18,-179,-16', '-13,55,-12,56', '-180,-90,180,90'])(
    '%s is nothing to remark on',
    async (area) => {
      expect(remarkOnArea(await filterOf({ ...csv, area }))).toBeUndefined();
    },
  );
});

describe('filters as people type them', () => {
  it('restrict nothing by themselves', async () => {
    expect(await filterOf(csv)).toEqual({});
    expect(csvStyleOf(csv)).toEqual({});
  });

  it('are lists of names, a number, a box or a file', async () => {
    expect(
      await filterOf({ ...csv, band: 'certain, probable', review: 'confirmed', confidence: '0.85' }),
    ).toEqual({ bands: ['certain', 'probable'], reviews: ['confirmed'], confidenceFrom: 0.85 });
    expect(await filterOf({ ...csv, area: '-12.5,55,-12.25,56' })).toEqual({
      area: { west: -12.5, south: 55, east: -12.25, north: 56 },
    });
    const polygon = JSON.stringify({ type: 'Polygon', coordinates: [square] });
    const { area } = await filterOf({ ...csv, area: file('area,1,2,3.geojson', polygon) });
    expect(area).toMatchObject({ polygons: [[expect.arrayContaining([{ x: 1, y: 0 }])]] });
  });

  it('may span the antimeridian', async () => {
    expect(await filterOf({ ...csv, area: '179,-18,-179,-16' })).toEqual({
      area: { west: 179, south: -18, east: -179, north: -16 },
    });
  });

  it.each([
    { flags: { band: 'sure' }, says: /--band sure: there is no sure/ },
    { flags: { band: '' }, says: /no empty name/ },
    { flags: { review: 'confirmed,perhaps' }, says: /no perhaps/ },
    { flags: { confidence: '80%' }, says: /--confidence 80% is no number from 0 to 1/ },
    { flags: { confidence: '1.5' }, says: /1\.5/ },
    { flags: { confidence: '' }, says: /no number/ },
    { flags: { area: '1,2,3' }, says: /neither W,S,E,N in degrees nor a file/ },
    { flags: { area: '10,60,12,50' }, says: /south not above north/ },
    { flags: { area: '10,-95,12,50' }, says: /no part of the Earth/ },
    { flags: { area: 'no-such.geojson' }, says: /no-such\.geojson/ },
  ])('are refused with the offending value: $flags', async ({ flags, says }) => {
    const error = await filterOf({ ...csv, ...flags }).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(says);
    expect(exitCodeOf(error)).toBe(2);
  });

  it('name the file that is no area', async () => {
    const place = file('point.geojson', '{"type":"Point","coordinates":[1,2]}');
    await expect(filterOf({ ...csv, area: place })).rejects.toThrow(
      /point\.geojson is no GeoJSON with polygons/,
    );
  });
});

describe('the style of a table', () => {
  it.each([
    { typed: ';', delimiter: ';' },
    { typed: 'tab', delimiter: '\t' },
    { typed: '\t', delimiter: '\t' },
    { typed: ',', delimiter: ',' },
  ])('knows the delimiter $typed', ({ typed, delimiter }) => {
    expect(csvStyleOf({ ...csv, delimiter: typed })).toEqual({ delimiter });
  });

  it.each<{ flags: ExportFlags; says: RegExp }>([
    { flags: { ...csv, delimiter: '|' }, says: /--delimiter \|/ },
    { flags: { ...csv, decimalComma: true }, says: /another delimiter than the comma/ },
    { flags: { ...csv, delimiter: ',', decimalComma: true }, says: /another delimiter/ },
    { flags: { format: 'kml', delimiter: ';' }, says: /for --format csv, not kml/ },
  ])('is refused where it would make an unreadable file: $flags', ({ flags, says }) => {
    expect(() => csvStyleOf(flags)).toThrow(says);
  });
});
