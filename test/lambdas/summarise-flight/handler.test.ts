import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { PhotoLine, Run } from '#core/flight/run.ts';
import type { RunSummary } from '#core/flight/summary.ts';
import { readCsv } from '../../e2e/csv.ts';
import { invoke, type LocalPlatform, openTestPlatform } from '../local-platform.ts';
import { lineOf } from '../photos.ts';
import { sampleRun } from '../sample-run.ts';
import { registerModel, workedFlight } from './sample-flight.ts';

let cloud: LocalPlatform;
let close: (event: unknown) => Promise<RunSummary & { report: string }>;
let tiler: Parameters<typeof invoke>[0];
let planner: Parameters<typeof invoke>[0];
let cutter: Parameters<typeof invoke>[0];
let run: Run;
let lines: PhotoLine[];
let summary: RunSummary & { report: string };

const summariseEvent = (of: Run) => ({
  kind: 'summarise',
  run: of,
  photos: { bucket: 'umbel-work', key: 'x', count: lines.length },
  stages: [
    { name: 'tile-photos', startedAt: '2026-01-02T03:04:05.678Z' },
    { name: 'score-photos', startedAt: '2026-01-02T03:05:05.678Z' },
  ],
});
const filesOf = (of: Run) => {
  const prefix = `${of.flightId}/${of.runId}`;
  const names = [
    'photos.csv',
    'tiles.csv',
    'summary.json',
    'report.html',
    'sightings.geojson',
    'sightings.csv',
    'sightings.gpx',
    'sightings.kml',
  ];
  return Object.fromEntries(names.map((name) => [name, cloud.fileOf('results', `${prefix}/${name}`)]));
};
const announced = () => cloud.events().filter(({ detailType }) => detailType === 'Flight Summarised');

beforeAll(async () => {
  cloud = await openTestPlatform();
  ({ handler: tiler } = await import('#lambdas/tile-photos/handler.ts'));
  ({ handler: planner } = await import('#lambdas/plan-review/handler.ts'));
  ({ handler: cutter } = await import('#lambdas/cut-review-tiles/handler.ts'));
  const { handler } = await import('#lambdas/summarise-flight/handler.ts');
  close = (event) => invoke(handler, event);
  const modelId = await registerModel(cloud);
  run = sampleRun('meadow-1', { modelId });
  lines = await workedFlight(cloud, run, { tiler, planner });
  summary = await close(summariseEvent(run));
});

describe('the summary of a run', () => {
  it('accounts for every photo exactly once', () => {
    expect(summary.photos).toEqual({
      read: 9,
      scored: 4,
      quarantined: 2,
      unplaced: 1,
      skipped: 1,
      failed: 2,
      prepared: 0,
    });
    const { scored, quarantined, skipped, failed, prepared, read } = summary.photos;
    expect(scored + quarantined + skipped + failed + prepared).toBe(read);
    expect(summary.sideFiles).toBe(1);
    expect(summary.status).toBe('succeeded-with-failures');
  });

  it('counts tiles, bands, decodes and sightings', () => {
    expect(summary).toMatchObject({
      flightId: 'meadow-1',
      runId: run.runId,
      modelId: run.modelId,
      engine: 'onnx',
      tiles: 48,
      bands: { certain: 2, probable: 1, possible: 2 },
      decodes: 5,
    });
    expect(summary.sightings).toBeGreaterThan(0);
  });

  it('counts the tiles to review as they are cut', async () => {
    expect(summary.review).toBe(3);
    const planned = await cloud.read('work', `runs/${run.runId}/review.jsonl`);
    const items = planned
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(await invoke(cutter, { BatchInput: { run }, Items: items })).toMatchObject({
      tiles: summary.review,
    });
  });

  it('is in summary.json, in the table, and in the answer without the list of files', async () => {
    const stored = JSON.parse(readFileSync(filesOf(run)['summary.json']!, 'utf8')) as RunSummary;
    const { report, ...figures } = summary;
    expect(stored).toEqual({ ...figures, files: expect.any(Object) });
    expect(report).toBe(stored.files['report']);
    const record = await cloud.platform.tables.flights.getRun('meadow-1', run.runId);
    expect(record).toMatchObject({ status: 'succeeded', photos: 9, summary: stored });
    expect(Date.parse(record!.finishedAt!)).toBeGreaterThan(Date.parse('2026-01-02'));
    for (const key of Object.values(stored.files))
      expect(readFileSync(cloud.fileOf('results', key)).length).toBeGreaterThan(0);
  });
});

