import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { augmentTiles } from '#containers/training/augment.ts';
import { createLearner } from '#containers/training/learner.ts';
import { createNetwork } from '#containers/training/network.ts';
import { openTrainingEngine } from '#containers/training/training-engine.ts';
import type { LabelledTiles } from '#containers/training/tiles.ts';
import { createRandom } from '#core/simulate/random.ts';
import type { BenchRow } from './table.ts';

const [tilePx, count] = [64, 32];
/** Both kinds of step are taken so often, in turns; the best time of each counts. */
const turns = 24;

/** A training step, with and without its augmentation, against TensorFlow.js alone over the same network and batch. */
export async function benchTraining(): Promise<BenchRow[]> {
  await openTrainingEngine('tfjs-wasm');
  const batch = noise();
  const ours = createLearner(createNetwork({ tilePx, seed: 1 }), { classWeights: [1, 1] });
  const alone = plainStep(createNetwork({ tilePx, seed: 1 }), batch);
  const random = createRandom(2);
  let [stepMs, aloneMs, augmentMs] = [Infinity, Infinity, Infinity];
  for (let turn = 0; turn < turns; turn++) {
    stepMs = Math.min(
      stepMs,
      timed(() => void ours.learn(batch, { learningRate: 1e-4 })),
    );
    aloneMs = Math.min(aloneMs, timed(alone));
  }
  // Apart, for it drives the network's weights out of the processor's caches.
  for (let turn = 0; turn < turns; turn++) {
    const start = process.cpuUsage();
    await augmentTiles(batch, random, { warps: 0.5, light: 0.3 });
    const { user, system } = process.cpuUsage(start);
    augmentMs = Math.min(augmentMs, (user + system) / 1000);
  }
  const detail = `${stepMs.toFixed(1)} ms of CPU for ${count} tiles; tfjs ${aloneMs.toFixed(1)} ms; augmentation ${augmentMs.toFixed(1)} ms`;
  return [
    { name: 'train: step / tfjs alone', value: stepMs / aloneMs, atMost: 1.25, detail },
    { name: 'train: augmentation / step', value: augmentMs / stepMs, atMost: 0.35 },
  ];
}

function noise(): LabelledTiles {
  const random = createRandom(1);
  return {
    count,
    tilePx,
    pixels: Uint8Array.from({ length: count * tilePx * tilePx * 3 }, () => random.int(256)),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 2),
  };
}

/** The step as the documentation of TensorFlow.js writes it: Adam and `minimize`. */
function plainStep(model: LayersModel, { pixels, labels }: LabelledTiles): () => void {
  const optimizer = tf.train.adam(1e-4);
  const truth = tf.tensor2d(Float32Array.from(labels), [count, 1]);
  return () =>
    tf.tidy(() => {
      const inputs = tf.tensor4d(new Float32Array(pixels), [count, tilePx, tilePx, 3]);
      const cost = optimizer.minimize(() => {
        const [logit] = [model.apply(inputs, { training: true })].flat();
        if (!(logit instanceof tf.Tensor)) throw new TypeError('the network must yield a logit');
        return tf.losses.sigmoidCrossEntropy<tf.Tensor, tf.Scalar>(truth, logit);
      }, true);
      cost?.dataSync();
    });
}

/** CPU milliseconds: on a busy machine a step's wall time is mostly others' work. */
function timed(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
