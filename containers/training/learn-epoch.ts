import { createRandom, hashInts, type Random } from '#core/simulate/random.ts';
import { chooseLessons } from '#core/model/training/lessons.ts';
import { rateShareAt } from '#core/model/training/schedule.ts';
import { augmentTiles } from './augment.ts';
import type { Learner } from './learner.ts';
import { type LabelledTiles, pickTiles } from './tiles.ts';
import type { TrainOptions } from './train.ts';
import { stopped } from './training-errors.ts';

export interface LearnEpochOptions extends TrainOptions {
  /** Epochs done before. */
  readonly epoch: number;
  /** Loss of every tile when the network last saw it; brought up to date. */
  readonly losses: Float32Array;
  /** Learn with the new layers only. */
  readonly frozen: boolean;
}

/** The mean loss of one epoch's steps, and how many tiles it had. */
export async function learnEpoch(
  learner: Learner,
  options: LearnEpochOptions,
): Promise<{ loss: number; count: number }> {
  const { tiles, seed, epoch, epochs, losses, batchSize = 32, learningRate = 0.002 } = options;
  const { weightDecay = 0, averagedShare = 0.1, frozen } = options;
  const random = createRandom(hashInts(seed, 0x7a1, epoch));
  const order = chooseLessons({ losses, count: options.tilesPerEpoch ?? tiles.count, random });
  const steps = Math.ceil(order.length / batchSize);
  const averaging = 1 - 1 / (1 + averagedShare * epochs * steps);
  let loss = 0;
  let step = 0;
  for await (const batch of augmentedBatches(options, order, random)) {
    if (options.signal?.aborted) throw stopped(epoch);
    const rate = learningRate * rateShareAt((epoch + step / steps) / epochs);
    const cost = learner.learn(batch, { learningRate: rate, weightDecay, clipNorm: 5, averaging, frozen });
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