describe('photos.csv', () => {
  it('says of every file what became of it, and why: empty is not "not scored"', () => {
    const rows = readCsv(filesOf(run)['photos.csv']!);
    expect(
      rows.map((row) => [row['photo'], row['outcome'], row['result'], row['reasonCode'], row['placed']]),
    ).toEqual([
      ['a.jpg', 'scored', 'hogweed', '', 'yes'],
      ['b.jpg', 'scored', 'hogweed', '', 'yes'],
      ['copy.jpg', 'skipped', 'not-scored', 'photo.duplicate', 'no'],
      ['empty.jpg', 'quarantined', 'not-scored', 'photo.empty', 'no'],
      ['gone.jpg', 'quarantined', 'not-scored', 'photo.missing', 'no'],
      ['notes.txt', 'side-file', 'not-scored', 'file.not-a-photo', 'no'],
      ['nowhere.jpg', 'scored', 'hogweed', 'gps.missing', 'no'],
      ['sure.jpg', 'scored', 'empty', '', 'yes'],
      ['unscored.jpg', 'failed', 'not-scored', 'photo.lost', 'no'],
      ['untiled.jpg', 'failed', 'not-scored', 'photo.lost', 'no'],
    ]);
    expect(rows[4]).toMatchObject({ reason: 'Listed, "not" there.' });
    expect(rows[0]).toMatchObject({ tiles: '12', detections: '3', maxConfidence: '0.95', lat: '56.1' });
  });
});

describe('tiles.csv', () => {
  it('has every tile of every scored photo with confidence, band, place and review', () => {
    const rows = readCsv(filesOf(run)['tiles.csv']!);
    expect(rows).toHaveLength(48);
    expect(rows.slice(0, 4).map((row) => [row['confidence'], row['band'], row['review']])).toEqual([
      ['0.9500', 'certain', ''],
      ['0.8500', 'probable', ''],
      ['0.5000', 'possible', 'uncertain'],
      ['0.3000', '', 'uncertain'],
    ]);
    const unplaced = rows.filter((row) => row['photo'] === 'nowhere.jpg');
    expect(unplaced.every((row) => row['lat'] === '' && row['lon'] === '')).toBe(true);
    expect(rows[0]!['lat']).toMatch(/^56\.1/);
  });
});

describe('the sightings', () => {
  it('are the same plant where two photos show it, and never at 0,0', () => {
    const { features } = JSON.parse(readFileSync(filesOf(run)['sightings.geojson']!, 'utf8')) as {
      features: { geometry: { type: string; coordinates: number[] } }[];
    };
    expect(features).toHaveLength(summary.sightings);
    const detections = readCsv(filesOf(run)['tiles.csv']!).filter(
      (row) => row['band'] !== '' && row['lat'] !== '',
    );
    expect(detections).toHaveLength(4);
    expect(features.length).toBeLessThan(detections.length);
    for (const feature of features) expect(JSON.stringify(feature.geometry)).toMatch(/9\.(49|5)/);
  });
});

describe('the report', () => {
  it('is one page with the flight, its pictures and its problems, safe from names', () => {
    const page = readFileSync(filesOf(run)['report.html']!, 'utf8');
    const expected = [
      'A &lt;meadow&gt;',
      'data:image/jpeg;base64,',
      'empty.jpg',
      'gone.jpg',
      'nowhere.jpg',
      'untiled.jpg',
    ];
    expect(expected.filter((text) => !page.includes(text))).toEqual([]);
    expect(page.includes('A <meadow>')).toBe(false);
  });
});

describe('a summary that comes twice', () => {
  it('writes the same bytes again, but for the times in the report, and announces the run once', async () => {
    const before = Object.entries(filesOf(run)).map(([name, file]) => [name, readFileSync(file)] as const);
    expect(announced()).toHaveLength(1);
    expect(announced()[0]).toMatchObject({
      source: 'umbel',
      detail: { runId: run.runId, flightId: 'meadow-1', sightings: summary.sightings, photos: { failed: 2 } },
    });
    expect(await close(summariseEvent(run))).toEqual(summary);
    for (const [name, bytes] of before) {
      if (name === 'report.html') continue;
      expect(Buffer.compare(readFileSync(filesOf(run)[name]!), bytes), name).toBe(0);
    }
    expect(announced()).toHaveLength(1);
  });

  it('is announced by the second one where the first could not', async () => {
    const other = { ...run, runId: 'meadow-1-ffffffffffff' };
    await cloud.put('work', `runs/${other.runId}/photos.jsonl`, '');
    await cloud.put('work', `runs/${other.runId}/left-out.json`, '[]');
    vi.spyOn(cloud.platform.events, 'publish').mockRejectedValueOnce(new Error('no event bus'));
    await expect(close(summariseEvent(other))).rejects.toThrow('no event bus');
    vi.restoreAllMocks();
    expect(await close(summariseEvent(other))).toMatchObject({
      photos: { read: 0 },
      status: 'succeeded',
      sightings: 0,
    });
    expect(
      announced().filter(({ detail }) => (detail as { runId: string }).runId === other.runId),
    ).toHaveLength(1);
  });
});

