import { z } from 'zod';
import { applyActivation } from './activations.ts';
import type { Feature, FeatureMap } from './graph-builder.ts';
import type { LayerNode } from './layers-model.ts';
import {
  channelsLastSchema,
  type ExportContext,
  mapInput,
  pairSchema,
  slideWindow,
  type Window,
} from './layer-export.ts';
import { readConfig } from './refusal.ts';

const windowSchema = z.looseObject({
  kernel_size: pairSchema,
  strides: pairSchema.nullish(),
  dilation_rate: pairSchema.nullish(),
  padding: z.enum(['same', 'valid']),
  data_format: channelsLastSchema,
  activation: z.string().nullish(),
  use_bias: z.boolean().nullish(),
  groups: z.literal(1).nullish(),
});
const convSchema = windowSchema.extend({ filters: z.int().min(1) });

/** Layer Conv2D. */
export function exportConv2d(layer: LayerNode, inputs: readonly Feature[], context: ExportContext): Feature {
  const input = mapInput(layer, inputs);
  const config = readConfig(layer, convSchema);
  const window = windowOf(config);
  const shape: KernelShape = [...window.kernel, input.channels, config.filters];
  const kernel = context.weights.take(layer.name, 'kernel', shape);
  const weights = [
    context.graph.constant(firstOutput(shape), outputFirst(kernel, shape)),
    ...biasOf(context, layer, config, config.filters),
  ];
  const output = convolve(context, input, { window, weights, channels: config.filters, group: 1 });
  return applyActivation(context, layer, output, config.activation ?? 'linear');
}

/** Layer DepthwiseConv2D. */
export function exportDepthwiseConv2d(
  layer: LayerNode,
  inputs: readonly Feature[],
  context: ExportContext,
): Feature {
  const input = mapInput(layer, inputs);
  const config = readConfig(layer, windowSchema);
  const channels = input.channels * multiplierOf(context, layer);
  const weights = [
    depthwiseKernel(context, layer, input, config),
    ...biasOf(context, layer, config, channels),
  ];
  const output = convolve(context, input, {
    window: windowOf(config),
    weights,
    channels,
    group: input.channels,
  });
  return applyActivation(context, layer, output, config.activation ?? 'linear');
}

/** Layer SeparableConv2D: a depthwise convolution, then a 1x1 convolution with the bias. */
export function exportSeparableConv2d(
  layer: LayerNode,
  inputs: readonly Feature[],
  context: ExportContext,
): Feature {
  const input = mapInput(layer, inputs);
  const config = readConfig(layer, convSchema);
  const channels = input.channels * multiplierOf(context, layer);
  const depthwise = convolve(context, input, {
    window: windowOf(config),
    weights: [depthwiseKernel(context, layer, input, config)],
    channels,
    group: input.channels,
  });
  const shape: KernelShape = [1, 1, channels, config.filters];
  const pointwise = context.weights.take(layer.name, 'pointwise_kernel', shape);
  const output = convolve(context, depthwise, {
    window: { kernel: [1, 1], strides: [1, 1], dilation: [1, 1], padding: 'valid' },
    weights: [
      context.graph.constant(firstOutput(shape), outputFirst(pointwise, shape)),
      ...biasOf(context, layer, config, config.filters),
    ],
    channels: config.filters,
    group: 1,
  });
  return applyActivation(context, layer, output, config.activation ?? 'linear');
}

/** Height, width, input channels, output channels: TensorFlow's order. */
type KernelShape = readonly [number, number, number, number];

interface Convolution {
  readonly window: Window;
  /** Names of the kernel and, if there is one, the bias. */
  readonly weights: readonly string[];
  readonly channels: number;
  readonly group: number;
}

function convolve(
  { graph }: ExportContext,
  input: FeatureMap,
  { window, weights, channels, group }: Convolution,
): FeatureMap {
  const { pads, height, width } = slideWindow(input, window);
  const name = graph.node('Conv', [input.name, ...weights], {
    kernel_shape: window.kernel,
    strides: window.strides,
    dilations: window.dilation,
    pads,
    group,
  });
  return { kind: 'map', name, channels, height, width };
}

function windowOf(config: z.output<typeof windowSchema>): Window {
  return {
    kernel: config.kernel_size,
    strides: config.strides ?? [1, 1],
    dilation: config.dilation_rate ?? [1, 1],
    padding: config.padding,
  };
}

function biasOf(
  context: ExportContext,
  layer: LayerNode,
  config: z.output<typeof windowSchema>,
  channels: number,
): string[] {
  if (config.use_bias === false) return [];
  return [context.graph.constant([channels], context.weights.take(layer.name, 'bias', [channels]))];
}

/** Filters per input channel; read from the weights, because TensorFlow.js does not save it for SeparableConv2D. */
function multiplierOf({ weights }: ExportContext, layer: LayerNode): number {
  return weights.shapeOf(layer.name, 'depthwise_kernel')[3] ?? 1;
}

/** TensorFlow's [h, w, in, multiplier] as ONNX's [in * multiplier, 1, h, w]: the output channel is in * multiplier + m in both. */
function depthwiseKernel(
  context: ExportContext,
  layer: LayerNode,
  input: FeatureMap,
  config: z.output<typeof windowSchema>,
): string {
  const [height, width] = config.kernel_size;
  const multiplier = multiplierOf(context, layer);
  const kernel = context.weights.take(layer.name, 'depthwise_kernel', [
    height,
    width,
    input.channels,
    multiplier,
  ]);
  const flat: KernelShape = [height, width, 1, input.channels * multiplier];
  return context.graph.constant(firstOutput(flat), outputFirst(kernel, flat));
}

/** Shape [h, w, in, out] as [out, in, h, w]. */
function firstOutput([height, width, input, output]: KernelShape): number[] {
  return [output, input, height, width];
}

/** Values of a kernel [h, w, in, out] in the order [out, in, h, w]. */
function outputFirst(kernel: Float32Array, [height, width, inputs, outputs]: KernelShape): Float32Array {
  const values = new Float32Array(kernel.length);
  let source = 0;
  for (let yx = 0; yx < height * width; yx++) {
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < outputs; o++) values[(o * inputs + i) * height * width + yx] = kernel[source++]!;
    }
  }
  return values;
}
