import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeTraining } from '#cli/train/describe.ts';
import { runTraining, type TrainResult } from '#cli/train/run-training.ts';
import { parseTrainJob } from '#containers/training/job/train-job.ts';
import { trainPackage } from '#containers/training/job/train-package.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { toyFolder } from '#test/containers/training/job/toy-folder.ts';

let [tiles, work] = ['', ''];
beforeAll(async () => {
  [tiles, work] = [await toyFolder(128), await mkdtemp(join(tmpdir(), 'umbel-train-'))];
});
afterAll(async () => {
  for (const dir of [tiles, work]) await rm(dir, { recursive: true, force: true });
});

function trainToy(name: string, more: object = {}): Promise<TrainResult> {
  const job = {
    tiles,
    out: join(work, name),
    tilePx: 32,
    engine: 'tfjs-wasm',
    epochs: 6,
    batch: 16,
    ...more,
  };
  return runTraining(job, { quiet: true });
}

describe('umbel train', { timeout: 120_000 }, () => {
  it('makes a package that says where it is from, with figures of folds and a report', async () => {
    const result = await trainToy('folds', {
      folds: 2,
      seed: 3,
      name: 'toy',
      tiling: { sizeM: 2, overlapM: 0.4 },
    });
    expect(result.folds).toHaveLength(2);
    expect(result.mean!.auc).toBeGreaterThan(0.9);
    expect(result.parity).toBeLessThanOrEqual(1e-4);
    expect(result.learned).toMatchObject({ n: 128, threshold: result.threshold });
    expect(result.learned!.recall).toBeGreaterThan(result.metrics.recall - 0.05);
    expect(result).toMatchObject({
      engine: 'tfjs-wasm',
      seed: 3,
      validation: 'folds',
      keptEpoch: 6,
      parent: null,
    });
    const { manifest, modelId } = await loadPackageFromFolder(result.out);
    expect(modelId).toBe(result.modelId);
    expect(manifest).toMatchObject({
      name: 'toy',
      tiling: { sizeM: 2, overlapM: 0.4 },
      dataset: { tiles: 128, description: expect.stringContaining(result.datasetSha256) },
      training: { seed: 3, command: expect.stringContaining('umbel train --tiles') },
    });
    const page = await readFile(result.report, 'utf8');
    for (const heading of [
      'Learning',
      'Fold by fold',
      'Package, on what it learned',
      'At which threshold',
      'What a confidence is worth',
      'Missed',
    ])
      expect(page).toContain(`>${heading}`);
    expect(existsSync(`${result.out}.training`)).toBe(false);
    expect(describeTraining(result)).toMatch(/fold 2 +64 tiles: AUC/);
    expect(describeTraining(result)).toMatch(/Learned +128 tiles, the package itself: AUC/);
    const short = describeTraining({
      ...result,
      keptEpoch: 1,
      epochs: 1,
      learned: { ...result.metrics, n: 1 },
    });
    expect(short).toMatch(/1 of 1 epoch$/m);
    expect(short).toMatch(/Learned +1 tile, /);
    const silent = { ...result.metrics, precision: Number.NaN, recall: 0, f1: 0 };
    expect(describeTraining({ ...result, metrics: silent })).toContain('precision -, recall 0.000');
  });

  it('gives the same weights for the same seed, whatever the number of threads', async () => {
    const digests = await Promise.all(
      [1, 2].map(async (threads) => {
        const { out } = await trainToy(`threads-${threads}`, { folds: 2, epochs: 2, threads });
        const { manifest } = await loadPackageFromFolder(out);
        return manifest.files['layers-model/weights.bin'];
      }),
    );
    expect(digests[1]).toEqual(digests[0]);
  });

  it('holds ground out, stops early, finds the recall that is asked for, and goes on from a backbone', async () => {
    const first = await trainToy('first', {
      crossValidation: false,
      folds: 4,
      patience: 3,
      epochs: 8,
      recall: 0.9,
    });
    expect(first).toMatchObject({ validation: 'hold-out', folds: [], mean: null });
    expect(first.metrics.n).toBe(32);
    expect(first.metrics.recall).toBeGreaterThanOrEqual(0.9);
    await expect(trainToy('first')).rejects.toMatchObject({
      code: 'training.folder-taken',
      kind: 'conflict',
    });
    expect((await loadPackageFromFolder(first.out)).modelId).toBe(first.modelId);
    const second = await trainToy('second', { folds: 2, epochs: 8, backbone: first.out });
    expect(second.parent).toBe(first.modelId);
    expect(second.mean!.auc).toBeGreaterThan(0.9);
  });

  it('goes on from its checkpoints: they lie beside the folder, which is still new', async () => {
    const out = join(work, 'stopped');
    const options = { tilePx: 32, engine: 'tfjs-wasm', epochs: 4, batch: 16, crossValidation: false };
    const job = parseTrainJob({ tiles, out, ...options });
    const stop = new AbortController();
    const stopped = trainPackage(job, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'training.stopped' });
    expect([existsSync(out), existsSync(`${out}.training`)]).toEqual([false, true]);
    const epochs: number[] = [];
    await trainPackage(job, { onProgress: (_, { epoch }) => epochs.push(epoch) });
    expect(epochs.at(0)).toBeGreaterThan(1);
    expect([existsSync(out), existsSync(`${out}.html`), existsSync(`${out}.training`)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('refuses what it cannot do, in words', async () => {
    await expect(trainToy('bad', { tilePx: 50 })).rejects.toMatchObject({ code: 'training.option-invalid' });
    await expect(trainToy('bad', { folds: 9 })).rejects.toMatchObject({ code: 'training.groups-few' });
    await expect(trainToy('bad', { tiles: join(work, 'none') })).rejects.toMatchObject({
      code: 'tiles.folder-missing',
    });
  });
});
