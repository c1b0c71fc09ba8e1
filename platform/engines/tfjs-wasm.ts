import type { DriverFactory } from '#core/model/driver.ts';
import { openTfjsWasm, tfjsBackend } from './tfjs-backend.ts';
import { tfjsDriver } from './tfjs-driver.ts';
import { openTfjsModel } from './tfjs-model.ts';

/**
 * A driver on TensorFlow.js with WebAssembly: runs everywhere, 8 to 11 times slower than onnx.
 * @throws UmbelError `model.layers-model-missing`, `model.weights-unreadable`, `model.shape-mismatch`, `model.engine-not-installed`
 */
export const openTfjsWasmDriver: DriverFactory = async (modelPackage) => {
  const backend = tfjsBackend(await openTfjsWasm());
  const model = await openTfjsModel(modelPackage);
  return tfjsDriver({ engine: 'tfjs-wasm', backend, model, manifest: modelPackage.manifest });
};
