import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileCheckpoints } from '#containers/training/checkpoint.ts';
import { layersModelData } from '#containers/training/layers-model.ts';
import { train, type TrainOptions } from '#containers/training/train.ts';
import { toyTiles } from './toy-tiles.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'umbel-checkpoint-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const options: TrainOptions = {
  tiles: { ...toyTiles(64, 1) },
  seed: 4,
  epochs: 4,
  batchSize: 16,
  weightDecay: 0.01,
  validation: { tiles: toyTiles(16, 9), patience: 4 },
};

async function weightsOf(more: Partial<TrainOptions>): Promise<Float32Array[]> {
  const { model } = await train({ ...options, ...more });
  const { weights } = await layersModelData(model);
  model.dispose();
  return weights.map(({ values }) => values);
}

describe('a training that was killed', () => {
  it('ends with the same weights as one that was not', async () => {
    const undisturbed = await weightsOf({});
    const checkpoints = fileCheckpoints(join(dir, 'a'), 'key');
    const stop = new AbortController();
    const seen: number[] = [];
    const killed = train({
      ...options,
      checkpoints,
      signal: stop.signal,
      onProgress: ({ epoch }) => epoch === 2 && stop.abort(),
    });
    await expect(killed).rejects.toMatchObject({ code: 'training.stopped' });
    const resumed = await weightsOf({ checkpoints, onProgress: ({ epoch }) => seen.push(epoch) });
    expect(seen).toEqual([3, 4]);
    expect(resumed).toEqual(undisturbed);
  });
});

describe('fileCheckpoints', () => {
  it('takes up nothing of another training, nor a damaged file', async () => {
    const file = join(dir, 'b');
    expect(await fileCheckpoints(file, 'one').load()).toBeUndefined();
    await train({ ...options, epochs: 1, checkpoints: fileCheckpoints(file, 'one') });
    expect(await fileCheckpoints(file, 'one').load()).toMatchObject({ epochs: 1 });
    expect(await fileCheckpoints(file, 'two').load()).toBeUndefined();
    await writeFile(file, 'no checkpoint');
    expect(await fileCheckpoints(file, 'one').load()).toBeUndefined();
  });
});
