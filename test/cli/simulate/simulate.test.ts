import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'exifreader';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { simulateFlight, type SimulateProgress, type SimulateSummary } from '#cli/simulate/simulate.ts';
import { parseManifest } from '#core/flight/manifest.ts';
import { reproject } from './reproject.ts';

const options = { photos: 3, seed: 5, width: 342, plantsPerHa: 150, season: 'summer' } as const;

let root: string;
let summary: SimulateSummary;
const progress: SimulateProgress[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'umbel-simulate-'));
  summary = await simulateFlight({ ...options, dir: join(root, 'a'), threads: 1 }, (step) =>
    progress.push(step),
  );
});

afterAll(() => rm(root, { recursive: true, force: true }));

const bytesOf = (dir: string, name: string): Promise<Buffer> => readFile(join(root, dir, name));

const poseSchema = z.strictObject({
  lat: z.number(),
  lon: z.number(),
  heightAboveGroundM: z.number(),
  yawDeg: z.number(),
  pitchDeg: z.number(),
  rollDeg: z.number(),
});
const posesSchema = z.object({
  flightId: z.string(),
  options: z.object({ origin: z.object({ lat: z.number(), lon: z.number() }) }),
  camera: z.object({ widthPx: z.number(), heightPx: z.number(), focalPx: z.number() }),
  photos: z.array(z.object({ name: z.string(), truth: poseSchema, measured: poseSchema })),
});
const truthSchema = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      geometry: z.object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]) }),
      properties: z.strictObject({
        id: z.string(),
        kind: z.enum(['flowering', 'rosette']),
        standId: z.string().nullable(),
        radiusM: z.number(),
        seenIn: z.array(
          z.strictObject({
            photo: z.string(),
            u: z.number(),
            v: z.number(),
            radiusPx: z.number(),
            inside: z.boolean(),
          }),
        ),
      }),
    }),
  ),
});

const readPoses = async () =>
  posesSchema.parse(JSON.parse((await bytesOf('a', 'truth-poses.json')).toString()));
const readTruth = async () => truthSchema.parse(JSON.parse((await bytesOf('a', 'truth.geojson')).toString()));

describe('simulateFlight', () => {
  it('leaves a folder with photos, truth and a valid manifest', async () => {
    const names = (await readdir(join(root, 'a'))).sort();
    expect(names).toEqual([
      'DJI_0001.JPG',
      'DJI_0002.JPG',
      'DJI_0003.JPG',
      'flight.json',
      'truth-poses.json',
      'truth.geojson',
    ]);
    const manifest = parseManifest((await bytesOf('a', 'flight.json')).toString());
    expect(manifest).toMatchObject({
      flightId: summary.flightId,
      title: 'Simulated flight, seed 5',
      simulated: true,
    });
    for (const photo of manifest.photos ?? []) {
      expect((await bytesOf('a', photo.name)).length).toBe(photo.sizeBytes);
    }
    expect(summary).toMatchObject({ photos: 3, widthPx: 342, heightPx: 228, reused: false });
  });

  it('tells its progress after each photo', () => {
    expect(progress.map((step) => step.done)).toEqual([1, 2, 3]);
    expect(progress.at(-1)).toEqual({ done: 3, total: 3 });
  });

  it('gives the same bytes with more threads, and others with another seed', async () => {
    await simulateFlight({ ...options, dir: join(root, 'b'), threads: 2 });
    for (const name of await readdir(join(root, 'a'))) {
      expect(Buffer.compare(await bytesOf('a', name), await bytesOf('b', name))).toBe(0);
    }
    await simulateFlight({ ...options, seed: 6, photos: 1, dir: join(root, 'c'), threads: 1 });
    expect(Buffer.compare(await bytesOf('a', 'DJI_0001.JPG'), await bytesOf('c', 'DJI_0001.JPG'))).not.toBe(
      0,
    );
  });
});

