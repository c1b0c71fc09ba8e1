import type { DriverFactory } from '#core/model/driver.ts';
import { tfjsBackend } from './tfjs-backend.ts';
import { tfjsDriver } from './tfjs-driver.ts';
import { openTfjsModel } from './tfjs-model.ts';
import { openTfjsNode } from './tfjs-node-backend.ts';

/**
 * A driver on TensorFlow itself, through TensorFlow.js and its native binding: chosen by name, never in another's place.
 * @throws UmbelError `model.engine-missing` without the binding, `model.layers-model-missing`, `model.weights-unreadable`, `model.shape-mismatch`
 */
export const openTfjsNodeDriver: DriverFactory = async (modelPackage) => {
  const backend = tfjsBackend(await openTfjsNode());
  const model = await openTfjsModel(modelPackage);
  return tfjsDriver({ engine: 'tfjs-node', backend, model, manifest: modelPackage.manifest });
};
