import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { scorePhotos } from '#containers/inference/score-photos.ts';
import type { TileBatch } from '#core/model/driver.ts';
import type { PhotoLine, Run } from '#core/flight/run.ts';
import { unpackConfidences, unpackLocations } from '#core/model/scores.ts';
import type { EnginePool } from '#platform/engines/pool.ts';
import { sampleManifest } from '../../core/model/sample-manifest.ts';
import { invoke, type LocalPlatform, openTestPlatform } from '../../lambdas/local-platform.ts';
import { lineOf, pixelsOf, placedPhoto, widthPx } from '../../lambdas/photos.ts';
import { sampleRun } from '../../lambdas/sample-run.ts';

let cloud: LocalPlatform;
let tile: (run: Run, photos: readonly PhotoLine[]) => Promise<unknown>;
beforeAll(async () => {
  cloud = await openTestPlatform();
  const { handler } = await import('#lambdas/tile-photos/handler.ts');
  tile = (run, photos) => invoke(handler, { BatchInput: { run }, Items: photos });
});
beforeEach(() => {
  cloud.calls.length = 0;
});

const tileBytes = 32 * 32 * 3;

/** A model to whom bright tiles are hogweed: the confidence is the mean of a tile's bytes. */
function brightnessOf({ pixels, count }: TileBatch): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    const bytes = pixels.subarray(i * tileBytes, (i + 1) * tileBytes);
    return bytes.reduce((sum, byte) => sum + byte, 0) / tileBytes / 255;
  });
}

interface FakePool extends EnginePool {
  /** Tiles of each call. */
  readonly batches: number[];
}

function fakePool(locations = false): FakePool {
  const batches: number[] = [];
  return {
    engine: 'fake',
    modelId: 'meadow-1',
    batches,
    async score(tiles) {
      batches.push(tiles.count);
      const confidences = brightnessOf(tiles);
      return locations
        ? { confidences, locations: new Float32Array(tiles.count * 2).fill(0.25) }
        : { confidences };
    },
    close: () => Promise.resolve(),
  };
}

async function tiled(run: Run, seeds: readonly number[]): Promise<PhotoLine[]> {
  const lines: PhotoLine[] = [];
  for (const seed of seeds) {
    const bytes = await placedPhoto({ seed });
    const line = lineOf(run.flightId, `${seed}.jpg`, bytes);
    await cloud.put('uploads', line.key, bytes);
    lines.push(line);
  }
  await tile(run, lines);
  return lines;
}

function score(
  run: Run,
  photos: readonly PhotoLine[],
  pool: EnginePool,
  signal = new AbortController().signal,
) {
  const model = { pool, modelPackage: { modelId: 'meadow-1', manifest: sampleManifest, files: new Map() } };
  return scorePhotos(cloud.platform, { run, photos, model, signal });
}

const scoresOf = (run: Run, photos: readonly PhotoLine[]) =>
  cloud.platform.tables.scores.getMany(
    run.runId,
    photos.map(({ photoId }) => photoId),
  );

describe('the scores of a batch', () => {
  it('are those of the tiles in their order, with model and engine', async () => {
    const run = sampleRun('order');
    const photos = await tiled(run, [1]);
    expect(await score(run, photos, fakePool())).toEqual({ scored: 1, doneBefore: 0 });
    const record = (await scoresOf(run, photos)).get(photos[0]!.photoId);
    expect(record).toMatchObject({ runId: run.runId, modelId: 'meadow-1', engine: 'fake' });
    expect(record).not.toHaveProperty('locations');
    const confidences = unpackConfidences(record!.confidences);
    expect(confidences).toHaveLength(12);
    for (const [i, confidence] of confidences.entries())
      expect(confidence).toBeCloseTo(meanOfTile(1, i), 1.5);
  });

  it('hold the places that the model gives', async () => {
    const run = sampleRun('places');
    const photos = await tiled(run, [2]);
    await score(run, photos, fakePool(true));
    const record = (await scoresOf(run, photos)).get(photos[0]!.photoId);
    expect(unpackLocations(record!.locations!)).toHaveLength(24);
    expect(unpackLocations(record!.locations!)[23]).toBeCloseTo(0.25, 2);
  });

  it('are not made again for photos that a former attempt scored', async () => {
    const run = sampleRun('resumed');
    const photos = await tiled(run, [3, 4, 5]);
    await score(run, photos.slice(0, 2), fakePool());
    const pool = fakePool();
    expect(await score(run, photos, pool)).toEqual({ scored: 1, doneBefore: 2 });
    expect(pool.batches).toEqual([12]);
    expect(await score(run, photos, pool)).toEqual({ scored: 0, doneBefore: 3 });
    expect(pool.batches).toEqual([12]);
    expect((await scoresOf(run, photos)).size).toBe(3);
  });

  it('are made again in another run', async () => {
    const run = sampleRun('two-runs');
    const photos = await tiled(run, [6]);
    await score(run, photos, fakePool());
    expect(await score({ ...run, runId: 'two-runs-b' }, photos, fakePool())).toMatchObject({ scored: 1 });
  });

  it('leave out photos without a sheet, and show progress for every photo', async () => {
    const run = sampleRun('sheetless');
    const empty = lineOf(run.flightId, 'empty.jpg', new Uint8Array());
    await cloud.put('uploads', empty.key, '');
    await tile(run, [empty]);
    const lost = lineOf(run.flightId, 'lost.jpg', Buffer.from('never tiled'));
    const photos = [...(await tiled(run, [7])), empty, lost];
    cloud.calls.length = 0;
    expect(await score(run, photos, fakePool())).toEqual({ scored: 1, doneBefore: 0 });
    expect(cloud.calls.map(({ parameters }) => parameters)).toEqual(
      [2, 1].map((n) => ({ runId: run.runId, stage: 'score-photos', photos: n })),
    );
  });
});

describe('a batch that cannot be finished', () => {
  it('because nobody waits for it any more begins no further photo', async () => {
    const run = sampleRun('aborted');
    const photos = await tiled(run, [8, 9, 10, 11, 12, 13]);
    const gone = new AbortController();
    const pool = fakePool();
    const aborting: EnginePool = {
      ...pool,
      async score(tiles) {
        gone.abort(new Error('nobody waits'));
        return pool.score(tiles);
      },
    };
    await expect(score(run, photos, aborting, gone.signal)).rejects.toThrow('nobody waits');
    await vi.waitFor(async () => expect((await scoresOf(run, photos)).size).toBe(pool.batches.length));
    expect(pool.batches.length).toBeGreaterThan(0);
    expect(pool.batches.length).toBeLessThan(photos.length);
  });

  it('because the model says something that is no confidence stores nothing of that photo', async () => {
    const run = sampleRun('nan');
    const photos = await tiled(run, [14]);
    const broken: EnginePool = {
      ...fakePool(),
      score: ({ count }) => Promise.resolve({ confidences: new Float32Array(count).fill(Number.NaN) }),
    };
    await expect(score(run, photos, broken)).rejects.toThrow('confidence NaN of tile 0');
    expect((await scoresOf(run, photos)).size).toBe(0);
  });
});

/** Mean of a tile of 80 x 80 pixels of the photo, 0..1. */
function meanOfTile(seed: number, index: number): number {
  const pixels = pixelsOf(seed);
  const [left, top] = [(index % 4) * 80, Math.floor(index / 4) * 80];
  let sum = 0;
  for (let y = top; y < top + 80; y++)
    for (let x = left * 3; x < (left + 80) * 3; x++) sum += pixels[y * widthPx * 3 + x]!;
  return sum / (80 * 80 * 3) / 255;
}
