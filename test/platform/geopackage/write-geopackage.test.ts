import { describe, expect, it } from 'vitest';
import { writeGeoPackage } from '#platform/geopackage/write-geopackage.ts';
import { has } from '../../core/export/foreign-readers.ts';
import {
  sampleContext,
  sampleSighting,
  sampleSightings,
  sightingAcrossAntimeridian,
} from '../../core/export/sample-sightings.ts';
import { readFileWith } from './foreign-readers.ts';

const photos = [
  {
    photoId: 'f'.repeat(20),
    name: 'Überflug "1".jpg',
    outcome: 'scored',
    result: 'empty',
    capturedAt: '2026-07-01T10:05:12+02:00',
    footprint: [
      [-12.77, 55.12],
      [-12.76, 55.12],
      [-12.76, 55.13],
      [-12.77, 55.13],
    ] as const,
  },
  { photoId: 'e', name: 'horizon.jpg', outcome: 'scored', result: 'hogweed', footprint: [] },
];
const input = { sightings: sampleSightings(), photos, context: sampleContext };

/** Everything in the file that the standard speaks of, read by Python's own SQLite. */
const python = `
import json, sqlite3, struct, sys
db = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True)
db.row_factory = sqlite3.Row
rows = lambda sql: [dict(row) for row in db.execute(sql)]
pragma = lambda name: db.execute('PRAGMA ' + name).fetchone()[0]
def geometry(blob):
    magic, version, flags, srs = struct.unpack_from('<2sBBi', blob)
    west, east, south, north = struct.unpack_from('<4d', blob, 8)
    at = 40
    def read(form):
        nonlocal at
        values = struct.unpack_from('<' + form, blob, at); at += struct.calcsize('<' + form)
        return values
    def shape():
        order, kind = read('BI')
        if kind == 1: return list(read('2d'))
        if kind == 3: return [[list(read('2d')) for _ in range(read('I')[0])] for _ in range(read('I')[0])]
        return [shape() for _ in range(read('I')[0])]
    coordinates = shape()
    return {'magic': magic.decode(), 'version': version, 'flags': flags, 'srs': srs, 'bytesLeft': len(blob) - at,
        'envelope': [west, south, east, north], 'coordinates': coordinates}
layers = rows('select * from gpkg_geometry_columns')
print(json.dumps({
    'applicationId': pragma('application_id'), 'userVersion': pragma('user_version'),
    'integrity': pragma('integrity_check'), 'brokenKeys': rows('pragma foreign_key_check'),
    'systems': rows('select srs_id, organization, definition from gpkg_spatial_ref_sys order by srs_id'),
    'contents': rows('select * from gpkg_contents'), 'layers': layers,
    'geometries': {layer['table_name']: [geometry(row[0]) for row in db.execute('select geom from ' + layer['table_name'])] for layer in layers},
    'flight': rows('select * from flight'), 'photos': rows('select photo, photo_id, outcome, result, captured_at from photos'),
}))`;

interface Geometry {
  readonly magic: string;
  readonly version: number;
  readonly flags: number;
  readonly srs: number;
  readonly bytesLeft: number;
  readonly envelope: readonly number[];
  readonly coordinates: unknown;
}

interface Read {
  readonly applicationId: number;
  readonly userVersion: number;
  readonly integrity: string;
  readonly brokenKeys: readonly unknown[];
  readonly systems: readonly { srs_id: number; organization: string; definition: string }[];
  readonly contents: readonly Record<string, unknown>[];
  readonly layers: readonly Record<string, unknown>[];
  readonly geometries: Readonly<Record<'sightings' | 'stands' | 'photos', readonly Geometry[]>>;
  readonly flight: readonly unknown[];
  readonly photos: readonly unknown[];
}

function read(given: Parameters<typeof writeGeoPackage>[0]): Read {
  return JSON.parse(readFileWith('python3', ['-c', python, '{file}'], writeGeoPackage(given))) as Read;
}

describe('a GeoPackage', () => {
  it('is the same bytes for the same run', () => {
    expect(Buffer.compare(writeGeoPackage(input), writeGeoPackage(input))).toBe(0);
  });
});

