import { z } from 'zod';
import type { Feature } from './graph-builder.ts';
import type { LayerNode } from './layers-model.ts';
import { channelsLastSchema, type ExportContext, mapInput, pairSchema, slideWindow } from './layer-export.ts';
import { readConfig } from './refusal.ts';

const poolSchema = z.looseObject({
  pool_size: pairSchema,
  strides: pairSchema.nullish(),
  padding: z.enum(['same', 'valid']).default('valid'),
  data_format: channelsLastSchema,
});

/** Layers MaxPooling2D and AveragePooling2D; padding never counts in the mean, as in TensorFlow. */
export function exportPooling(
  layer: LayerNode,
  inputs: readonly Feature[],
  { graph }: ExportContext,
): Feature {
  const input = mapInput(layer, inputs);
  const { pool_size: kernel, strides, padding } = readConfig(layer, poolSchema);
  const window = { kernel, strides: strides ?? kernel, dilation: [1, 1], padding } as const;
  const { pads, height, width } = slideWindow(input, window);
  const attributes = { kernel_shape: kernel, strides: window.strides, pads };
  const name =
    layer.className === 'MaxPooling2D'
      ? graph.node('MaxPool', [input.name], attributes)
      : graph.node('AveragePool', [input.name], { ...attributes, count_include_pad: 0 });
  return { kind: 'map', name, channels: input.channels, height, width };
}

const globalSchema = z.looseObject({ data_format: channelsLastSchema, keepdims: z.literal(false).nullish() });

/** Layer GlobalAveragePooling2D. */
export function exportGlobalAverage(
  layer: LayerNode,
  inputs: readonly Feature[],
  { graph }: ExportContext,
): Feature {
  const input = mapInput(layer, inputs);
  readConfig(layer, globalSchema);
  const pooled = graph.node('GlobalAveragePool', [input.name]);
  return { kind: 'vector', name: graph.node('Flatten', [pooled], { axis: 1 }), size: input.channels };
}

const marginSchema = z.int().min(0);
const marginPairSchema = z.tuple([marginSchema, marginSchema]);
/** Top, left, bottom, right. */
type Margins = readonly [number, number, number, number];
const paddingSchema = z.looseObject({
  padding: z.union([
    marginSchema.transform((all): Margins => [all, all, all, all]),
    marginPairSchema.transform(([y, x]): Margins => [y, x, y, x]),
    z.tuple([marginPairSchema, marginPairSchema]).transform(([y, x]): Margins => [y[0], x[0], y[1], x[1]]),
  ]),
  data_format: channelsLastSchema,
});

/** Layer ZeroPadding2D. */
export function exportZeroPadding(
  layer: LayerNode,
  inputs: readonly Feature[],
  { graph }: ExportContext,
): Feature {
  const input = mapInput(layer, inputs);
  const [top, left, bottom, right] = readConfig(layer, paddingSchema).padding;
  return {
    kind: 'map',
    name: graph.node('Pad', [input.name, graph.integers([0, 0, top, left, 0, 0, bottom, right])], {
      mode: 'constant',
    }),
    channels: input.channels,
    height: input.height + top + bottom,
    width: input.width + left + right,
  };
}
