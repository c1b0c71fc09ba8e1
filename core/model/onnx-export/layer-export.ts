import { z } from 'zod';
import type { Feature, FeatureMap, FeatureVector, GraphBuilder } from './graph-builder.ts';
import type { LayerNode } from './layers-model.ts';
import { refuseLayer } from './refusal.ts';
import type { WeightTable } from './weight-table.ts';

/** What every layer's export writes into and reads from. */
export interface ExportContext {
  readonly graph: GraphBuilder;
  readonly weights: WeightTable;
}

/** Writes one layer's nodes and returns what the layer yields. */
export type LayerExport = (layer: LayerNode, inputs: readonly Feature[], context: ExportContext) => Feature;

/** The same feature under another name: for nodes that keep the shape. */
export function withName(feature: Feature, name: string): Feature {
  return { ...feature, name };
}

/** The layer's one input. */
export function onlyInput(layer: LayerNode, inputs: readonly Feature[]): Feature {
  const [input] = inputs;
  if (input === undefined || inputs.length !== 1)
    throw refuseLayer(layer, `it has ${inputs.length} inputs instead of one`);
  return input;
}

/** The layer's one input, which must be a feature map. */
export function mapInput(layer: LayerNode, inputs: readonly Feature[]): FeatureMap {
  const input = onlyInput(layer, inputs);
  if (input.kind !== 'map') throw refuseLayer(layer, 'its input has no height and width');
  return input;
}

/** The layer's one input, which must be a vector. */
export function vectorInput(layer: LayerNode, inputs: readonly Feature[]): FeatureVector {
  const input = onlyInput(layer, inputs);
  if (input.kind !== 'vector')
    throw refuseLayer(layer, 'its input has height and width; put Flatten or a global pooling before it');
  return input;
}

/** A size in both directions, written as one number or as two. */
export const pairSchema = z.union([
  z
    .int()
    .min(1)
    .transform((size): [number, number] => [size, size]),
  z.tuple([z.int().min(1), z.int().min(1)]),
]);

/** Only channels-last models are exported; TensorFlow.js writes the name in both spellings. */
export const channelsLastSchema = z.enum(['channels_last', 'channelsLast']).nullish();

/** A sliding window over a map. */
export interface Window {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: 'same' | 'valid';
}

/**
 * Explicit ONNX pads [top, left, bottom, right] of a window and the size of what it yields.
 * 'same' as TensorFlow does it: output ceil(input / stride), the odd pixel of padding at the end
 * (https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2; ONNX calls it SAME_UPPER).
 */
export function slideWindow(
  input: FeatureMap,
  window: Window,
): { pads: number[]; height: number; width: number } {
  const [height, top, bottom] = slide(input.height, window, 0);
  const [width, left, right] = slide(input.width, window, 1);
  return { pads: [top, left, bottom, right], height, width };
}

function slide(
  size: number,
  { kernel, strides, dilation, padding }: Window,
  axis: 0 | 1,
): [number, number, number] {
  const reach = (kernel[axis] - 1) * dilation[axis] + 1;
  if (padding === 'valid') return [Math.ceil((size - reach + 1) / strides[axis]), 0, 0];
  const output = Math.ceil(size / strides[axis]);
  const total = Math.max(0, (output - 1) * strides[axis] + reach - size);
  return [output, Math.floor(total / 2), Math.ceil(total / 2)];
}
