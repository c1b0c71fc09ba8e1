import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import type { LoadedPackage } from '#core/model/driver.ts';

const weightSchema = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: z.enum(['float32', 'int32', 'bool']),
});
const layersModelSchema = z.looseObject({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(weightSchema) })),
});

/**
 * The LayersModel of a package, on the backend that is set.
 * @throws UmbelError `model.layers-model-missing`, `model.weights-unreadable`
 */
export async function openLayersModel({ manifest, files, modelId }: LoadedPackage): Promise<LayersModel> {
  const path = manifest.layersModel ?? (manifest.weights.endsWith('.json') ? manifest.weights : undefined);
  if (path === undefined) {
    throw new UmbelError({
      code: 'model.layers-model-missing',
      kind: 'configuration',
      message: `Model ${modelId} holds no TensorFlow.js model; the engine ${manifest.engine} runs it.`,
      hint: `Run it with --engine ${manifest.engine}.`,
    });
  }
  try {
    const { modelTopology, weightsManifest } = layersModelSchema.parse(
      JSON.parse(new TextDecoder().decode(files.get(path))),
    );
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const shards = weightsManifest
      .flatMap((group) => group.paths)
      .map((shard) => shardBytes(files, folder + shard));
    const weightSpecs = weightsManifest.flatMap((group) => group.weights);
    return await loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData: shards }));
  } catch (cause) {
    throw new UmbelError({
      code: 'model.weights-unreadable',
      kind: 'configuration',
      message: `TensorFlow.js cannot load ${path} of model ${modelId}: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Make the package anew from a LayersModel (not a graph model).',
      cause,
    });
  }
}

function shardBytes(files: ReadonlyMap<string, Uint8Array>, path: string): ArrayBuffer {
  const bytes = files.get(path);
  if (bytes === undefined) throw new Error(`the package does not list ${path}`);
  return Uint8Array.from(bytes).buffer;
}
