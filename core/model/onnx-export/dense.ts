import { z } from 'zod';
import { applyActivation } from './activations.ts';
import type { Feature } from './graph-builder.ts';
import type { LayerNode } from './layers-model.ts';
import { type ExportContext, onlyInput, vectorInput, withName } from './layer-export.ts';
import { readConfig } from './refusal.ts';

const denseSchema = z.looseObject({
  units: z.int().min(1),
  use_bias: z.boolean().nullish(),
  activation: z.string().nullish(),
});

/** Layer Dense on a vector. */
export function exportDense(layer: LayerNode, inputs: readonly Feature[], context: ExportContext): Feature {
  const input = vectorInput(layer, inputs);
  const { graph, weights } = context;
  const { units, use_bias: useBias, activation } = readConfig(layer, denseSchema);
  const kernel = graph.constant([input.size, units], weights.take(layer.name, 'kernel', [input.size, units]));
  const bias = useBias === false ? [] : [graph.constant([units], weights.take(layer.name, 'bias', [units]))];
  const name = graph.node('Gemm', [input.name, kernel, ...bias]);
  return applyActivation(context, layer, { kind: 'vector', name, size: units }, activation ?? 'linear');
}

/** Layer Flatten: values in TensorFlow's order (height, width, channels). */
export function exportFlatten(
  layer: LayerNode,
  inputs: readonly Feature[],
  { graph }: ExportContext,
): Feature {
  const input = onlyInput(layer, inputs);
  if (input.kind === 'vector') return input;
  const { channels, height, width } = input;
  // With one channel, or one cell, both orders are the same.
  const ordered =
    channels === 1 || height * width === 1
      ? input.name
      : graph.node('Transpose', [input.name], { perm: [0, 2, 3, 1] });
  return {
    kind: 'vector',
    name: graph.node('Flatten', [ordered], { axis: 1 }),
    size: channels * height * width,
  };
}

const normalizationSchema = z.looseObject({
  axis: z.union([z.int(), z.tuple([z.int()]).transform(([axis]) => axis)]).default(-1),
  epsilon: z.number().positive(),
  center: z.boolean().default(true),
  scale: z.boolean().default(true),
});

/** Layer BatchNormalization with the statistics of training; runtimes fold it into the convolution before it. */
export function exportBatchNormalization(
  layer: LayerNode,
  inputs: readonly Feature[],
  context: ExportContext,
): Feature {
  const input = onlyInput(layer, inputs);
  const { graph, weights } = context;
  const last = input.kind === 'map' ? 3 : 1;
  const config = readConfig(
    layer,
    normalizationSchema.refine(({ axis }) => axis === -1 || axis === last, 'axis must be the last'),
  );
  const size = input.kind === 'map' ? input.channels : input.size;
  const take = (weight: string): string => graph.constant([size], weights.take(layer.name, weight, [size]));
  const filled = (value: number): string => graph.constant([size], new Float32Array(size).fill(value));
  const gamma = config.scale ? take('gamma') : filled(1);
  const beta = config.center ? take('beta') : filled(0);
  const statistics = [take('moving_mean'), take('moving_variance')];
  return withName(
    input,
    graph.node('BatchNormalization', [input.name, gamma, beta, ...statistics], {
      epsilon: { float: config.epsilon },
    }),
  );
}
