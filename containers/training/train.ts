import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createRandom, hashInts, type Random } from '#core/simulate/random.ts';
import { chooseLessons } from '#core/model/training/lessons.ts';
import { classWeights, rateShareAt } from '#core/model/training/schedule.ts';
import { openTfjsWasm } from '#platform/engines/tfjs-backend.ts';
import { type Augmentation, augmentTiles } from './augment.ts';
import type { Checkpoint, CheckpointStore, EpochRecord } from './checkpoint.ts';
import { registerGradientKernels } from './gradient-kernels.ts';
import { createLearner, type Learner } from './learner.ts';
import { createNetwork, type Stage } from './network.ts';
import { type LabelledTiles, pickTiles } from './tiles.ts';
import { checkClasses, diverged, explainEngineFailure, stopped } from './training-errors.ts';

export interface TrainOptions {
  readonly tiles: LabelledTiles;
  /** Decides first weights, order and augmentation: the same seed gives the same network. */
  readonly seed: number;
  readonly epochs: number;
  /** Tiles of an epoch, default all of them; of a larger pool, the tiles that the network finds hard come oftener. */
  readonly tilesPerEpoch?: number;
  /** Tiles per step, default 32: with 64 the same tiles teach less, with 16 an epoch takes longer. */
  readonly batchSize?: number;
  /** Highest learning rate of Adam, default 0.002; it rises over the first 5 % of the steps and falls as a cosine. */
  readonly learningRate?: number;
  /** Default 0. */
  readonly weightDecay?: number;
  readonly augmentation?: Augmentation;
  /** Convolutions of a new network. */
  readonly stages?: readonly Stage[];
  /** Where the state is kept after every epoch, so that a killed training goes on from there. */
  readonly checkpoints?: CheckpointStore;
  readonly onProgress?: (progress: TrainProgress) => void;
  readonly signal?: AbortSignal;
}

export interface TrainProgress extends EpochRecord {
  readonly epochs: number;
  /** Tiles learned from per second. */
  readonly tilesPerS: number;
}

/** A trained network and what was seen on the way. */
export interface Trained {
  readonly model: LayersModel;
  readonly history: readonly EpochRecord[];
}

/**
 * A network that has learned the tiles, from scratch.
 * @throws UmbelError `training.class-empty` when one class has no tile, `training.diverged`, `training.stopped`, `training.out-of-memory`
 */
export async function train(options: TrainOptions): Promise<Trained> {
  checkClasses(options.tiles);
  try {
    return await trainEpochs(options);
  } catch (error) {
    throw explainEngineFailure(error);
  }
}

async function trainEpochs(options: TrainOptions): Promise<Trained> {
  const { tiles, seed, epochs, stages, checkpoints } = options;
  await openTfjsWasm();
  registerGradientKernels();
  const model = createNetwork({ tilePx: tiles.tilePx, seed, ...(stages === undefined ? {} : { stages }) });
  const before = await checkpoints?.load();
  const learner = createLearner(model, classWeights(tiles.labels), before);
  const losses = before?.losses ?? new Float32Array(tiles.count).fill(Number.NaN);
  const history = [...(before?.history ?? [])];
  for (let epoch = before?.epochs ?? 0; epoch < epochs; epoch++) {
    const started = performance.now();
    const { loss, count } = await learnEpoch(learner, losses, options, epoch);
    if (!Number.isFinite(loss)) throw diverged(epoch + 1);
    const record = { epoch: epoch + 1, loss };
    history.push(record);
    await checkpoints?.save(checkpointOf(learner, losses, history));
    const tilesPerS = (count / (performance.now() - started)) * 1000;
    options.onProgress?.({ ...record, epochs, tilesPerS });
  }
  learner.use('averages');
  return { model, history };
}

function checkpointOf(
  { weights, adam }: Learner,
  losses: Float32Array,
  history: readonly EpochRecord[],
): Checkpoint {
  return { epochs: history.length, weights, adam, losses, history, best: undefined };
}

async function learnEpoch(
  learner: Learner,
  losses: Float32Array,
  options: TrainOptions,
  epoch: number,
): Promise<{ loss: number; count: number }> {
  const { tiles, seed, epochs, batchSize = 32, learningRate = 0.002, weightDecay = 0 } = options;
  const random = createRandom(hashInts(seed, 0x7a1, epoch));
  const order = chooseLessons({ losses, count: options.tilesPerEpoch ?? tiles.count, random });
  const steps = Math.ceil(order.length / batchSize);
  let loss = 0;
  let step = 0;
  for await (const batch of augmentedBatches(options, order, random)) {
    if (options.signal?.aborted) throw stopped(epoch);
    const rate = learningRate * rateShareAt((epoch + step / steps) / epochs);
    const cost = learner.learn(batch, { learningRate: rate, weightDecay, clipNorm: 5, averaging: 0.995 });
    cost.tiles.forEach((value, i) => (losses[order[step * batchSize + i]!] = value));
    loss += cost.loss / steps;
    step++;
  }
  return { loss, count: order.length };
}

/** The tiles of one epoch, batch by batch; the next is compressed by sharp's threads while the network learns this one. */
async function* augmentedBatches(
  { tiles, batchSize = 32, augmentation }: TrainOptions,
  order: readonly number[],
  random: Random,
): AsyncGenerator<LabelledTiles> {
  const augment = (start: number): Promise<LabelledTiles> =>
    augmentTiles(pickTiles(tiles, order.slice(start, start + batchSize)), random, augmentation);
  let next = augment(0);
  for (let start = batchSize; start < order.length; start += batchSize) {
    const batch = await next;
    next = augment(start);
    yield batch;
  }
  yield await next;
}
