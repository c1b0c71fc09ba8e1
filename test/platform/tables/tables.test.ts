import { beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '#core/flight/run-record.ts';
import { packConfidences, packLocations } from '#core/model/scores.ts';
import type {
  PhotoRecord,
  QuarantinedPhotoRecord,
  ReviewRecord,
  ScoreRecord,
  TiledPhotoRecord,
} from '#core/photo/record.ts';
import { openTables, type Tables } from '#platform/tables/tables.ts';
import { startDynalite } from './dynalite.ts';
import { collect } from '../streams.ts';

let tables: Tables;
beforeAll(async () => {
  await startDynalite();
  tables = openTables();
});

const idOf = (n: number) => n.toString(16).padStart(20, '0');

const tiled: TiledPhotoRecord = {
  outcome: 'tiled',
  flightId: 'meadow-1',
  photoId: idOf(1),
  spec: 'grid-2x2-64',
  name: 'DCIM/ø 1.jpg',
  flags: [],
  widthPx: 5472,
  heightPx: 3648,
  gsdM: 0.010987654321098765,
  footprint: [
    [9.512345678901234, 56.1],
    [-9.5, -56.12345678901234],
  ],
  quality: { sharpness: 0, brightness: 1e-4, clipped: 1 },
  sheetKey: 'sheets/x.jpg',
  tiles: 4,
  decodes: 1,
};
const quarantined = (n: number): QuarantinedPhotoRecord => ({
  outcome: 'quarantined',
  flightId: 'meadow-2',
  photoId: idOf(n),
  spec: 'grid-2x2-64',
  name: `${n}.jpg`,
  flags: ['exif.missing'],
  reason: { code: 'photo.empty', message: 'The file is empty.' },
  decodes: 0,
});

describe('photos', () => {
  it('come back as they were put, every digit of them', async () => {
    await tables.photos.put(tiled);
    const [record] = (await tables.photos.getMany('meadow-1', tiled.spec, [tiled.photoId])).values();
    expect(record).toMatchObject(tiled);
  });

  it('come back in hundreds, without those that are missing', async () => {
    const records = Array.from({ length: 230 }, (_, n) => quarantined(n));
    await Promise.all(records.map((record) => tables.photos.put(record)));
    const wanted = [...records.map(({ photoId }) => photoId), idOf(9999)];
    const found = await tables.photos.getMany('meadow-2', 'grid-2x2-64', wanted);
    expect([...found.keys()].sort()).toEqual(records.map(({ photoId }) => photoId).sort());
    expect(found.get(idOf(229))).toMatchObject(quarantined(229));
    expect(await tables.photos.getMany('meadow-2', 'grid-2x2-64', [])).toEqual(new Map());
  });

  it('are listed in the order of their ids, of one flight and one tiling only', async () => {
    await tables.photos.put({ ...quarantined(3), spec: 'grid-2x2-640' });
    await tables.photos.put({ ...quarantined(3), flightId: 'meadow-22' });
    const listed = await collect(tables.photos.list('meadow-2', 'grid-2x2-64'));
    expect(listed.map(({ photoId }: PhotoRecord) => photoId)).toEqual(
      Array.from({ length: 230 }, (_, n) => idOf(n)),
    );
  });

  it('put twice are there once', async () => {
    await tables.photos.put({ ...tiled, name: 'again.jpg' });
    expect(await collect(tables.photos.list('meadow-1', tiled.spec))).toMatchObject([{ name: 'again.jpg' }]);
  });
});

describe('scores', () => {
  const score: ScoreRecord = {
    runId: 'run-1',
    photoId: idOf(1),
    confidences: packConfidences([0, 0.25, 1]),
    locations: packLocations([0, 0.5, 1, 0.25, 0.75, 1]),
    modelId: 'm-1',
    engine: 'onnx',
  };

  it('come back byte for byte', async () => {
    await tables.scores.put(score);
    const stored = (await tables.scores.getMany('run-1', [score.photoId])).get(score.photoId);
    expect(stored).toEqual(score);
    expect(stored?.confidences).toBeInstanceOf(Uint8Array);
  });

  it('of the finest tiling fit into one item', async () => {
    const tiles = 100_000;
    const large: ScoreRecord = {
      ...score,
      runId: 'run-large',
      confidences: packConfidences(new Float32Array(tiles).fill(0.5)),
      locations: packLocations(new Float32Array(tiles * 2).fill(0.5)),
    };
    await tables.scores.put(large);
    const stored = (await tables.scores.getMany('run-large', [score.photoId])).get(score.photoId);
    expect(stored?.confidences).toHaveLength(tiles * 2);
    expect(stored?.locations).toHaveLength(tiles * 2);
  });

  it('are listed by run in the order of photos', async () => {
    for (const n of [5, 3, 4]) await tables.scores.put({ ...score, runId: 'run-2', photoId: idOf(n) });
    const listed = await collect(tables.scores.list('run-2'));
    expect(listed.map(({ photoId }) => photoId)).toEqual([3, 4, 5].map(idOf));
  });
});

describe('reviews', () => {
  const review: ReviewRecord = {
    runId: 'run-1',
    tileId: `${idOf(1)}-7`,
    flightId: 'meadow-1',
    photoId: idOf(1),
    tile: 7,
    reason: 'uncertain',
    confidence: 0.4321,
    key: 'tiles/run-1/x.jpg',
    state: 'open',
  };

  it('are added once: what a biologist has seen is not written over', async () => {
    await tables.reviews.addMany([review]);
    await tables.reviews.addMany([{ ...review, confidence: 0.9, reason: 'audit' }]);
    expect(await collect(tables.reviews.list('run-1'))).toEqual([review]);
    await tables.reviews.addMany([{ ...review, runId: 'run-2' }]);
    expect(await collect(tables.reviews.list('run-1'))).toHaveLength(1);
  });

  it('are added by hundreds, those that are missing only', async () => {
    const many = Array.from({ length: 230 }, (_, tile) => ({
      ...review,
      runId: 'run-3',
      tile,
      tileId: `${idOf(1)}-${tile}`,
    }));
    await tables.reviews.addMany(many.slice(0, 60));
    await tables.reviews.addMany(many.map((record) => ({ ...record, confidence: 0.9 })));
    const stored = await collect(tables.reviews.list('run-3'));
    expect(stored).toHaveLength(230);
    expect(stored.filter(({ confidence }) => confidence === review.confidence)).toHaveLength(60);
    await tables.reviews.addMany([]);
  });
});

const run = (runId: string): RunRecord => ({
  flightId: 'meadow-1',
  runId,
  status: 'running',
  modelId: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  photos: 12,
});

describe('flights and runs', () => {
  const flight = {
    flightId: 'meadow-1',
    manifest: { schema: 'umbel.flight/1' as const, flightId: 'meadow-1', title: 'A meadow' },
    photos: 12,
    latestRunId: 'meadow-1-b',
  };

  it('are kept apart, though they lie side by side', async () => {
    await tables.flights.putFlight(flight);
    for (const runId of ['meadow-1-b', 'meadow-1-a']) await tables.flights.putRun(run(runId));
    expect(await tables.flights.getFlight('meadow-1')).toMatchObject(flight);
    expect(await tables.flights.getRun('meadow-1', 'meadow-1-a')).toMatchObject(run('meadow-1-a'));
    expect(await tables.flights.getRun('meadow-1', 'meadow-1-c')).toBeUndefined();
    expect(await tables.flights.getFlight('meadow-9')).toBeUndefined();
    const runs = await collect(tables.flights.listRuns('meadow-1'));
    expect(runs.map(({ runId }) => runId)).toEqual(['meadow-1-a', 'meadow-1-b']);
  });
});
