import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type AdamState, type AdamStep, startAdam, stepAdam } from '#core/model/training/adam.ts';
import { inputValues } from '#core/model/input.ts';
import type { ModelManifest } from '#core/model/package.ts';
import type { LabelledTiles } from './tiles.ts';

/** A network that is being trained. Its weights live here as plain numbers; the network holds a copy of them. */
export interface Learner {
  readonly model: LayersModel;
  /** What a checkpoint holds: the weights as they are and Adam's state, whose averages are what the training yields. */
  readonly weights: readonly Float32Array[];
  readonly adam: AdamState;
  /** What the batch cost before the network learned from it. */
  learn(batch: LabelledTiles, step: LearnStep): BatchLoss;
  /** Puts weights into the network: the averaged ones to judge it, its own to go on. */
  use(weights: readonly Float32Array[]): void;
}

export interface LearnStep extends AdamStep {
  /** Leave all but the head as it is. */
  readonly frozen?: boolean;
}

/** What does not change during a training. */
export interface LearnerSetting {
  /** Weight of a background tile and of a hogweed tile. */
  readonly classWeights: readonly [number, number];
  /** How bytes become the network's input; default as they are. */
  readonly input?: ModelManifest['input'] | undefined;
}

export interface BatchLoss {
  /** What was minimised. */
  readonly loss: number;
  /** Cross entropy of each tile, without weights. */
  readonly tiles: Float32Array;
}

/** What a training has reached. */
export interface LearnerState {
  readonly weights: readonly Float32Array[];
  readonly adam: AdamState;
}

/** Weight of a squared error of 1 tile in the location beside the cross entropy. */
const locationWeight = 8;

/**
 * A learner for the network's trainable weights.
 * @param resumed what an earlier learner of the same network had reached
 */
export function createLearner(model: LayersModel, setting: LearnerSetting, resumed?: LearnerState): Learner {
  const trained = model.trainableWeights.filter((weight) => isVariable(weight.read()));
  const variables = trained.map((weight) => weight.read()).filter(isVariable);
  const isHead = trained.map((weight) => weight.originalName.startsWith('cell_logits'));
  const weights = resumed?.weights ?? variables.map((variable) => new Float32Array(variable.dataSync()));
  const adam = resumed?.adam ?? startAdam(weights);
  const decays = variables.map((variable) => variable.rank > 1);
  const put = (values: readonly Float32Array[]): void =>
    variables.forEach((variable, i) => assign(variable, values[i]!));
  if (resumed !== undefined) put(weights);
  return {
    model,
    weights,
    adam,
    learn(batch, step) {
      // A frozen trunk costs no gradients: nothing behind the head is asked for.
      const moving = step.frozen === true ? isHead : variables.map(() => true);
      const asked = variables.filter((_, i) => moving[i]);
      const { loss, gradients, logits } = gradientsOf(model, asked, batch, setting);
      const all = variables.map((_, i) => (moving[i] ? gradients.shift() : undefined));
      stepAdam(weights, all, adam, { ...step, decays });
      put(weights);
      return { loss, tiles: logits.map((logit, i) => softplus(batch.labels[i]! > 0 ? -logit : logit)) };
    },
    use: put,
  };
}

/** log(1 + e^x), without overflow: the cross entropy of a tile whose logit is on the wrong side by x. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function isVariable(tensor: tf.Tensor): tensor is tf.Variable {
  return tensor instanceof tf.Variable;
}

function assign(variable: tf.Variable, values: Float32Array): void {
  tf.tidy(() => variable.assign(tf.tensor(values.slice(), variable.shape)));
}

function gradientsOf(
  model: LayersModel,
  variables: tf.Variable[],
  batch: LabelledTiles,
  setting: LearnerSetting,
): { loss: number; gradients: Float32Array[]; logits: Float32Array } {
  return tf.tidy(() => {
    let logits = new Float32Array();
    const cost = costOf(model, batch, setting);
    const { value, grads } = tf.variableGrads(() => {
      const { logit, loss } = cost();
      logits = Float32Array.from(logit.dataSync());
      return loss;
    }, variables);
    const gradients = variables.map((variable) => new Float32Array(grads[variable.name]!.dataSync()));
    return { loss: value.dataSync()[0]!, gradients, logits };
  });
}

/** Cross entropy of the labels and, where the plant's place is known, its squared error; a mean over the batch. */
function costOf(
  model: LayersModel,
  batch: LabelledTiles,
  { classWeights, input: spec }: LearnerSetting,
): () => { logit: tf.Tensor; loss: tf.Scalar } {
  const { count, tilePx, labels, locations, pixels } = batch;
  const column = (value: (label: number, i: number) => number): tf.Tensor2D =>
    tf.tensor2d(
      Float32Array.from(labels, (label, i) => value(label, i)),
      [count, 1],
    );
  const input = tf.tensor4d(new Float32Array(spec === undefined ? pixels : inputValues(batch, spec)), [
    count,
    tilePx,
    tilePx,
    3,
  ]);
  const truth = column((label) => label);
  const importance = column((label) => classWeights[label > 0 ? 1 : 0]);
  const known = column((label, i) => (label > 0 && !Number.isNaN(locations?.[i * 2] ?? Number.NaN) ? 1 : 0));
  const places = tf.tensor2d(
    Float32Array.from(locations ?? new Float32Array(count * 2), (v) => v || 0),
    [count, 2],
  );
  return () => {
    const [logit, location] = [model.apply(input, { training: true })].flat();
    if (!(logit instanceof tf.Tensor)) throw new TypeError('the network must yield a logit');
    const entropy = tf.losses.sigmoidCrossEntropy<tf.Tensor, tf.Scalar>(
      truth,
      logit,
      importance,
      0,
      tf.Reduction.MEAN,
    );
    if (locations === undefined || !(location instanceof tf.Tensor)) return { logit, loss: entropy };
    const misplaced = tf.sum<tf.Scalar>(tf.mul(tf.square(tf.sub(location, places)), known));
    return { logit, loss: tf.add<tf.Scalar>(entropy, tf.mul(misplaced, locationWeight / count)) };
  };
}
