import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FlightManifest } from '#core/flight/manifest.ts';
import type { OpenFlightResult, PhotoLine, RunRequest } from '#core/flight/run.ts';
import { sampleManifest } from '../../core/model/sample-manifest.ts';
import { makeDem } from '../../platform/terrain/make-dem.ts';
import { invoke, type LocalPlatform, openTestPlatform } from '../local-platform.ts';
import { placedPhoto } from '../photos.ts';

let cloud: LocalPlatform;
let open: (event: unknown) => Promise<OpenFlightResult>;
let modelId: string;
beforeAll(async () => {
  cloud = await openTestPlatform();
  const { handler } = await import('#lambdas/open-flight/handler.ts');
  open = (event) => invoke(handler, event);
  const model = JSON.stringify(sampleManifest);
  modelId = `meadow-${sha256Of(model).slice(0, 12)}`;
  await cloud.put('models', `models/${modelId}/model.json`, model);
});

const sha256Of = (content: string) => createHash('sha256').update(content).digest('hex');
const listed = (name: string, content = name) => ({
  name,
  sizeBytes: Buffer.byteLength(content),
  sha256: sha256Of(content),
});

/** Uploads a flight; a file's content is its name unless told otherwise. Returns the input of the workflow. */
async function upload(
  manifest: Omit<FlightManifest, 'schema'>,
  files: Readonly<Record<string, string>>,
  request: Partial<RunRequest> = {},
): Promise<Record<string, unknown>> {
  const { flightId } = manifest;
  for (const [name, content] of Object.entries(files))
    await cloud.put('uploads', `flights/${flightId}/${name}`, content);
  const text = JSON.stringify({ schema: 'umbel.flight/1', ...manifest });
  const ref = await cloud.put('uploads', `flights/${flightId}/flight.json`, text);
  return {
    runId: `${flightId}-run`,
    flightId,
    manifest: { ...ref, sha256: sha256Of(text) },
    request,
    startedAt: '2026-01-02T03:04:05.678Z',
  };
}

async function linesOf({ photos }: OpenFlightResult): Promise<PhotoLine[]> {
  const text = await cloud.read('work', photos.key);
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as PhotoLine]));
}

