import { z } from 'zod';
import type { Feature } from './graph-builder.ts';
import type { LayerNode } from './layers-model.ts';
import { type ExportContext, onlyInput, withName } from './layer-export.ts';
import { readConfig, refuseLayer } from './refusal.ts';

/** The activation `name` of a layer's config, as ONNX nodes after `input`. */
export function applyActivation(
  context: ExportContext,
  layer: LayerNode,
  input: Feature,
  name: string,
): Feature {
  const { graph } = context;
  switch (name) {
    case 'linear':
      return input;
    case 'relu':
      return withName(input, graph.node('Relu', [input.name]));
    case 'relu6':
      return withName(
        input,
        graph.node('Clip', [input.name, graph.constant([], [0]), graph.constant([], [6])]),
      );
    case 'sigmoid':
      return withName(input, graph.node('Sigmoid', [input.name]));
    case 'tanh':
      return withName(input, graph.node('Tanh', [input.name]));
    case 'softmax':
      // TensorFlow's last axis (channels) is ONNX's axis 1.
      return withName(input, graph.node('Softmax', [input.name], { axis: 1 }));
    default:
      throw refuseLayer(layer, `activation "${name}" is not supported`);
  }
}

const activationSchema = z.looseObject({ activation: z.string() });

export function exportActivation(
  layer: LayerNode,
  inputs: readonly Feature[],
  context: ExportContext,
): Feature {
  return applyActivation(
    context,
    layer,
    onlyInput(layer, inputs),
    readConfig(layer, activationSchema).activation,
  );
}

const reluSchema = z.looseObject({
  max_value: z.number().positive().nullish(),
  negative_slope: z.literal(0).nullish(),
  threshold: z.literal(0).nullish(),
});

/** Layer ReLU, with or without an upper limit. */
export function exportRelu(layer: LayerNode, inputs: readonly Feature[], context: ExportContext): Feature {
  const input = onlyInput(layer, inputs);
  const { graph } = context;
  const { max_value: max } = readConfig(layer, reluSchema);
  if (max === undefined || max === null) return withName(input, graph.node('Relu', [input.name]));
  return withName(
    input,
    graph.node('Clip', [input.name, graph.constant([], [0]), graph.constant([], [max])]),
  );
}

const softmaxSchema = z.looseObject({ axis: z.int().nullish() });

/** Layer Softmax over the last axis. */
export function exportSoftmax(layer: LayerNode, inputs: readonly Feature[], context: ExportContext): Feature {
  const input = onlyInput(layer, inputs);
  const axis = readConfig(layer, softmaxSchema).axis ?? -1;
  if (axis !== -1 && axis !== (input.kind === 'map' ? 3 : 1))
    throw refuseLayer(layer, `softmax over axis ${axis} is not supported`);
  return applyActivation(context, layer, input, 'softmax');
}
