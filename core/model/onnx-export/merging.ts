import { z } from 'zod';
import type { Feature } from './graph-builder.ts';
import type { LayerNode } from './layers-model.ts';
import { type ExportContext, onlyInput, withName } from './layer-export.ts';
import { readConfig, refuseLayer } from './refusal.ts';

/** Layer Add. */
export function exportAdd(layer: LayerNode, inputs: readonly Feature[], { graph }: ExportContext): Feature {
  const [first, ...rest] = inputs;
  if (first === undefined || rest.length === 0) throw refuseLayer(layer, 'it needs at least two inputs');
  for (const input of rest)
    if (shapeText(input) !== shapeText(first)) throw refuseLayer(layer, 'its inputs differ in shape');
  return withName(
    first,
    rest.reduce((sum, input) => graph.node('Add', [sum, input.name]), first.name),
  );
}

const concatenateSchema = z.looseObject({ axis: z.int().default(-1) });

/** Layer Concatenate over the last axis. */
export function exportConcatenate(
  layer: LayerNode,
  inputs: readonly Feature[],
  { graph }: ExportContext,
): Feature {
  const [first] = inputs;
  if (first === undefined) throw refuseLayer(layer, 'it has no input');
  const { axis } = readConfig(layer, concatenateSchema);
  if (axis !== -1 && axis !== (first.kind === 'map' ? 3 : 1))
    throw refuseLayer(layer, `joining along axis ${axis} is not supported`);
  const name = graph.node(
    'Concat',
    inputs.map((input) => input.name),
    { axis: 1 },
  );
  if (first.kind === 'vector')
    return {
      kind: 'vector',
      name,
      size: sum(inputs.map((input) => (input.kind === 'vector' ? input.size : Number.NaN))),
    };
  return {
    ...first,
    name,
    channels: sum(inputs.map((input) => (input.kind === 'map' ? input.channels : Number.NaN))),
  };
}

const dotSchema = z.looseObject({
  axes: z.union([z.literal(1), z.literal(-1), z.tuple([z.literal(1), z.literal(1)])]),
  normalize: z.literal(false).nullish(),
});

/** Layer Dot of two vectors: [n, 1]. */
export function exportDot(layer: LayerNode, inputs: readonly Feature[], { graph }: ExportContext): Feature {
  const [left, right] = inputs;
  readConfig(layer, dotSchema);
  if (
    left?.kind !== 'vector' ||
    right?.kind !== 'vector' ||
    inputs.length !== 2 ||
    left.size !== right.size
  ) {
    throw refuseLayer(layer, 'only the product of two vectors of one size is supported');
  }
  const product = graph.node('Mul', [left.name, right.name]);
  return {
    kind: 'vector',
    name: graph.node('ReduceSum', [product, graph.integers([1])], { keepdims: 1 }),
    size: 1,
  };
}

const rescalingSchema = z.looseObject({ scale: z.number(), offset: z.number().default(0) });

/** Layer Rescaling: x * scale + offset. */
export function exportRescaling(
  layer: LayerNode,
  inputs: readonly Feature[],
  { graph }: ExportContext,
): Feature {
  const input = onlyInput(layer, inputs);
  const { scale, offset } = readConfig(layer, rescalingSchema);
  const scaled = scale === 1 ? input.name : graph.node('Mul', [input.name, graph.constant([], [scale])]);
  return withName(input, offset === 0 ? scaled : graph.node('Add', [scaled, graph.constant([], [offset])]));
}

function shapeText(feature: Feature): string {
  return feature.kind === 'map'
    ? `${feature.channels}x${feature.height}x${feature.width}`
    : String(feature.size);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
