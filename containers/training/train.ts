import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UmbelError } from '#core/errors.ts';
import { createRandom, hashInts, type Random } from '#core/simulate/random.ts';
import { openTfjsWasm } from '#platform/engines/tfjs-backend.ts';
import { augmentTiles } from './augment.ts';
import { registerGradientKernels } from './gradient-kernels.ts';
import { createNetwork } from './network.ts';
import { type LabelledTiles, pickTiles } from './tiles.ts';

export interface TrainOptions {
  readonly tiles: LabelledTiles;
  /** Decides first weights, order and augmentation: the same seed gives the same network. */
  readonly seed: number;
  readonly epochs: number;
  /** Tiles per step, default 32: with 64 the same tiles teach less, with 16 an epoch takes longer. */
  readonly batchSize?: number;
  /** Highest learning rate of Adam, default 0.002; it rises over the first 5 % of the steps and falls as a cosine. */
  readonly learningRate?: number;
  readonly onProgress?: (progress: TrainProgress) => void;
  readonly signal?: AbortSignal;
}

export interface TrainProgress {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean loss of the steps of this epoch. */
  readonly loss: number;
  /** Tiles learned from per second. */
  readonly tilesPerS: number;
}

/** Weight of a squared error of 1 tile in the location beside the cross entropy. */
const locationWeight = 8;

/**
 * A network that has learned the tiles, from scratch.
 * @throws UmbelError `training.class-empty` when one class has no tile, `training.diverged`, `training.stopped`
 */
export async function train(options: TrainOptions): Promise<LayersModel> {
  const { tiles, seed, epochs, batchSize = 32, learningRate = 0.002 } = options;
  checkClasses(tiles);
  await openTfjsWasm();
  registerGradientKernels();
  const model = createNetwork({ tilePx: tiles.tilePx, seed });
  const optimizer = tf.train.adam(learningRate);
  const random = createRandom(hashInts(seed, 0x7a1));
  const classWeights = weightsOf(tiles.labels);
  const steps = Math.ceil(tiles.count / batchSize);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(tiles.count, random);
    const started = performance.now();
    let loss = 0;
    let step = epoch * steps;
    for await (const batch of augmentedBatches(tiles, order, batchSize, random)) {
      if (options.signal?.aborted) throw stopped(epoch);
      setLearningRate(optimizer, learningRate * scheduleAt(step++ / (epochs * steps)));
      loss += learnBatch({ model, optimizer, classWeights }, batch) / steps;
    }
    if (!Number.isFinite(loss)) throw diverged(epoch + 1);
    const tilesPerS = (tiles.count / (performance.now() - started)) * 1000;
    options.onProgress?.({ epoch: epoch + 1, epochs, loss, tilesPerS });
  }
  optimizer.dispose();
  return model;
}

/** The tiles of one epoch, batch by batch; the next is compressed by sharp's threads while the network learns this one. */
async function* augmentedBatches(
  tiles: LabelledTiles,
  order: readonly number[],
  batchSize: number,
  random: Random,
): AsyncGenerator<LabelledTiles> {
  const augment = (start: number): Promise<LabelledTiles> =>
    augmentTiles(pickTiles(tiles, order.slice(start, start + batchSize)), random);
  let next = augment(0);
  for (let start = batchSize; start < order.length; start += batchSize) {
    const batch = await next;
    next = augment(start);
    yield batch;
  }
  yield await next;
}

interface Learner {
  readonly model: LayersModel;
  readonly optimizer: tf.Optimizer;
  /** Weight of a background tile and of a hogweed tile. */
  readonly classWeights: readonly [number, number];
}

/** The loss of one batch, from which the network has learned. */
function learnBatch({ model, optimizer, classWeights }: Learner, batch: LabelledTiles): number {
  const { count, tilePx, labels, locations } = batch;
  const known = Float32Array.from(labels, (label, i) => (label > 0 && isKnown(locations, i) ? 1 : 0));
  return tf.tidy(() => {
    const input = tf.tensor4d(Float32Array.from(batch.pixels), [count, tilePx, tilePx, 3]);
    const truth = tf.tensor2d(Float32Array.from(labels), [count, 1]);
    const weights = tf.tensor2d(
      Float32Array.from(labels, (label) => classWeights[label > 0 ? 1 : 0]),
      [count, 1],
    );
    const places = tf.tensor2d(
      Float32Array.from(locations ?? new Float32Array(count * 2), (v) => v || 0),
      [count, 2],
    );
    const mask = tf.tensor2d(known, [count, 1]);
    const cost = optimizer.minimize(() => {
      const [logit, location] = [model.apply(input, { training: true })].flat();
      if (!(logit instanceof tf.Tensor) || !(location instanceof tf.Tensor))
        throw new TypeError('two outputs expected');
      const entropy = tf.losses.sigmoidCrossEntropy(truth, logit, weights, 0, tf.Reduction.MEAN);
      const misplaced = tf.sum(tf.mul(tf.square(tf.sub(location, places)), mask));
      return tf.add<tf.Scalar>(entropy, tf.mul(misplaced, locationWeight / count));
    }, true);
    return cost?.dataSync()[0] ?? Number.NaN;
  });
}

function isKnown(locations: Float32Array | undefined, tile: number): boolean {
  return locations !== undefined && !Number.isNaN(locations[tile * 2]);
}

/** Share of the highest learning rate when `progress` (0..1) of all steps are done. */
function scheduleAt(progress: number): number {
  const warmup = 0.05;
  if (progress < warmup) return 0.1 + (0.9 * progress) / warmup;
  return 0.01 + 0.99 * 0.5 * (1 + Math.cos((Math.PI * (progress - warmup)) / (1 - warmup)));
}

/** Adam reads its learning rate anew at every step but has no setter for it. */
function setLearningRate(optimizer: tf.AdamOptimizer, rate: number): void {
  Reflect.set(optimizer, 'learningRate', rate);
}

/** Class weights under which both classes count the same, softened by the square root. */
function weightsOf(labels: Uint8Array): readonly [number, number] {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const share = positives / labels.length;
  return [Math.sqrt(0.5 / (1 - share)), Math.sqrt(0.5 / share)];
}

function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

function checkClasses({ labels }: LabelledTiles): void {
  for (const [label, name] of ['background', 'hogweed'].entries()) {
    if (labels.includes(label)) continue;
    throw new UmbelError({
      code: 'training.class-empty',
      kind: 'bad-input',
      message: `There is no ${name} tile to learn from.`,
      hint: 'Give tiles of both classes.',
    });
  }
}

function diverged(epoch: number): UmbelError {
  return new UmbelError({
    code: 'training.diverged',
    kind: 'bad-input',
    message: `The training diverged in epoch ${epoch}: the loss is not a number.`,
    hint: 'Train with a smaller learning rate.',
  });
}

function stopped(epoch: number): UmbelError {
  return new UmbelError({
    code: 'training.stopped',
    kind: 'try-again',
    message: `The training was stopped after ${epoch} epochs.`,
  });
}