describe('truth', () => {
  it('has pixels that an independent projection finds again within 0.01 px', async () => {
    const { camera, options: recipe, photos } = await readPoses();
    const poses = new Map(photos.map((photo) => [photo.name, photo.truth]));
    let checked = 0;
    for (const { geometry, properties } of (await readTruth()).features) {
      const [lon, lat] = geometry.coordinates;
      for (const seen of properties.seenIn) {
        const pixel = reproject({ origin: recipe.origin, camera, pose: poses.get(seen.photo)!, lat, lon });
        expect(Math.hypot(pixel.u - seen.u, pixel.v - seen.v)).toBeLessThan(0.01);
        const inside =
          pixel.u >= 0 && pixel.u <= camera.widthPx && pixel.v >= 0 && pixel.v <= camera.heightPx;
        expect(seen.inside).toBe(inside);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(30);
  });

  it('agrees with the pictures: flowers in bloom are whiter than their surroundings', async () => {
    const { data, info } = await sharp(await bytesOf('a', 'DJI_0002.JPG'))
      .raw()
      .toBuffer({ resolveWithObject: true });
    // At 18 cm a pixel a main umbel is 2 to 5 px wide; blue tells white from green.
    const blueAt = (u: number, v: number): number =>
      data[(Math.floor(v) * info.width + Math.floor(u)) * 3 + 2]!;
    let [flowers, around, count] = [0, 0, 0];
    for (const { properties } of (await readTruth()).features) {
      for (const seen of properties.seenIn) {
        const far = 8;
        const roomy = seen.u > far && seen.v > far && seen.u < info.width - far && seen.v < info.height - far;
        if (seen.photo !== 'DJI_0002.JPG' || properties.kind !== 'flowering' || !roomy) continue;
        flowers += blueAt(seen.u, seen.v);
        around += blueAt(seen.u + far, seen.v) / 2 + blueAt(seen.u, seen.v + far) / 2;
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(10);
    expect(flowers / count).toBeGreaterThan(around / count + 25);
  });
});

describe('photo tags', () => {
  it('read back as what the drone measured', async () => {
    const { photos } = await readPoses();
    for (const { name, measured } of photos) {
      const tags = load(await bytesOf('a', name), { expanded: true });
      expect(tags.gps?.Latitude).toBeCloseTo(measured.lat, 8);
      expect(tags.gps?.Longitude).toBeCloseTo(measured.lon, 8);
      expect(tags.exif?.['GPSLatitudeRef']?.value).toEqual(['N']);
      const xmp = (key: string): number => Number(tags.xmp?.[key]?.value);
      expect(xmp('RelativeAltitude')).toBeCloseTo(measured.heightAboveGroundM, 1);
      expect(Math.abs(xmp('GimbalYawDegree') - measured.yawDeg)).toBeLessThanOrEqual(0.00501);
      expect(Math.abs(xmp('GimbalPitchDegree') - measured.pitchDeg)).toBeLessThanOrEqual(0.00501);
      expect(tags.xmp?.['GimbalRollDegree']?.value).toBe('+0.00');
      expect(xmp('CalibratedFocalLength')).toBe(228);
    }
  });

  it('name the camera, its lens and the time as DJI does', async () => {
    const tags = load(await bytesOf('a', 'DJI_0001.JPG'), { expanded: true });
    const described = new Map(Object.entries(tags.exif ?? {}).map(([key, tag]) => [key, tag?.description]));
    const of = (key: string): unknown => described.get(key);
    expect(of('Make')).toBe('DJI');
    expect(of('Model')).toBe('FC6310');
    expect(of('Software')).toMatch(/^v\d\d\.\d\d/);
    expect(tags.exif?.['Orientation']?.value).toBe(1);
    expect(tags.exif?.['FocalLength']?.value).toEqual([880, 100]);
    expect(tags.exif?.['FocalLengthIn35mmFilm']?.value).toBe(24);
    expect(tags.exif?.['PixelXDimension']?.value).toBe(342);
    expect(tags.exif?.['PixelYDimension']?.value).toBe(228);
    expect(of('DateTimeOriginal')).toMatch(/^2026:07:\d\d \d\d:\d\d:\d\d$/);
    expect(of('SubSecTimeOriginal')).toMatch(/^\d{3}$/);
    expect(of('OffsetTimeOriginal')).toBe('+02:00');
    const local = String(of('DateTimeOriginal')).replace(/^(\d+):(\d+):(\d+) /, '$1-$2-$3T');
    const taken = new Date(`${local}.${String(of('SubSecTimeOriginal'))}+02:00`).toISOString();
    const manifest = parseManifest((await bytesOf('a', 'flight.json')).toString());
    expect(taken).toBe(manifest.capturedAt);
  });

  it('are exact, and say so, when the GPS sigma is 0; south and west have their letters', async () => {
    const dir = join(root, 'exact');
    const exact = { gpsSigma: 0, yawSigma: 0, pitchSigma: 0, origin: { lat: -33.5, lon: -70.6 } };
    await simulateFlight({ photos: 1, width: 96, seed: 3, ...exact, dir, threads: 1 });
    const poses = posesSchema.parse(JSON.parse((await bytesOf('exact', 'truth-poses.json')).toString()));
    const [photo] = poses.photos;
    expect(photo?.measured).toEqual({ ...photo?.truth, yawDeg: expect.closeTo(photo!.truth.yawDeg, 9) });
    const tags = load(await bytesOf('exact', 'DJI_0001.JPG'), { expanded: true });
    expect(tags.gps?.Latitude).toBeCloseTo(photo!.truth.lat, 8);
    expect(tags.gps?.Longitude).toBeCloseTo(photo!.truth.lon, 8);
    expect(tags.exif?.['GPSLatitudeRef']?.value).toEqual(['S']);
    expect(tags.exif?.['GPSLongitudeRef']?.value).toEqual(['W']);
    expect(tags.xmp?.['RtkFlag']?.value).toBe('50');
  });
});

describe('the folder', () => {
  it('is left alone when it holds this very flight', async () => {
    const again = await simulateFlight({ ...options, dir: join(root, 'a') });
    expect(again).toMatchObject({ reused: true, flightId: summary.flightId, sizeBytes: summary.sizeBytes });
  });

  it('is made whole again when the flight in it is unfinished or damaged', async () => {
    const whole = await bytesOf('b', 'DJI_0002.JPG');
    await rm(join(root, 'b', 'flight.json'));
    await writeFile(join(root, 'b', 'DJI_0002.JPG'), whole.subarray(0, 999));
    await writeFile(join(root, 'b', 'DJI_0003.JPG.partial'), 'half');
    const again = await simulateFlight({ ...options, dir: join(root, 'b'), threads: 2 });
    expect(again.reused).toBe(false);
    expect(Buffer.compare(await bytesOf('b', 'DJI_0002.JPG'), whole)).toBe(0);
    expect(await readdir(join(root, 'b'))).toEqual(await readdir(join(root, 'a')));
  });

  it('is refused when it holds another flight, foreign photos or any other file', async () => {
    const refused = expect.objectContaining({ code: 'simulate.folder-not-empty', kind: 'bad-input' });
    await expect(simulateFlight({ ...options, height: 41, dir: join(root, 'a') })).rejects.toThrow(refused);
    const foreign = await mkdtemp(join(root, 'foreign-'));
    await writeFile(join(foreign, 'DJI_0001.JPG'), 'a real photo');
    await expect(simulateFlight({ ...options, dir: foreign })).rejects.toThrow(refused);
    const other = await mkdtemp(join(root, 'other-'));
    await writeFile(join(other, 'diary.txt'), 'mine');
    await expect(simulateFlight({ ...options, dir: other })).rejects.toThrow(refused);
    expect(await readdir(other)).toEqual(['diary.txt']);
  });

  it('is refused when it cannot be a folder', async () => {
    const file = join(root, 'a', 'flight.json');
    await expect(simulateFlight({ ...options, dir: join(file, 'below') })).rejects.toThrow(
      expect.objectContaining({ code: 'simulate.folder-unusable' }),
    );
  });
});
