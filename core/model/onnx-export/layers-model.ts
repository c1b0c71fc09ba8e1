import { z } from 'zod';
import { UmbelError } from '../../errors.ts';
import { describeZodError } from '../../validation.ts';

/** One weight array of a LayersModel, values in row-major order. */
export interface LayersWeight {
  /** As TensorFlow.js names it: `conv2d_1/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A TensorFlow.js LayersModel as plain data: `modelTopology` of its model.json, and its weights. */
export interface LayersModelData {
  readonly topology: unknown;
  readonly weights: readonly LayersWeight[];
}

/** One layer of the network with the layers that feed it. */
export interface LayerNode {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly string[];
}

/** The layers of a model in an order in which every layer follows its inputs, and what the model returns. */
export interface LayerGraph {
  readonly name: string;
  readonly layers: readonly LayerNode[];
  readonly outputs: readonly string[];
}

const configSchema = z.looseObject({ name: z.string().optional() });
const layerSchema = z.looseObject({
  class_name: z.string(),
  name: z.string().optional(),
  config: configSchema,
  inbound_nodes: z.array(z.array(z.tuple([z.string(), z.number(), z.number()]).rest(z.unknown()))).optional(),
});
const endpointSchema = z.tuple([z.string(), z.number(), z.number()]);
const functionalSchema = z.looseObject({
  name: z.string().optional(),
  layers: z.array(layerSchema).min(1),
  output_layers: z.array(endpointSchema).min(1),
});
const sequentialSchema = z.union([
  z.looseObject({ name: z.string().optional(), layers: z.array(layerSchema).min(1) }),
  z
    .array(layerSchema)
    .min(1)
    .transform((layers) => ({ name: undefined, layers })),
]);
const modelSchema = z.union([
  z.looseObject({ class_name: z.enum(['Model', 'Functional']), config: functionalSchema }),
  z.looseObject({ class_name: z.literal('Sequential'), config: sequentialSchema }),
]);
const topologySchema = z.union([
  modelSchema,
  z.looseObject({ model_config: modelSchema }).transform((wrapped) => wrapped.model_config),
]);

type Layer = z.infer<typeof layerSchema>;

/**
 * The layer graph in a LayersModel's topology (Sequential, Model or Functional; as saved by TensorFlow.js or converted from Keras).
 * @throws UmbelError `model.topology-invalid`
 */
export function readLayerGraph(topology: unknown): LayerGraph {
  const result = topologySchema.safeParse(topology);
  if (!result.success) throw topologyInvalid(describeZodError(result.error));
  const model = result.data;
  if (model.class_name === 'Sequential') return sequentialGraph(model.config.name, model.config.layers);
  const layers = model.config.layers.map((layer) => nodeOf(layer, inboundNames(layer)));
  return {
    name: model.config.name ?? 'model',
    layers: orderLayers(layers),
    outputs: model.config.output_layers.map(([name]) => name),
  };
}

function sequentialGraph(name: string | undefined, layers: readonly Layer[]): LayerGraph {
  const nodes: LayerNode[] = [];
  for (const layer of layers) {
    const previous = nodes.at(-1);
    // A Sequential model may keep its input shape in the first layer instead of an InputLayer.
    if (previous === undefined && layer.class_name !== 'InputLayer') {
      nodes.push({ name: 'input', className: 'InputLayer', config: layer.config, inputs: [] });
    }
    nodes.push(
      nodeOf(
        layer,
        nodes.slice(-1).map((node) => node.name),
      ),
    );
  }
  return { name: name ?? 'model', layers: nodes, outputs: nodes.slice(-1).map((node) => node.name) };
}

function nodeOf(layer: Layer, inputs: readonly string[]): LayerNode {
  const name = layer.name ?? layer.config.name;
  if (name === undefined) throw topologyInvalid(`a ${layer.class_name} layer has no name`);
  return { name, className: layer.class_name, config: layer.config, inputs };
}

function inboundNames(layer: Layer): string[] {
  const nodes = layer.inbound_nodes ?? [];
  if (nodes.length > 1)
    throw topologyInvalid(
      `layer ${String(layer.name)} is used ${nodes.length} times; shared layers are not supported`,
    );
  return (nodes[0] ?? []).map(([name]) => name);
}

/** Layers sorted so that each follows its inputs; saved models mostly are already. */
function orderLayers(layers: readonly LayerNode[]): LayerNode[] {
  const waiting = new Set(layers);
  const done = new Set<string>();
  const ordered: LayerNode[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter((layer) => layer.inputs.every((input) => done.has(input)));
    if (ready.length === 0)
      throw topologyInvalid(`layer ${[...waiting][0]!.name} waits for an input that never comes`);
    for (const layer of ready) {
      waiting.delete(layer);
      done.add(layer.name);
      ordered.push(layer);
    }
  }
  return ordered;
}

function topologyInvalid(problem: string): UmbelError {
  return new UmbelError({
    code: 'model.topology-invalid',
    kind: 'bad-input',
    message: `The network's description cannot be read: ${problem}.`,
    hint: 'Give the modelTopology of a TensorFlow.js LayersModel (model.json), not of a graph model.',
  });
}
