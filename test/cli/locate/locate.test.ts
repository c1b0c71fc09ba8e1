import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { locateCommand, parsePixel } from '#cli/locate/command.ts';
import { exitCodeOf } from '#core/errors.ts';
import { djiXmp, gpsTags, photoBytes } from '../../core/photo/photo-bytes.ts';
import { makeDem } from '../../platform/terrain/make-dem.ts';

const dir = mkdtempSync(join(tmpdir(), 'umbel-locate-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** Writes a file and returns its path. */
function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(dir, name), content);
  return join(dir, name);
}

const xmp = djiXmp({
  RelativeAltitude: '+40',
  GimbalYawDegree: '0',
  GimbalPitchDegree: '-90',
  GimbalRollDegree: '0',
  FlightYawDegree: '1',
});
const image = { Make: 'DJI', Model: 'FC6310', Software: 'v01.08.1719' };
const exif = { DateTimeOriginal: '2024:06:23 16:32:43', FocalLengthIn35mmFilm: { short: 24 } };
const photo = file(
  'photo.jpg',
  photoBytes({ image, exif, gps: gpsTags(56.1, 9.5), xmp, widthPx: 5472, heightPx: 3648 }),
);
const noGps = file('no gps æ.jpg', photoBytes({ image, exif, xmp, widthPx: 5472, heightPx: 3648 }));

const written = {
  lat: 56.1,
  lon: 9.5,
  heightAboveGroundM: 40,
  yawDeg: 0,
  pitchDeg: -90,
  rollDeg: 0,
  focalPx: 3648,
  widthPx: 5472,
  heightPx: 3648,
};
const poseFile = (changes: object = {}) =>
  file(
    `pose-${JSON.stringify(changes).replaceAll(/\W/g, '')}.json`,
    JSON.stringify({ ...written, ...changes }),
  );

async function run(...args: string[]): Promise<string> {
  let out = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    await locateCommand().parseAsync(args, { from: 'user' });
  } finally {
    spy.mockRestore();
  }
  return out;
}

const json = async (...args: string[]): Promise<unknown> => JSON.parse(await run(...args, '--json'));

const north = (found: unknown) => (found as { lat: number }).lat - 56.1;