describe.skipIf(!has('python3'))('a GeoPackage in another SQLite', () => {
  it('says what it is and holds what the standard requires', () => {
    const file = read(input);
    expect(file).toMatchObject({
      applicationId: 0x47504b47,
      userVersion: 10_300,
      integrity: 'ok',
      brokenKeys: [],
    });
    expect(file.systems.map(({ srs_id, organization }) => [srs_id, organization])).toEqual([
      [-1, 'NONE'],
      [0, 'NONE'],
      [4326, 'EPSG'],
    ]);
    expect(file.systems[2]!.definition).toMatch(/^GEOGCS\["WGS 84"/);
    expect(file.contents.map((row) => [row['table_name'], row['data_type'], row['srs_id']])).toEqual([
      ['sightings', 'features', 4326],
      ['stands', 'features', 4326],
      ['photos', 'features', 4326],
      ['flight', 'attributes', null],
    ]);
    expect(new Set(file.contents.map((row) => row['last_change']))).toEqual(
      new Set(['2026-07-02T06:00:00.000Z']),
    );
    expect(
      file.layers.map((row) => [row['table_name'], row['geometry_type_name'], row['z'], row['m']]),
    ).toEqual([
      ['sightings', 'POINT', 0, 0],
      ['stands', 'MULTIPOLYGON', 0, 0],
      ['photos', 'MULTIPOLYGON', 0, 0],
    ]);
  });

  it('writes geometries with header, envelope and WKB, longitude first', () => {
    const { geometries, contents } = read(input);
    for (const geometry of Object.values(geometries).flat())
      expect(geometry).toMatchObject({ magic: 'GP', version: 0, flags: 3, srs: 4326, bytesLeft: 0 });
    expect(geometries.sightings[0]).toMatchObject({
      coordinates: [-12.7654322, 55.1234568],
      envelope: [-12.7654322, 55.1234568, -12.7654322, 55.1234568],
    });
    const [[ring]] = geometries.stands[0]!.coordinates as [[number[][]]];
    expect(ring).toHaveLength(5);
    expect(ring.at(-1)).toEqual(ring[0]);
    expect(geometries.stands[0]!.envelope).toEqual([-12.7655, 55.1234, -12.7653, 55.1236]);
    expect(contents[1]).toMatchObject({ min_x: -12.7655, min_y: 55.1234, max_x: -12.7653, max_y: 55.1236 });
  });

  it('has the outline of every placed photo with its outcome, and the flight', () => {
    const { photos: rows, flight } = read({ ...input, context: { ...sampleContext, simulated: true } });
    // The photo of the horizon has no outline.
    expect(rows).toEqual([
      {
        photo: 'Überflug "1".jpg',
        photo_id: 'f'.repeat(20),
        outcome: 'scored',
        result: 'empty',
        captured_at: '2026-07-01T10:05:12+02:00',
      },
    ]);
    expect(flight).toEqual([
      {
        fid: 1,
        flight_id: 'brook-meadow',
        title: 'Brook & "meadow" <lower>',
        run_id: 'brook-meadow-1',
        model_id: 'meadow-cnn-3c1f0a9b2d4e',
        started_at: '2026-07-02T06:00:00Z',
        simulated: 1,
      },
    ]);
  });

  it('cuts a stand at the antimeridian', () => {
    const { geometries } = read({ ...input, sightings: [sightingAcrossAntimeridian()] });
    const parts = geometries.stands[0]!.coordinates as number[][][][];
    expect(parts).toHaveLength(2);
    expect(parts[0]!.flat().every(([lon]) => lon! >= 179)).toBe(true);
    expect(parts[1]!.flat().every(([lon]) => lon! <= -179)).toBe(true);
  });

  it('is valid without any sighting, and then has no bounds', () => {
    const { contents, geometries, integrity } = read({ ...input, sightings: [], photos: [] });
    expect(integrity).toBe('ok');
    expect(geometries).toEqual({ sightings: [], stands: [], photos: [] });
    for (const row of contents)
      expect([row['min_x'], row['min_y'], row['max_x'], row['max_y']]).toEqual([null, null, null, null]);
  });
});

function ogr(given: Parameters<typeof writeGeoPackage>[0]): string {
  return readFileWith('ogrinfo', ['-ro', '-al', '{file}'], writeGeoPackage(given));
}

describe.skipIf(!has('ogrinfo'))('a GeoPackage in GDAL', () => {
  it('opens without complaint, with every layer and value', () => {
    const text = ogr({
      ...input,
      sightings: [...sampleSightings(), sampleSighting(4, { review: 'rejected' })],
    });
    expect(text).not.toMatch(/warning|error/i);
    for (const layer of ['sightings', 'stands', 'photos', 'flight'])
      expect(text).toContain(`Layer name: ${layer}`);
    expect(text).toContain('POINT (-12.7654322 55.1234568)');
    expect(text).toContain('MULTIPOLYGON (((-12.77 55.12');
    expect(text).toContain('confidence (Real) = 0.9123');
    expect(text).toContain('review (String) = rejected');
    expect(text).toContain('simulated (Integer(Boolean)) = 0');
    expect(text).toContain('ID["EPSG",4326]');
  });

  it('opens without any sighting', () => {
    const text = ogr({ ...input, sightings: [], photos: [] });
    expect(text).not.toMatch(/warning|error/i);
    expect(text.match(/Feature Count: 0/g)).toHaveLength(3);
  });
});
