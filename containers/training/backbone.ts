import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel, model as modelOf, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import type { LoadedPackage } from '#core/model/driver.ts';
import type { ModelManifest } from '#core/model/package.ts';
import { addHead } from './network.ts';

/** A network that a training goes on from. */
export interface Backbone {
  readonly modelId: string;
  /** How the network is fed; the package that is made has the same. */
  readonly input: ModelManifest['input'];
  /** The trunk with a new head; the trunk's layers are marked as not trainable, until `Learner` is told otherwise. */
  open(seed: number): Promise<{ readonly model: LayersModel; readonly input: ModelManifest['input'] }>;
}

const layersModelSchema = z.looseObject({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(
    z.looseObject({
      paths: z.array(z.string()),
      weights: z.array(
        z.looseObject({
          name: z.string(),
          shape: z.array(z.int()),
          dtype: z.enum(['float32', 'int32', 'bool']),
        }),
      ),
    }),
  ),
});

/**
 * The package's LayersModel as a backbone.
 * @throws UmbelError `training.backbone-unfit` when it holds no LayersModel, or one that does not look at tiles
 */
export function backboneOf(modelPackage: LoadedPackage): Backbone {
  const { modelId, manifest, files } = modelPackage;
  const { layersModel, input } = manifest;
  if (layersModel === undefined)
    throw unfit(modelId, 'it holds no TensorFlow.js LayersModel', 'Give a package that umbel train made.');
  if (input.layout !== 'nhwc') throw unfit(modelId, 'its input has the channels first');
  return {
    modelId,
    input,
    async open(seed) {
      const old = await loadMaster(files, layersModel).catch((cause: unknown) => {
        throw unfit(modelId, cause instanceof Error ? cause.message : String(cause));
      });
      return { input, model: withNewHead(old, modelId, seed) };
    },
  };
}

async function loadMaster(files: ReadonlyMap<string, Uint8Array>, file: string): Promise<LayersModel> {
  const { modelTopology, weightsManifest } = layersModelSchema.parse(
    JSON.parse(new TextDecoder().decode(files.get(file))),
  );
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const shards = weightsManifest
    .flatMap(({ paths }) => paths)
    .map((shard) => Uint8Array.from(files.get(folder + shard) ?? []).buffer);
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  return loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData: shards }));
}

/** Everything up to the last map of features, and a head of our own on it. */
function withNewHead(old: LayersModel, modelId: string, seed: number): LayersModel {
  const maps = old.layers.flatMap((layer) => {
    const { output } = layer;
    const isMap = output instanceof SymbolicTensor && output.rank === 4;
    return isMap && layer.getClassName() !== 'InputLayer' && layer.name !== 'cell_logits' ? [output] : [];
  });
  const trunk = maps.at(-1);
  if (trunk === undefined) throw unfit(modelId, 'none of its layers yields a map of features');
  const model = modelOf({ inputs: old.inputs, outputs: addHead(trunk, seed), name: 'transferred' });
  return model;
}

function unfit(
  modelId: string,
  problem: string,
  hint = 'Give another package, or train from scratch without --backbone.',
): UmbelError {
  return new UmbelError({
    code: 'training.backbone-unfit',
    kind: 'bad-input',
    message: `The model ${modelId} cannot be a backbone: ${problem}.`,
    hint,
  });
}
