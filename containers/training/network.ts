import * as tf from '@tensorflow/tfjs-core';
import {
  initializers,
  input as inputOf,
  type LayersModel,
  layers,
  model as modelOf,
  SymbolicTensor,
} from '@tensorflow/tfjs-layers';

export interface NetworkOptions {
  /** Side of a tile in pixels, a multiple of 8. */
  readonly tilePx: number;
  readonly seed: number;
  /** The 3x3 convolutions, default `defaultStages`. */
  readonly stages?: readonly Stage[];
}

/** One 3x3 convolution. */
export interface Stage {
  readonly filters: number;
  readonly stride: 1 | 2;
}

const defaultStages: readonly Stage[] = [
  { filters: 16, stride: 2 },
  { filters: 32, stride: 2 },
  { filters: 32, stride: 1 },
  { filters: 64, stride: 2 },
  { filters: 64, stride: 1 },
];

/**
 * An untrained compact network: bytes [n, tilePx, tilePx, 3] to `logit` [n, 1] and `location` [n, 2].
 *
 * The convolutions end in a map of one logit per cell (an eighth of the tile wide). The tile's logit is the mean of the
 * map weighted by its own softmax (the Boltzmann operator, a smooth maximum), so that one plant in one cell is enough;
 * the location is the mean of the cells' centres under the same weights. No batch normalisation: on this backend it is
 * 2.6 times dearer, and its running statistics spoil short trainings.
 */
export function createNetwork({ tilePx, seed, stages = defaultStages }: NetworkOptions): LayersModel {
  const tiles = inputOf({ shape: [tilePx, tilePx, 3], name: 'tiles' });
  let features = apply(layers.rescaling({ scale: 1 / 127.5, offset: -1, name: 'rescale' }), tiles);
  stages.forEach(({ filters, stride }, i) => {
    const kernelInitializer = initializers.heNormal({ seed: seed * 1000 + i });
    const options = { filters, kernelSize: 3, strides: stride, padding: 'same', activation: 'relu' } as const;
    features = apply(layers.conv2d({ ...options, kernelInitializer, name: `conv_${i + 1}` }), features);
  });
  return modelOf({ inputs: tiles, outputs: addHead(features, seed), name: 'compact' });
}

/** The `logit` and the `location` of a map of features; see `createNetwork`. */
export function addHead(features: SymbolicTensor, seed: number): SymbolicTensor[] {
  const kernelInitializer = initializers.glorotNormal({ seed: seed * 1000 + 999 });
  const map = apply(
    layers.conv2d({ filters: 1, kernelSize: 1, kernelInitializer, name: 'cell_logits' }),
    features,
  );
  const [, height, width] = map.shape;
  const cells = apply(layers.flatten({ name: 'cells' }), map);
  const weights = apply(layers.softmax({ name: 'cell_weights' }), cells);
  const logit = apply(layers.dot({ axes: 1, name: 'logit' }), [cells, weights]);
  const place = layers.dense({ units: 2, useBias: false, trainable: false, name: 'location' });
  const location = apply(place, weights);
  place.setWeights([tf.tensor(cellCentres(height!, width!), [height! * width!, 2])]);
  return [logit, location];
}

/** x and y of every cell's centre in 0..1 of the tile, row by row. */
function cellCentres(height: number, width: number): Float32Array {
  return Float32Array.from({ length: height * width * 2 }, (_, i) => {
    const cell = i >> 1;
    return i % 2 === 0 ? ((cell % width) + 0.5) / width : (Math.floor(cell / width) + 0.5) / height;
  });
}

function apply(
  layer: { apply(inputs: SymbolicTensor | SymbolicTensor[]): unknown },
  inputs: SymbolicTensor | SymbolicTensor[],
): SymbolicTensor {
  const output = layer.apply(inputs);
  if (output instanceof SymbolicTensor) return output;
  throw new TypeError('a layer must yield one tensor');
}