describe('umbel locate', () => {
  it('one pixel of a photo: one object', async () => {
    const found = await json(photo, '--pixel', '2736,1824');
    expect(found).toMatchObject({ flags: [] });
    expect(Object.keys(found as object)).toEqual(['lat', 'lon', 'uncertaintyM', 'flags']);
    expect(found).toMatchObject({
      lat: expect.closeTo(56.1, 8),
      lon: expect.closeTo(9.5, 8),
      uncertaintyM: expect.closeTo(2.3, 1),
    });
  });

  it('several pixels: an array; no ground point: nulls and the flag', async () => {
    const found = await json(
      '--pose',
      poseFile({ pitchDeg: -5 }),
      '--pixel',
      '2736,1824',
      '--pixel',
      '2736,0',
      '--pixel',
      '-5,3',
    );
    expect(found).toMatchObject([
      { lat: expect.any(Number), flags: ['attitude.oblique', 'ground.shallow'] },
      { lat: null, lon: null, uncertaintyM: null, flags: ['attitude.oblique', 'ground.horizon'] },
      { lat: null, lon: null, uncertaintyM: null, flags: ['attitude.oblique', 'ground.outside-photo'] },
    ]);
  });

  it('a pose file gives what the photo gives', async () => {
    const fromPose = await json('--pose', poseFile(), '--pixel', '100,200');
    const fromPhoto = await json(photo, '--pixel', '100,200');
    expect(fromPose).toMatchObject({ lat: expect.closeTo((fromPhoto as { lat: number }).lat, 5) });
  });

  it.each([
    [{ heightAboveGroundM: 1 }, 'height.too-low'],
    [{ heightAboveGroundM: 90_000 }, 'height.implausible'],
    [{ pitchDeg: 30 }, 'attitude.above-horizon'],
  ])('a pose with %j has no ground point and says why', async (changes, flag) => {
    const found = await json('--pose', poseFile(changes), '--pixel', '2736,1824');
    expect(found).toMatchObject({ lat: null, flags: expect.arrayContaining([flag]) });
  });

  it('a photo without GPS has no ground point and says why', async () => {
    expect(await json(noGps, '--pixel', '1,1')).toMatchObject({ lat: null, flags: ['gps.missing'] });
    expect(await run(noGps, '--pixel', '1,1')).toContain('The photo does not say where it was taken.');
  });

  it('the terrain that flight.json names is met', async () => {
    const dem = makeDem({
      cols: 200,
      rows: 200,
      west: 9.499,
      north: 56.101,
      cellX: 0.000_01,
      cellY: 0.000_01,
      epsg: 4326,
      heightM: (_, y) => (y > 56.1001 ? 30 : 10),
    });
    file('dem.tif', dem);
    const flightWith = (geometry: object) =>
      file('hills.json', JSON.stringify({ schema: 'umbel.flight/1', flightId: 'a', geometry }));
    const takeOff = { lat: 56.1, lon: 9.5 };
    const flat = await json(photo, '--pixel', '2736,0');
    const hilly = await json(
      photo,
      '--pixel',
      '2736,0',
      '--flight',
      flightWith({ terrainFile: 'dem.tif', takeOff }),
    );
    // 20 m ahead on level ground; the step of 20 m is met half as far.
    expect(flat).toMatchObject({ lat: expect.closeTo(56.10018, 5) });
    expect(hilly).toMatchObject({ lat: expect.closeTo(56.1001, 5), flags: [] });
    const nowhere = await json(
      photo,
      '--pixel',
      '2736,0',
      '--flight',
      flightWith({ terrainFile: 'dem.tif' }),
    );
    expect(nowhere).toMatchObject({ flags: ['terrain.take-off-unknown'] });
    const missing = run(photo, '--pixel', '1,1', '--flight', flightWith({ terrainFile: 'none.tif' }));
    await expect(missing).rejects.toMatchObject({ code: 'file.unreadable' });
  });

  it('what flight.json says about the geometry counts', async () => {
    const flight = file(
      'flight.json',
      JSON.stringify({ schema: 'umbel.flight/1', flightId: 'a', geometry: { groundOffsetM: 40 } }),
    );
    const lower = await json(photo, '--pixel', '2736,0');
    const higher = await json(photo, '--pixel', '2736,0', '--flight', flight);
    expect(north(higher) / north(lower)).toBeCloseTo(2, 6);
  });

  it('speaks to people', async () => {
    expect(await run(photo, '--pixel', '2736,1824')).toMatch(
      /^2736,1824: 56\.1000000, 9\.5000000 {2}within 2\.3 m \(68 %\)\n$/,
    );
  });
});

describe('wrong use', () => {
  it.each([
    [['--pixel', '1,1'], 'locate.usage', 2],
    [[photo], 'locate.usage', 2],
    [[photo, '--pose', photo, '--pixel', '1,1'], 'locate.usage', 2],
    [[photo, '--pixel', '1;1'], 'locate.usage', 2],
    [[join(dir, 'nothing.jpg'), '--pixel', '1,1'], 'file.unreadable', 4],
    [[file('text.jpg', 'no photo'), '--pixel', '1,1'], 'photo.not-jpeg', 2],
    [['--pose', file('bad.json', '{'), '--pixel', '1,1'], 'pose.invalid', 2],
    [['--pose', file('part.json', '{"lat":1}'), '--pixel', '1,1'], 'pose.invalid', 2],
  ])('%j', async (args, code, exitCode) => {
    const error: unknown = await run(...args).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect(exitCodeOf(error)).toBe(exitCode);
  });

  it('reads pixels as people write them', () => {
    expect(parsePixel('2736,1824')).toEqual({ u: 2736, v: 1824 });
    expect(parsePixel(' 1.5, -2')).toEqual({ u: 1.5, v: -2 });
  });
});
