import * as tf from '@tensorflow/tfjs-core';
// Brings the gradients of every operation along.
import '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerGradientKernels } from '#containers/training/gradient-kernels.ts';
import { openTfjsWasm } from '#platform/engines/tfjs-backend.ts';

beforeAll(async () => {
  await openTfjsWasm();
  registerGradientKernels();
});

type Pad = 'same' | 'valid' | number;

/** A convolution's value and gradients written out as sums, to compare with. */
function byHand(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  dy: tf.Tensor4D,
  forward: { stride: number; top: number; left: number },
) {
  const [count, height, width, inputs] = x.shape;
  const [kernelHeight, kernelWidth, , outputs] = filter.shape;
  const [, rows, columns] = dy.shape;
  const [xs, fs, ds] = [x.arraySync(), filter.arraySync(), dy.arraySync()];
  const dx = tf.buffer(x.shape);
  const df = tf.buffer(filter.shape);
  const add = (buffer: typeof dx, value: number, at: [number, number, number, number]): void =>
    buffer.set(buffer.get(...at) + value, ...at);
  for (let n = 0; n < count; n++)
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++)
        for (let ky = 0; ky < kernelHeight; ky++)
          for (let kx = 0; kx < kernelWidth; kx++) {
            const y = r * forward.stride + ky - forward.top;
            const u = c * forward.stride + kx - forward.left;
            if (y < 0 || u < 0 || y >= height || u >= width) continue;
            for (let i = 0; i < inputs; i++)
              for (let o = 0; o < outputs; o++) {
                const slope = ds[n]![r]![c]![o]!;
                add(dx, slope * fs[ky]![kx]![i]![o]!, [n, y, u, i]);
                add(df, slope * xs[n]![y]![u]![i]!, [ky, kx, i, o]);
              }
          }
  return { dx: dx.toTensor(), df: df.toTensor() };
}

/** Gradients of a convolution in its input and its filter, as TensorFlow.js works them out. */
function gradientsOf(stride: number, pad: Pad): (args: tf.Tensor[], dy?: tf.Tensor) => tf.Tensor[] {
  return tf.grads((...[x, filter]: tf.Tensor[]) =>
    tf.conv2d(
      tf.reshape<tf.Rank.R4>(x!, fourOf(x!)),
      tf.reshape<tf.Rank.R4>(filter!, fourOf(filter!)),
      stride,
      pad,
    ),
  );
}

function fourOf({ shape: [a = 1, b = 1, c = 1, d = 1] }: tf.Tensor): [number, number, number, number] {
  return [a, b, c, d];
}

function worst(a: tf.Tensor, b: tf.Tensor): number {
  return tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
}

describe('gradients of a convolution on the WebAssembly backend', () => {
  it.each<[number, Pad, number, number]>([
    [1, 'same', 1, 1],
    [2, 'same', 1, 1],
    [2, 'valid', 0, 0],
    [3, 'same', 0, 0],
    [3, 'valid', 0, 0],
    [1, 1, 1, 1],
    [2, 2, 2, 2],
  ])('are those of the definition: stride %i, padding %s', (stride, pad, top, left) => {
    const x = tf.randomNormal<tf.Rank.R4>([2, 9, 11, 3], 0, 1, 'float32', 1);
    const filter = tf.randomNormal<tf.Rank.R4>([3, 3, 3, 5], 0, 1, 'float32', 2);
    const shape = tf.conv2d(x, filter, stride, pad).shape;
    const dy = tf.randomNormal<tf.Rank.R4>(shape, 0, 1, 'float32', 3);
    const [dx, df] = gradientsOf(stride, pad)([x, filter], dy);
    const expected = byHand(x, filter, dy, { stride, top, left });
    expect(worst(dx!, expected.dx)).toBeLessThan(2e-5);
    expect(worst(df!, expected.df)).toBeLessThan(1e-4);
  });

  it('leave no tensors behind', () => {
    const x = tf.ones<tf.Rank.R4>([1, 8, 8, 2]);
    const filter = tf.ones<tf.Rank.R4>([3, 3, 2, 2]);
    const gradient = gradientsOf(2, 'same');
    const before = tf.memory().numTensors;
    tf.dispose(gradient([x, filter]));
    expect(tf.memory().numTensors).toBe(before);
  });
});