const pose = (lat: number) => ({
  lat,
  lon: 9.5,
  heightAboveGroundM: 40,
  yawDeg: 1.5,
  pitchDeg: -89.5,
  rollDeg: 180,
  focalPx: 213,
  widthPx: 320,
  heightPx: 240,
});

describe('a flight whose overlap was looked at', () => {
  const correction = { eastM: 3, northM: -4, yawDeg: 1.5, pitchDeg: 0.5, rollDeg: 0, patches: 9 };

  it('lies where the overlap puts it: photos, tiles and sightings, each photo flagged, and the report says so', async () => {
    const aligned = { ...run, runId: 'meadow-1-aligned00000' };
    const from = `runs/${run.runId}`;
    for (const name of ['photos.jsonl', 'left-out.json'])
      await cloud.put('work', `runs/${aligned.runId}/${name}`, await cloud.read('work', `${from}/${name}`));
    const overlap = { compared: 1, aligned: 0, moved: 1, turned: 1, doubtful: 0, patches: 9 };
    const apart = { apartBeforeM: 2.5, apartAfterM: 0.25 };
    await cloud.put('work', `runs/${aligned.runId}/overlap.json`, JSON.stringify({ ...overlap, ...apart }));
    const flags = ['photo.turned', 'pose.moved'];
    const line = { photoId: lines[0]!.photoId, pose: pose(56.2), flags, footprint: [], correction };
    await cloud.put('work', `runs/${aligned.runId}/aligned-photos.jsonl`, `${JSON.stringify(line)}\n`);
    for (const { photoId } of lines.slice(0, 2)) {
      const score = (await cloud.platform.tables.scores.getMany(run.runId, [photoId])).get(photoId)!;
      await cloud.platform.tables.scores.put({ ...score, runId: aligned.runId });
    }
    await close(summariseEvent(aligned));
    const [a, b] = readCsv(filesOf(aligned)['photos.csv']!);
    expect(a).toMatchObject({
      lat: '56.2',
      pitchDeg: '-89.5',
      rollDeg: '180',
      movedM: '5',
      turnedDeg: '-178.5',
      flags: 'photo.turned pose.moved',
    });
    expect(b).toMatchObject({ lat: '56.10001', movedM: '', turnedDeg: '' });
    const tiles = readCsv(filesOf(aligned)['tiles.csv']!).filter((row) => row['photo'] === 'a.jpg');
    expect(tiles.every((row) => row['lat']!.startsWith('56.2') || row['lat']!.startsWith('56.19'))).toBe(
      true,
    );
    const page = readFileSync(filesOf(aligned)['report.html']!, 'utf8');
    expect(page.includes('By their tags they put it 2.5 m apart')).toBe(true);
    expect(page.includes('1 photo was turned by 180 degrees after the flight')).toBe(true);
  });
});

describe('a flight without a model', () => {
  it('is prepared: nothing was scored, nothing is called empty', async () => {
    const prepared = sampleRun('prepared', { modelId: null, threshold: 1 });
    await workedFlight(cloud, prepared, { tiler, planner });
    const figures = await close(summariseEvent(prepared));
    expect(figures).toMatchObject({
      modelId: null,
      engine: null,
      photos: { read: 9, scored: 0, prepared: 5, unplaced: 1, failed: 1 },
      tiles: 60,
      bands: { certain: 0, probable: 0, possible: 0 },
      review: 0,
      sightings: 0,
    });
    const rows = readCsv(filesOf(prepared)['photos.csv']!);
    expect(rows.filter((row) => row['outcome'] === 'prepared').map((row) => row['result'])).toEqual(
      Array.from({ length: 5 }, () => 'not-scored'),
    );
  });
});

describe('a flight of many photos', () => {
  it('is gone through to its end, in the order of names', async () => {
    const long = sampleRun('long', { modelId: null });
    const names = Array.from({ length: 120 }, (_, i) => `${String(i).padStart(3, '0')}.jpg`);
    const listed = names.map((name) => `${JSON.stringify(lineOf('long', name, Buffer.from(name)))}\n`);
    await cloud.put('work', `runs/${long.runId}/photos.jsonl`, listed.join(''));
    await cloud.put('work', `runs/${long.runId}/left-out.json`, '[]');
    expect(await close(summariseEvent(long))).toMatchObject({ photos: { read: 120, failed: 120 } });
    expect(readCsv(filesOf(long)['photos.csv']!).map((row) => row['photo'])).toEqual(names);
  });
});
