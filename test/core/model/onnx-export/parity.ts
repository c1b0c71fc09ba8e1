import * as tf from '@tensorflow/tfjs-core';
import {
  input as makeInput,
  model as makeModel,
  type LayersModel,
  SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { createRandom } from '#core/simulate/random.ts';
import { exportOnnx } from '#core/model/onnx-export/export-onnx.ts';
import { layersModelData } from '#containers/training/layers-model.ts';

/** Odd sizes, so that 'same' padding is uneven, and four channels, so that a wrong order of axes shows. */
export const inputShape: [number, number, number] = [9, 10, 4];

export interface Layer {
  apply(input: SymbolicTensor | SymbolicTensor[]): unknown;
}

/** What a layer yields, which must be one tensor. */
export function apply(layer: Layer, input: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  const output = layer.apply(input);
  if (output instanceof SymbolicTensor) return output;
  throw new TypeError('the layer does not yield one tensor');
}

/** What several layers in a row yield. */
export function through(input: SymbolicTensor, ...chain: readonly Layer[]): SymbolicTensor {
  return chain.reduce((value, layer) => apply(layer, value), input);
}

/** A model from the test input to what `build` makes of it, with random weights (variances positive). */
export function randomModel(
  build: (input: SymbolicTensor) => SymbolicTensor,
  shape = inputShape,
): LayersModel {
  const inputs = makeInput({ shape });
  const model = makeModel({ inputs, outputs: build(inputs) });
  const random = createRandom(7);
  for (const weight of model.weights) {
    const dims = weight.shape.map((dim) => dim ?? 1);
    const count = dims.reduce((product, dim) => product * dim, 1);
    const draw = weight.name.includes('variance') ? () => 0.5 + random.next() : () => random.normal() * 0.4;
    weight.write(tf.tensor(Float32Array.from({ length: count }, draw), dims));
  }
  return model;
}

/** Largest difference between what TensorFlow.js and onnxruntime make of the same three random inputs, and the size of the result. */
export async function compareEngines(
  model: LayersModel,
): Promise<{ difference: number; spread: number; dims: readonly number[] }> {
  const random = createRandom(3);
  const dims = [3, ...(model.inputs[0]?.shape ?? []).slice(1).map((dim) => dim ?? 1)];
  const values = Float32Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, () =>
    random.normal(),
  );
  const expected = tf.tidy(() => [model.predict(tf.tensor(values, dims))].flat()[0]!);
  const session = await InferenceSession.create(
    exportOnnx(await layersModelData(model), { inputType: 'float32', outputNames: ['y'] }),
  );
  const { y } = await session.run({ tiles: new Tensor('float32', values, dims) });
  const want = Float32Array.from(await expected.data());
  const got = floatsOf(y);
  const difference = want.reduce((worst, value, i) => Math.max(worst, Math.abs(value - got[i]!)), 0);
  const spread = Math.max(...want) - Math.min(...want);
  return { difference: want.length === got.length ? difference : Number.NaN, spread, dims: y?.dims ?? [] };
}

/** The values of a float tensor. */
export function floatsOf(tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new TypeError('not a float tensor');
}
