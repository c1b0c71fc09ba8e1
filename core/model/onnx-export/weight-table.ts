import { UmbelError } from '../../errors.ts';
import type { LayersWeight } from './layers-model.ts';

/** The weights of a model by layer. */
export interface WeightTable {
  /**
   * The values of one weight of a layer.
   * @param shape what the layer's config says that it must be
   * @throws UmbelError `model.weights-missing`, `model.weights-mismatch`, `model.weights-nan`
   */
  take(layer: string, weight: string, shape: readonly number[]): Float32Array;
  /** The shape of one weight as stored: for what TensorFlow.js leaves out of a layer's config. */
  shapeOf(layer: string, weight: string): readonly number[];
}

/** A table over the weights of a LayersModel. */
export function createWeightTable(weights: readonly LayersWeight[]): WeightTable {
  const find = (layer: string, weight: string): LayersWeight => {
    // Keras sometimes repeats the scope: dense_1/dense_1/kernel.
    const found = weights.find(({ name }) => name.startsWith(`${layer}/`) && name.endsWith(`/${weight}`));
    if (found !== undefined) return found;
    throw weightsError('missing', `Layer "${layer}" has no weight "${weight}".`);
  };
  return {
    shapeOf: (layer, weight) => find(layer, weight).shape,
    take(layer, weight, shape) {
      const found = find(layer, weight);
      const count = shape.reduce((product, dim) => product * dim, 1);
      if (found.shape.join() !== shape.join() || found.values.length !== count) {
        const is = `[${found.shape.join(', ')}] with ${found.values.length} values`;
        throw weightsError(
          'mismatch',
          `Weight "${found.name}" is ${is}; the layer needs [${shape.join(', ')}].`,
        );
      }
      if (!found.values.every(Number.isFinite)) {
        throw weightsError('nan', `Weight "${found.name}" holds values that are not finite numbers.`);
      }
      return found.values;
    },
  };
}

function weightsError(what: 'missing' | 'mismatch' | 'nan', message: string): UmbelError {
  const hint =
    what === 'nan'
      ? 'The training diverged; train again with a smaller learning rate.'
      : 'Give the weights that were saved together with this topology.';
  return new UmbelError({ code: `model.weights-${what}`, kind: 'bad-input', message, hint });
}