describe('a flight that is opened', () => {
  it('lists its photos and names every file that it leaves out', async () => {
    const event = await upload(
      {
        flightId: 'meadow-1',
        title: 'A meadow',
        photos: [
          listed('b.jpg'),
          listed('a ø.jpg'),
          listed('gone.jpg'),
          listed('part.jpg'),
          listed('copy.jpg', 'b.jpg'),
        ],
        sideFiles: ['DJI_0001.SRT'],
      },
      {
        'a ø.jpg': 'a ø.jpg',
        'b.jpg': 'b.jpg',
        'copy.jpg': 'b.jpg',
        'part.jpg': 'par',
        'new.jpg': 'x',
        'Thumbs.db': 'x',
      },
    );
    const result = await open(event);
    expect(result).toMatchObject({
      run: { runId: 'meadow-1-run', flightId: 'meadow-1', modelId: null },
      photos: { bucket: 'umbel-work', key: 'runs/meadow-1-run/photos.jsonl', count: 2 },
      scored: false,
    });
    expect(await linesOf(result)).toEqual([
      {
        ...listed('a ø.jpg'),
        photoId: sha256Of('a ø.jpg').slice(0, 20),
        key: 'flights/meadow-1/a ø.jpg',
        audit: expect.any(Boolean),
      },
      {
        ...listed('b.jpg'),
        photoId: sha256Of('b.jpg').slice(0, 20),
        key: 'flights/meadow-1/b.jpg',
        audit: expect.any(Boolean),
      },
    ]);
    const leftOut = JSON.parse(await cloud.read('work', 'runs/meadow-1-run/left-out.json')) as {
      name: string;
      reason: { code: string };
    }[];
    expect(leftOut.map(({ name, reason }) => [name, reason.code])).toEqual([
      ['DJI_0001.SRT', 'file.not-a-photo'],
      ['Thumbs.db', 'file.not-a-photo'],
      ['copy.jpg', 'photo.duplicate'],
      ['gone.jpg', 'photo.missing'],
      ['new.jpg', 'photo.unlisted'],
      ['part.jpg', 'photo.changed'],
    ]);
  });

  it('without a list takes whatever photos lie there, each content once', async () => {
    const event = await upload(
      { flightId: 'meadow-2' },
      { 'x/1.JPG': 'one', 'x/2.JPG': 'three', notes: 'x' },
    );
    const lines = await linesOf(await open(event));
    expect(lines.map(({ name }) => name)).toEqual(['x/1.JPG', 'x/2.JPG']);
    for (const { photoId, sha256 } of lines) {
      expect(photoId).toMatch(/^[0-9a-f]{20}$/);
      expect(sha256).toBeUndefined();
    }
  });

  it('marks the photos to be audited, the same ones each time', async () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i}.jpg`, `photo ${i}`]));
    const photos = Object.entries(files).map(([name, content]) => listed(name, content));
    const event = await upload({ flightId: 'meadow-3', photos }, files);
    const first = await linesOf(await open(event));
    expect(first.filter(({ audit }) => audit)).toHaveLength(3);
    expect(await linesOf(await open(event))).toEqual(first);
    const review = { uncertain: { from: 0.2, to: 0.8 }, auditShare: 0, auditPhotoShare: 0.1 };
    const without = await linesOf(await open({ ...event, request: { review } }));
    expect(without.some(({ audit }) => audit)).toBe(false);
  });

  it('is in the tables: the flight without its list, and a run that is running', async () => {
    await open(
      await upload({ flightId: 'meadow-4', operator: 'Me', photos: [listed('a.jpg')] }, { 'a.jpg': 'a.jpg' }),
    );
    const { flights } = cloud.platform.tables;
    expect(await flights.getFlight('meadow-4')).toMatchObject({
      manifest: { schema: 'umbel.flight/1', flightId: 'meadow-4', operator: 'Me' },
      photos: 1,
      latestRunId: 'meadow-4-run',
    });
    expect((await flights.getFlight('meadow-4'))?.manifest).not.toHaveProperty('photos');
    expect(await flights.getRun('meadow-4', 'meadow-4-run')).toMatchObject({
      status: 'running',
      startedAt: '2026-01-02T03:04:05.678Z',
      photos: 1,
    });
  });

  it('takes tiling and threshold of its model, unless another tiling is asked for', async () => {
    const event = await upload(
      { flightId: 'meadow-5', geometry: { groundOffsetM: 3 } },
      { 'a.jpg': 'a' },
      { modelId },
    );
    const { run, scored } = await open(event);
    expect(scored).toBe(true);
    expect(run).toMatchObject({
      modelId,
      threshold: sampleManifest.threshold,
      sheet: { tiling: sampleManifest.tiling, tilePx: sampleManifest.input.tilePx },
      geometry: { groundOffsetM: 3 },
    });
    const other = await open({ ...event, request: { modelId, tiling: { grid: [5, 4] } } });
    expect(other.run.sheet).toEqual({ tiling: { grid: [5, 4] }, tilePx: 64 });
  });

  it('without any model is prepared for labelling in the usual tiling', async () => {
    const { run, scored } = await open(await upload({ flightId: 'meadow-6' }, { 'a.jpg': 'a' }));
    expect(scored).toBe(false);
    expect(run).toMatchObject({ modelId: null, sheet: { tiling: { grid: [2, 2] }, tilePx: 224 } });
  });
});

const dem = makeDem({
  cols: 20,
  rows: 20,
  west: 9.49,
  north: 56.11,
  cellX: 0.001,
  cellY: 0.001,
  epsg: 4326,
  heightM: () => 12,
});
const hills = async (
  flightId: string,
  geometry: FlightManifest['geometry'],
  terrain: Uint8Array | string,
) => {
  const event = await upload({ flightId, geometry }, { 'a.jpg': 'no place' });
  await cloud.put('uploads', `flights/${flightId}/b.jpg`, await placedPhoto({ seed: 1, lat: 56.101 }));
  await cloud.put('uploads', `flights/${flightId}/dem.tif`, terrain);
  return event;
};

describe('a flight with a terrain', () => {
  it('assumes that the drone took off where its first photo with a place was taken; the terrain is no side file', async () => {
    const { run, photos } = await open(await hills('hills-1', { terrainFile: 'dem.tif' }, dem));
    expect(run.assumedTakeOff).toEqual({ lat: expect.closeTo(56.101, 6), lon: expect.closeTo(9.5, 6) });
    expect(photos.count).toBe(2);
    expect(JSON.parse(await cloud.read('work', 'runs/hills-1-run/left-out.json'))).toEqual([]);
  });

  it('assumes nothing where the take-off is given', async () => {
    const takeOff = { lat: 56.1, lon: 9.5 };
    const { run } = await open(await hills('hills-2', { terrainFile: 'dem.tif', takeOff }, dem));
    expect(run.assumedTakeOff).toBeUndefined();
    expect(run.geometry?.takeOff).toEqual(takeOff);
  });

  it('that is missing or no terrain is refused before any work, by its name', async () => {
    const missing = await hills('hills-3', { terrainFile: 'other.tif' }, dem);
    await expect(open(missing)).rejects.toMatchObject({
      code: 'terrain.missing',
      message: expect.stringContaining('other.tif'),
    });
    const broken = await hills('hills-4', { terrainFile: 'dem.tif' }, 'heights');
    await expect(open(broken)).rejects.toMatchObject({ code: 'terrain.unreadable', kind: 'bad-input' });
    expect(await cloud.platform.tables.flights.getFlight('hills-4')).toBeUndefined();
  });
});

describe('a flight that cannot be opened', () => {
  it('because its manifest was written anew says that the new one has a run of its own', async () => {
    const event = await upload({ flightId: 'late' }, {});
    await upload({ flightId: 'late', title: 'Written anew' }, {});
    await expect(open(event)).rejects.toMatchObject({ code: 'flight.manifest-changed', kind: 'conflict' });
    expect(await cloud.platform.tables.flights.getFlight('late')).toBeUndefined();
  });

  it('because its model is unknown says which', async () => {
    const event = await upload({ flightId: 'modelless' }, {}, { modelId: 'meadow-ffffffffffff' });
    await expect(open(event)).rejects.toMatchObject({
      code: 'model.not-found',
      message: 'There is no model meadow-ffffffffffff.',
    });
  });

  it('because its model was changed after it was registered is refused', async () => {
    const tampered = JSON.stringify({ ...sampleManifest, threshold: 0.01 });
    await cloud.put('models', 'models/meadow-eeeeeeeeeeee/model.json', tampered);
    const event = await upload({ flightId: 'tampered' }, {}, { modelId: 'meadow-eeeeeeeeeeee' });
    await expect(open(event)).rejects.toMatchObject({
      code: 'model.hash-mismatch',
      kind: 'configuration',
      message: expect.stringContaining(`meadow-${sha256Of(tampered).slice(0, 12)}`),
    });
  });

  it('because its model is no model is refused by the field', async () => {
    await cloud.put('models', 'models/meadow-dddddddddddd/model.json', '{"schema":"umbel.model/1"}');
    const event = await upload({ flightId: 'no-model' }, {}, { modelId: 'meadow-dddddddddddd' });
    await expect(open(event)).rejects.toMatchObject({ code: 'model.manifest-invalid' });
  });
});
