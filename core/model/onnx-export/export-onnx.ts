import { z } from 'zod';
import { UmbelError } from '../../errors.ts';
import { exportActivation, exportRelu, exportSoftmax } from './activations.ts';
import { exportConv2d, exportDepthwiseConv2d, exportSeparableConv2d } from './convolutions.ts';
import { exportBatchNormalization, exportDense, exportFlatten } from './dense.ts';
import { createGraphBuilder, type Feature, type GraphBuilder } from './graph-builder.ts';
import type { LayerExport } from './layer-export.ts';
import { type LayerNode, type LayersModelData, readLayerGraph } from './layers-model.ts';
import { exportAdd, exportConcatenate, exportDot, exportRescaling } from './merging.ts';
import { exportGlobalAverage, exportPooling, exportZeroPadding } from './pooling.ts';
import { encodeOnnxModel, type OnnxValue, tensorTypes } from './protobuf.ts';
import { readConfig, refuseLayer } from './refusal.ts';
import { createWeightTable } from './weight-table.ts';

export interface OnnxExportOptions {
  /** Name of the graph's input, default `tiles`. */
  readonly inputName?: string;
  /**
   * What the graph is fed, default `uint8`: bytes [n, height, width, 3] as they leave the sheet; the graph casts and transposes them.
   * `float32` keeps the same order.
   */
  readonly inputType?: 'uint8' | 'float32';
  /** Names of the graph's outputs in the order of the model's outputs, default the names of their layers. */
  readonly outputNames?: readonly string[];
}

/** Every layer class that can be exported. */
const layerExports: Readonly<Record<string, LayerExport>> = {
  Activation: exportActivation,
  Add: exportAdd,
  AveragePooling2D: exportPooling,
  BatchNormalization: exportBatchNormalization,
  Concatenate: exportConcatenate,
  Conv2D: exportConv2d,
  Dense: exportDense,
  DepthwiseConv2D: exportDepthwiseConv2d,
  Dot: exportDot,
  // Dropout does nothing outside training.
  Dropout: (_layer, [input]) => input!,
  Flatten: exportFlatten,
  GlobalAveragePooling2D: exportGlobalAverage,
  MaxPooling2D: exportPooling,
  ReLU: exportRelu,
  Rescaling: exportRescaling,
  SeparableConv2D: exportSeparableConv2d,
  Softmax: exportSoftmax,
  ZeroPadding2D: exportZeroPadding,
};

/** Names of the layer classes that can be exported. */
export const exportableLayers: readonly string[] = ['InputLayer', ...Object.keys(layerExports)];

/**
 * The bytes of an ONNX file that computes what the LayersModel computes, for any number of tiles at once.
 * @throws UmbelError `model.layer-unsupported` (named), `model.topology-invalid`, `model.weights-missing`, `model.weights-mismatch`, `model.weights-nan`
 */
export function exportOnnx(model: LayersModelData, options: OnnxExportOptions = {}): Uint8Array {
  const layers = readLayerGraph(model.topology);
  const graph = createGraphBuilder();
  const context = { graph, weights: createWeightTable(model.weights) };
  const features = new Map<string, Feature>();
  const inputs: OnnxValue[] = [];
  for (const layer of layers.layers) {
    if (layer.className === 'InputLayer') {
      if (inputs.length > 0) throw refuseLayer(layer, 'a model with several inputs is not supported');
      const input = openInput(graph, layer, options);
      inputs.push(input.value);
      features.set(layer.name, input.feature);
      continue;
    }
    const write = layerExports[layer.className];
    if (write === undefined) throw refuseLayer(layer, 'this layer class is not supported');
    features.set(
      layer.name,
      write(
        layer,
        layer.inputs.map((name) => features.get(name)!),
        context,
      ),
    );
  }
  const outputs = layers.outputs.map((name, i) =>
    nameOutput(graph, features.get(name)!, outputName(options, layers.outputs, i)),
  );
  return encodeOnnxModel({
    name: layers.name,
    nodes: graph.nodes,
    constants: graph.constants,
    inputs,
    outputs,
  });
}

const imageShape = z.tuple([z.null(), z.int().min(1), z.int().min(1), z.int().min(1)]);
const inputSchema = z.looseObject({ batch_input_shape: imageShape });

/** The graph's input [n, height, width, channels] (height and width must be fixed) and the same as a channels-first map. */
function openInput(
  graph: GraphBuilder,
  layer: LayerNode,
  { inputName = 'tiles', inputType = 'uint8' }: OnnxExportOptions,
): { value: OnnxValue; feature: Feature } {
  const [, height, width, channels] = readConfig(layer, inputSchema).batch_input_shape;
  const floats =
    inputType === 'uint8' ? graph.node('Cast', [inputName], { to: tensorTypes.float32 }) : inputName;
  const name = graph.node('Transpose', [floats], { perm: [0, 3, 1, 2] });
  return {
    value: { name: inputName, type: inputType, dims: ['n', height, width, channels] },
    feature: { kind: 'map', name, channels, height, width },
  };
}

function outputName({ outputNames }: OnnxExportOptions, outputs: readonly string[], index: number): string {
  if (outputNames === undefined) return outputs[index]!;
  if (outputNames.length === outputs.length) return outputNames[index]!;
  throw new UmbelError({
    code: 'model.outputs-mismatch',
    kind: 'bad-input',
    message: `The model has ${outputs.length} outputs but ${outputNames.length} names were given: ${outputNames.join(', ')}.`,
  });
}

/** The output under its public name, in TensorFlow's order. */
function nameOutput(graph: GraphBuilder, feature: Feature, name: string): OnnxValue {
  const node =
    feature.kind === 'map'
      ? { opType: 'Transpose', attributes: { perm: [0, 2, 3, 1] } }
      : { opType: 'Identity', attributes: {} };
  graph.nodes.push({ ...node, inputs: [feature.name], outputs: [name] });
  const dims = feature.kind === 'map' ? [feature.height, feature.width, feature.channels] : [feature.size];
  return { name, type: 'float32', dims: ['n', ...dims] };
}
