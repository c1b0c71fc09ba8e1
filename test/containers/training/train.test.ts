import { beforeAll, describe, expect, it } from 'vitest';
import { fitConfidence, predictTiles } from '#containers/training/fit-confidence.ts';
import { layersModelData } from '#containers/training/layers-model.ts';
import { train, type TrainProgress } from '#containers/training/train.ts';
import { openTfjsWasm } from '#platform/engines/tfjs-backend.ts';
import { toyTiles } from './toy-tiles.ts';

beforeAll(async () => {
  await openTfjsWasm();
});

async function weightsFor(seed: number): Promise<Float32Array[]> {
  const { model } = await train({ tiles: toyTiles(48, 1), seed, epochs: 1, batchSize: 16 });
  return (await layersModelData(model)).weights.map(({ values }) => values);
}

describe('training', () => {
  it('learns to tell tiles apart and where the plant stands', async () => {
    const progress: TrainProgress[] = [];
    const { model } = await train({
      tiles: toyTiles(256, 1),
      seed: 1,
      epochs: 6,
      batchSize: 32,
      onProgress: (p) => progress.push(p),
    });
    const unseen = toyTiles(128, 2);
    const predictions = await predictTiles(model, unseen);
    const { metrics, histogram } = fitConfidence(predictions, unseen);
    expect(metrics.auc).toBeGreaterThan(0.99);
    expect(histogram.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    const misses = [...unseen.labels.keys()]
      .filter((i) => unseen.labels[i] === 1)
      .map((i) =>
        Math.hypot(...[0, 1].map((k) => predictions.locations[i * 2 + k]! - unseen.locations[i * 2 + k]!)),
      );
    expect(misses.sort((a, b) => a - b)[misses.length >> 1]).toBeLessThan(0.1);
    expect(progress.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(progress.at(-1)!.loss).toBeLessThan(progress[0]!.loss / 2);
  });

  it('gives the same network for the same seed, and another for another', async () => {
    const [first, again, other] = [await weightsFor(3), await weightsFor(3), await weightsFor(4)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('refuses tiles of one class only', async () => {
    const tiles = { ...toyTiles(8, 1), labels: new Uint8Array(8) };
    await expect(train({ tiles, seed: 1, epochs: 1 })).rejects.toMatchObject({
      code: 'training.class-empty',
      message: /hogweed/,
    });
  });

  it('says that it diverged', async () => {
    await expect(
      train({ tiles: toyTiles(64, 1), seed: 1, epochs: 2, learningRate: 1e12 }),
    ).rejects.toMatchObject({
      code: 'training.diverged',
    });
  });

  it('stops when asked', async () => {
    const signal = AbortSignal.abort();
    await expect(train({ tiles: toyTiles(8, 1), seed: 1, epochs: 1, signal })).rejects.toMatchObject({
      code: 'training.stopped',
    });
  });
});
