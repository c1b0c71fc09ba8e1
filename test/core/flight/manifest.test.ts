import { describe, expect, it } from 'vitest';
import { parseManifest } from '#core/flight/manifest.ts';

const sha256 = 'a'.repeat(64);
const whole = {
  schema: 'umbel.flight/1',
  flightId: 'brighton-beach-2',
  title: 'Brighton Beach',
  operator: 'Å. Ågård',
  notes: 'windy',
  capturedAt: '2024-06-23T16:32:43',
  simulated: false,
  geometry: {
    groundOffsetM: -3.5,
    terrainFile: 'ground/terrain.tif',
    yawOffsetDeg: 12,
    heightAboveGroundM: 40,
    camera: { focalPx: 3665.5, sensorWidthMm: 13.2, focalLengthMm: 8.8 },
  },
  photos: [{ name: 'DCIM/100MEDIA/DJI 0001 ø.JPG', sizeBytes: 0, sha256 }],
  sideFiles: ['DCIM/100MEDIA/DJI_0001.SRT', '.DS_Store'],
} as const;

const parse = (value: unknown) => parseManifest(JSON.stringify(value), 'some/flight.json');
const withPhoto = (change: object) => ({
  ...whole,
  photos: [whole.photos[0], { ...whole.photos[0], ...change }],
});

describe('a manifest', () => {
  it('is read as it was written, with every field', () => {
    expect(parse(whole)).toEqual(whole);
  });

  it('needs nothing but a schema and an id', () => {
    const least = { schema: 'umbel.flight/1', flightId: 'a' };
    expect(parse(least)).toEqual(least);
  });

  it.each<[string, unknown]>([
    ['schema', { ...whole, schema: 'umbel.flight/2' }],
    ['flightId', { ...whole, flightId: undefined }],
    ['flightId', { ...whole, flightId: 'Brighton' }],
    ['flightId', { ...whole, flightId: '-a' }],
    ['flightId', { ...whole, flightId: 'a-' }],
    ['flightId', { ...whole, flightId: 'a/b' }],
    ['flightId', { ...whole, flightId: '..' }],
    ['flightId', { ...whole, flightId: 'a'.repeat(49) }],
    ['title', { ...whole, title: 'x'.repeat(201) }],
    ['operator', { ...whole, operator: 7 }],
    ['notes', { ...whole, notes: 'x'.repeat(4001) }],
    ['capturedAt', { ...whole, capturedAt: 'yesterday' }],
    ['simulated', { ...whole, simulated: 'yes' }],
    ['geometry.groundOffsetM', { ...whole, geometry: { groundOffsetM: 2000 } }],
    ['geometry.terrainFile', { ...whole, geometry: { terrainFile: '../terrain.tif' } }],
    ['geometry.yawOffsetDeg', { ...whole, geometry: { yawOffsetDeg: 200 } }],
    ['geometry.heightAboveGroundM', { ...whole, geometry: { heightAboveGroundM: 1 } }],
    ['geometry.camera.focalPx', { ...whole, geometry: { camera: { focalPx: 0 } } }],
    ['geometry.camera.sensorWidthMm', { ...whole, geometry: { camera: { sensorWidthMm: -1 } } }],
    ['geometry.camera.focalLengthMm', { ...whole, geometry: { camera: { focalLengthMm: '8.8' } } }],
    ['photos', { ...whole, photos: {} }],
    ['photos[1].name', withPhoto({ name: '' })],
    ['photos[1].name', withPhoto({ name: 'x'.repeat(513) })],
    ['photos[1].sizeBytes', withPhoto({ sizeBytes: -1 })],
    ['photos[1].sizeBytes', withPhoto({ sizeBytes: 1.5 })],
    ['photos[1].sha256', withPhoto({ sha256: 'A'.repeat(64) })],
    ['photos[1].sha256', withPhoto({ sha256: 'a'.repeat(63) })],
    ['sideFiles[0]', { ...whole, sideFiles: ['../x'] }],
  ])('with a wrong %s is refused by that name (%#)', (field, value) => {
    expect(() => parse(value)).toThrow(
      expect.objectContaining({
        code: 'flight.manifest-invalid',
        kind: 'bad-input',
        message: expect.stringContaining(`some/flight.json is not a flight manifest: ${field}: `),
      }),
    );
  });

  it.each(['/etc/passwd', '../a.jpg', 'a/../../b.jpg', './a.jpg', 'a//b.jpg', 'a/', '..\\a.jpg', 'a\0.jpg'])(
    'with a photo named %j is refused: it would leave the flight',
    (name) => {
      expect(() => parse(withPhoto({ name }))).toThrow(/photos\[1\]\.name: must/);
    },
  );

  it.each(['...', '..a', 'a..', '.a/b', 'ø/日本.jpg', 'a b.jpg'])('may hold a photo named %j', (name) => {
    expect(parse(withPhoto({ name })).photos?.[1]?.name).toBe(name);
  });

  it.each([
    ['extra', { ...whole, extra: 1 }],
    ['exif', withPhoto({ exif: {} })],
    ['tilt', { ...whole, geometry: { tilt: 1 } }],
  ])('with an unknown field %s is refused: a slip of the pen must not be ignored', (field, value) => {
    expect(() => parse(value)).toThrow(field);
  });

  it.each(['', 'no json', '{"schema":'])(
    'that is not JSON (%j) is refused by the name of the file',
    (text) => {
      expect(() => parseManifest(text, 'some/flight.json')).toThrow(
        expect.objectContaining({
          code: 'flight.manifest-invalid',
          message: expect.stringContaining('some/flight.json is not JSON: '),
        }),
      );
    },
  );

  it('with many mistakes names the first few and counts the rest', () => {
    const wrong = Array.from({ length: 9 }, () => ({ ...whole.photos[0], sizeBytes: -1 }));
    expect(() => parse({ ...whole, photos: wrong })).toThrow(/photos\[2\]\.sizeBytes.*; and 6 more$/s);
  });
});
