import type { LayersModel } from '@tensorflow/tfjs-layers';
import { tileMetrics } from '#core/model/evaluate/metrics.ts';
import type { ModelManifest } from '#core/model/package.ts';
import { type EarlyStop, earlyStop } from '#core/model/training/early-stop.ts';
import { classWeights } from '#core/model/training/schedule.ts';
import type { Augmentation } from './augment.ts';
import type { Backbone } from './backbone.ts';
import type { CheckpointStore, EpochRecord } from './checkpoint.ts';
import { predictTiles } from './fit-confidence.ts';
import { learnEpoch, type LearnEpochOptions } from './learn-epoch.ts';
import { createLearner, type Learner } from './learner.ts';
import { createNetwork, type Stage } from './network.ts';
import type { LabelledTiles } from './tiles.ts';
import { openTrainingEngine, type TrainingEngine } from './training-engine.ts';
import { checkClasses, diverged, explainEngineFailure } from './training-errors.ts';

export interface TrainOptions {
  readonly tiles: LabelledTiles;
  /** Decides first weights, order and augmentation: the same seed gives the same network on the same engine. */
  readonly seed: number;
  /** The most epochs; fewer where the validation tiles end the training. */
  readonly epochs: number;
  /** Default `tfjs-wasm`. */
  readonly engine?: TrainingEngine;
  /** Tiles of an epoch, default all of them; of a larger pool, the tiles that the network finds hard come oftener. */
  readonly tilesPerEpoch?: number;
  /** Tiles per step, default 32: with 64 the same tiles teach less, with 16 an epoch takes longer. */
  readonly batchSize?: number;
  /** Highest learning rate of Adam, default 0.002; it rises over the first 5 % of the steps and falls as a cosine. */
  readonly learningRate?: number;
  /** Default 0. */
  readonly weightDecay?: number;
  /** Share of the training, counted from its end, over which weights are averaged; default 0.1. */
  readonly averagedShare?: number;
  readonly augmentation?: Augmentation;
  /** Convolutions of a new network. */
  readonly stages?: readonly Stage[];
  /** A network to go on from, in place of a new one: its trunk is frozen for the first third of the epochs. */
  readonly backbone?: Backbone;
  /** Tiles that decide when to stop: the weights of the epoch with the least loss on them are kept. */
  readonly validation?: { readonly tiles: LabelledTiles; readonly patience: number };
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
  /** The epoch whose weights were kept: the last one, or the best on the validation tiles. */
  readonly keptEpoch: number;
}

/**
 * A network that has learned the tiles, from scratch or from a backbone.
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
  const { tiles, epochs, checkpoints, validation } = options;
  await openTrainingEngine(options.engine ?? 'tfjs-wasm');
  const { model, frozenEpochs, input } = await networkFor(options);
  const before = await checkpoints?.load();
  const learner = createLearner(model, { classWeights: classWeights(tiles.labels), input }, before);
  const losses = before?.losses ?? new Float32Array(tiles.count).fill(Number.NaN);
  const history: EpochRecord[] = [...(before?.history ?? [])];
  const stop = earlyStop(validation?.patience ?? epochs);
  for (const { epoch, validationLoss } of history)
    if (validationLoss !== undefined) stop.note(epoch, validationLoss);
  let best = before?.best;
  while (history.length < epochs && !stop.isOver(history.length)) {
    const started = performance.now();
    const epoch = history.length;
    const lesson: LearnEpochOptions = { ...options, losses, epoch, frozen: epoch < frozenEpochs };
    const { loss, count } = await learnEpoch(learner, lesson);
    if (!Number.isFinite(loss)) throw diverged(epoch + 1);
    const tilesPerS = (count / (performance.now() - started)) * 1000;
    const record = { epoch: epoch + 1, loss, ...(await judge(learner, validation?.tiles, input)) };
    history.push(record);
    if (isBest(stop, record)) best = learner.adam.averages.map((values) => Float32Array.from(values));
    await checkpoints?.save({ ...learner, epochs: history.length, losses, history, best });
    options.onProgress?.({ ...record, epochs, tilesPerS });
  }
  learner.use(best ?? learner.adam.averages);
  return { model, history, keptEpoch: stop.best()?.epoch ?? history.length };
}

async function networkFor({ tiles, seed, stages, backbone, epochs }: TrainOptions): Promise<{
  readonly model: LayersModel;
  readonly frozenEpochs: number;
  readonly input: ModelManifest['input'] | undefined;
}> {
  if (backbone !== undefined) {
    const { model, input } = await backbone.open(seed);
    return { model, input, frozenEpochs: Math.floor(epochs / 3) };
  }
  const model = createNetwork({ tilePx: tiles.tilePx, seed, ...(stages === undefined ? {} : { stages }) });
  return { model, frozenEpochs: 0, input: undefined };
}

function isBest(stop: EarlyStop, { epoch, validationLoss }: EpochRecord): boolean {
  return validationLoss !== undefined && stop.note(epoch, validationLoss);
}

/** What the averaged weights are worth on the validation tiles; nothing where there are none. */
async function judge(
  learner: Learner,
  tiles: LabelledTiles | undefined,
  input: ModelManifest['input'] | undefined,
): Promise<Pick<EpochRecord, 'validationLoss' | 'validationAuc'>> {
  if (tiles === undefined) return {};
  learner.use(learner.adam.averages);
  const { logits } = await predictTiles(learner.model, tiles, input);
  learner.use(learner.weights);
  const { labels } = tiles;
  const entropy = logits.reduce(
    (sum, logit, i) => sum + Math.log1p(Math.exp(Math.min(30, labels[i]! > 0 ? -logit : logit))),
    0,
  );
  const { auc } = tileMetrics({ confidences: logits, labels }, 0);
  return { validationLoss: entropy / tiles.count, validationAuc: auc };
}
