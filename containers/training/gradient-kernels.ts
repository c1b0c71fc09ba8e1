import * as tf from '@tensorflow/tfjs-core';

/**
 * Gives TensorFlow.js's WebAssembly backend what it lacks for training: the gradients of a convolution, both written as
 * forward convolutions, which the backend does fast (its own gradient of the input is a plain loop, that of the filter
 * is missing). Calling it again changes nothing.
 */
export function registerGradientKernels(): void {
  for (const [kernelName, gradient] of Object.entries(gradients)) {
    if (tf.getKernel(kernelName, 'wasm')) tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({
      kernelName,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => tf.tidy(() => gradient(inputs, readAttrs(attrs))),
    });
  }
}

/** How the forward convolution was done: NHWC, no dilation. */
interface Convolution {
  readonly strides: readonly [number, number];
  readonly pad: 'same' | 'valid' | number;
  /** Shape of the side that the gradient is for: the filter's or the input's. */
  readonly shape: readonly [number, number, number, number];
}

const gradients = {
  Conv2DBackpropFilter: ({ x, dy }: tf.NamedTensorInfoMap, convolution: Convolution) =>
    filterGradient(tensorOf(x), tensorOf(dy), convolution),
  Conv2DBackpropInput: ({ dy, filter }: tf.NamedTensorInfoMap, convolution: Convolution) =>
    inputGradient(tensorOf(dy), tensorOf(filter), convolution),
};

/**
 * Gradient of a convolution's filter: one convolution of x (channels as batch, batch as channels) with dy as the filter,
 * dilated by the forward stride.
 */
function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, convolution: Convolution): tf.Tensor4D {
  const [kernelHeight, kernelWidth, inputs, outputs] = convolution.shape;
  const pads = padsOf(x.shape, [kernelHeight, kernelWidth], convolution);
  const padded = tf.pad4d(x, [[0, 0], pads[0], pads[1], [0, 0]]);
  const [strideY, strideX] = convolution.strides;
  const gradient = tf.conv2d(
    tf.transpose(padded, [3, 1, 2, 0]),
    tf.transpose<tf.Tensor4D>(dy, [1, 2, 0, 3]),
    1,
    'valid',
    'NHWC',
    [strideY, strideX],
  );
  // A stride that does not use the last rows leaves a longer result; only the filter's own part counts.
  const used = tf.slice(gradient, [0, 0, 0, 0], [inputs, kernelHeight, kernelWidth, outputs]);
  return tf.transpose(used, [1, 2, 0, 3]);
}

/** Gradient of a convolution's input: dy with its cells spread by the stride, convolved with the turned filter. */
function inputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, convolution: Convolution): tf.Tensor4D {
  const [, height, width] = convolution.shape;
  const [kernelHeight, kernelWidth] = filter.shape;
  const [[top], [left]] = padsOf(convolution.shape, [kernelHeight, kernelWidth], convolution);
  const spread = spreadCells(dy, convolution.strides);
  const before: [number, number] = [kernelHeight - 1 - top, kernelWidth - 1 - left];
  const framed = frame(spread, before, [height + kernelHeight - 1, width + kernelWidth - 1]);
  const turned = tf.transpose<tf.Tensor4D>(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
  return tf.conv2d(framed, turned, 1, 'valid');
}

/** The map with `stride - 1` zeros after each cell in both directions. */
function spreadCells(map: tf.Tensor4D, [strideY, strideX]: readonly [number, number]): tf.Tensor4D {
  if (strideY === 1 && strideX === 1) return map;
  const [count, height, width, channels] = map.shape;
  const cells = tf.reshape(map, [count * height, 1, width, channels]);
  const columns = tf.pad(tf.reshape(cells, [count * height * width, 1, 1, channels]), [
    [0, 0],
    [0, strideY - 1],
    [0, strideX - 1],
    [0, 0],
  ]);
  const rows = tf.reshape(columns, [count * height, width, strideY, strideX * channels]);
  return tf.reshape(tf.transpose(rows, [0, 2, 1, 3]), [count, height * strideY, width * strideX, channels]);
}

/** The map inside a frame of zeros: `before` rows and columns first, `size` in all; what lies beyond is cut off. */
function frame(
  map: tf.Tensor4D,
  before: readonly [number, number],
  size: readonly [number, number],
): tf.Tensor4D {
  const [count, height, width, channels] = map.shape;
  const skip = before.map((pad) => Math.max(0, -pad));
  const keep = [height, width].map((length, i) =>
    Math.min(length - skip[i]!, size[i]! - Math.max(0, before[i]!)),
  );
  const cut = tf.slice(map, [0, skip[0]!, skip[1]!, 0], [count, keep[0]!, keep[1]!, channels]);
  const pads = before.map((pad, i): [number, number] => {
    const first = Math.max(0, pad);
    return [first, size[i]! - first - keep[i]!];
  });
  return tf.pad4d(cut, [[0, 0], pads[0]!, pads[1]!, [0, 0]]);
}

/** Padding of the forward convolution, [[top, bottom], [left, right]]. */
function padsOf(
  [, height, width]: readonly number[],
  kernel: readonly [number, number],
  { strides, pad }: Convolution,
): [[number, number], [number, number]] {
  return [padsAlong(height!, kernel[0], strides[0], pad), padsAlong(width!, kernel[1], strides[1], pad)];
}

function padsAlong(size: number, kernel: number, stride: number, pad: Convolution['pad']): [number, number] {
  if (pad === 'valid') return [0, 0];
  if (pad !== 'same') return [pad, pad];
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + kernel - size);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function readAttrs(attrs: tf.NamedAttrMap | undefined): Convolution {
  const { strides, pad, filterShape, inputShape, dataFormat } = attrs ?? {};
  const both = typeof strides === 'number' ? [strides, strides] : strides;
  const shape = filterShape ?? inputShape;
  if (dataFormat !== 'NHWC' || !isNumbers(both, 2) || !isNumbers(shape, 4) || !isPad(pad)) {
    throw new TypeError('only plain NHWC convolutions have a gradient here');
  }
  return { strides: [both[0]!, both[1]!], pad, shape: [shape[0]!, shape[1]!, shape[2]!, shape[3]!] };
}

function isNumbers(value: unknown, length: number): value is readonly number[] {
  return Array.isArray(value) && value.length === length && value.every((item) => typeof item === 'number');
}

function isPad(value: unknown): value is Convolution['pad'] {
  return value === 'same' || value === 'valid' || typeof value === 'number';
}

function tensorOf(info: tf.TensorInfo | undefined): tf.Tensor4D {
  if (!(info instanceof tf.Tensor) || info.rank !== 4)
    throw new TypeError('a gradient needs tensors of rank 4');
  return tf.reshape(info, [info.shape[0]!, info.shape[1]!, info.shape[2]!, info.shape[3]!]);
}
