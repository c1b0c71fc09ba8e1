import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import type { LoadedPackage } from '#core/model/driver.ts';

/** A TensorFlow.js model of either kind (LayersModel or GraphModel). */
export interface TfjsModel {
  readonly inputName: string;
  /** Shape of its only input; null for a free dimension. */
  readonly inputShape: readonly (number | null)[];
  readonly outputNames: readonly string[];
  /** Shapes of the outputs in the order of their names; undefined where the file does not say. */
  readonly outputShapes: readonly (readonly (number | null)[] | undefined)[];
  /** One tensor for each output name, in their order. */
  predict(input: tf.Tensor): tf.Tensor[];
  dispose(): void;
}

/** One weight as model.json lists it; TensorFlow.js checks the rest itself. */
const weightSchema = z.custom<tf.io.WeightsManifestEntry>(
  (entry) =>
    typeof entry === 'object' && entry !== null && 'name' in entry && 'shape' in entry && 'dtype' in entry,
  'must have name, shape and dtype',
);
const modelFileSchema = z.looseObject({
  format: z.string().optional(),
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(weightSchema) })),
  signature: z.record(z.string(), z.unknown()).optional(),
});

/** What a model.json of TensorFlow.js is. */
export type TfjsFormat = 'layers-model' | 'graph-model';

/** Which kind of model a model.json of TensorFlow.js describes; a graph has nodes where a LayersModel has a config. */
export function tfjsFormatOf({
  format,
  modelTopology,
}: {
  format?: string | undefined;
  modelTopology: object;
}): TfjsFormat {
  if (format === 'graph-model' || format === 'layers-model') return format;
  return 'node' in modelTopology ? 'graph-model' : 'layers-model';
}

/** What of a package says where its TensorFlow.js model is. */
export interface TfjsPackage extends Pick<LoadedPackage, 'files' | 'modelId'> {
  readonly manifest: Pick<LoadedPackage['manifest'], 'weights' | 'layersModel' | 'engine'>;
}

/**
 * The TensorFlow.js model of a package, on the backend that is set.
 * @throws UmbelError `model.layers-model-missing`, `model.weights-unreadable`
 */
export async function openTfjsModel({ manifest, files, modelId }: TfjsPackage): Promise<TfjsModel> {
  const { weights } = manifest;
  const path = manifest.layersModel ?? (weights?.endsWith('.json') === true ? weights : undefined);
  if (path === undefined) {
    throw new UmbelError({
      code: 'model.layers-model-missing',
      kind: 'configuration',
      message: `Model ${modelId} holds no TensorFlow.js model; the engine ${manifest.engine} runs it.`,
      hint: `Run it with --engine ${manifest.engine}.`,
    });
  }
  try {
    return await openModelFile(files, path);
  } catch (cause) {
    throw new UmbelError({
      code: 'model.weights-unreadable',
      kind: 'configuration',
      message: `TensorFlow.js cannot load ${path} of model ${modelId}: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Make the package anew from the model.json and the .bin files that belong to it.',
      cause,
    });
  }
}

async function openModelFile(files: ReadonlyMap<string, Uint8Array>, path: string): Promise<TfjsModel> {
  const model = modelFileSchema.parse(JSON.parse(new TextDecoder().decode(files.get(path))));
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const artifacts: tf.io.ModelArtifacts = {
    modelTopology: model.modelTopology,
    weightSpecs: model.weightsManifest.flatMap((group) => group.weights),
    weightData: model.weightsManifest
      .flatMap((group) => group.paths)
      .map((shard) => shardBytes(files, folder + shard)),
    ...(model.signature === undefined ? {} : { signature: model.signature }),
  };
  return tfjsFormatOf(model) === 'graph-model' ? openGraphModel(artifacts) : openLayersModel(artifacts);
}

async function openLayersModel(artifacts: tf.io.ModelArtifacts): Promise<TfjsModel> {
  const model = await loadLayersModel(tf.io.fromMemory(artifacts));
  if (model.inputs.length !== 1) throw new Error(`it has ${model.inputs.length} inputs; one is possible`);
  return {
    inputName: model.inputNames[0]!,
    inputShape: model.inputs[0]!.shape,
    outputNames: model.outputNames,
    outputShapes: model.outputs.map(({ shape }) => shape),
    predict: (input) => [model.predict(input)].flat(),
    dispose: () => void model.dispose(),
  };
}

/** Graph models need the converter's executor, which most packages do without: loaded only here. */
async function openGraphModel(artifacts: tf.io.ModelArtifacts): Promise<TfjsModel> {
  const { loadGraphModel } = await import('@tensorflow/tfjs-converter');
  const model = await loadGraphModel(tf.io.fromMemory(artifacts));
  const [input] = model.inputs;
  if (input === undefined || model.inputs.length !== 1) {
    throw new Error(`it has ${model.inputs.length} inputs; one is possible`);
  }
  const names = model.outputs.map(({ name }) => name);
  return {
    inputName: input.name,
    inputShape: freeWhereNegative(input.shape ?? []),
    outputNames: names,
    outputShapes: model.outputs.map(({ shape }) =>
      shape === undefined ? undefined : freeWhereNegative(shape),
    ),
    predict: (tensor) => [model.execute({ [input.name]: tensor }, names)].flat(),
    dispose: () => model.dispose(),
  };
}

function freeWhereNegative(shape: readonly number[]): (number | null)[] {
  return shape.map((dim) => (dim < 0 ? null : dim));
}

function shardBytes(files: ReadonlyMap<string, Uint8Array>, path: string): ArrayBuffer {
  const bytes = files.get(path);
  if (bytes === undefined) throw new Error(`the package does not list ${path}`);
  return Uint8Array.from(bytes).buffer;
}
