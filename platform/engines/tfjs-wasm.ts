import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UmbelError } from '#core/errors.ts';
import type { DriverFactory, ModelDriver } from '#core/model/driver.ts';
import { inputDims, inputValues } from '#core/model/input.ts';
import type { ModelManifest } from '#core/model/package.ts';
import { openTfjsWasm } from './tfjs-backend.ts';
import { openLayersModel } from './tfjs-layers-model.ts';
import { readScores } from './read-scores.ts';

/** Raw values of a batch by output name. */
type Outputs = ReadonlyMap<string, Float32Array>;

/**
 * A driver on TensorFlow.js with WebAssembly: runs everywhere, 8 to 11 times slower than onnx.
 * @throws UmbelError `model.layers-model-missing`, `model.weights-unreadable`, `model.shape-mismatch`, `model.engine-not-installed`
 */
export const openTfjsWasmDriver: DriverFactory = async (modelPackage) => {
  const tf = await openTfjsWasm();
  const model = await openLayersModel(modelPackage);
  const { manifest } = modelPackage;
  checkShapes(model, manifest);
  const { input, output } = manifest;
  const driver: ModelDriver<Tensor, Outputs> = {
    engine: 'tfjs-wasm',
    preprocess: (batch) =>
      tf.tensor(Float32Array.from(inputValues(batch, input)), inputDims(input, batch.count)),
    async infer(tensor) {
      const results = [model.predict(tensor)].flat();
      tensor.dispose();
      const values = await Promise.all(results.map(async (result) => Float32Array.from(await result.data())));
      for (const result of results) result.dispose();
      return new Map(model.outputNames.map((name, i) => [name, values[i]!]));
    },
    postprocess(outputs, count) {
      const location = output.locationName === undefined ? undefined : outputs.get(output.locationName);
      return readScores({ raw: outputs.get(output.name)!, location, count }, manifest);
    },
    async dispose() {
      model.dispose();
    },
  };
  return driver;
};

/** Checked when the model is opened, because TensorFlow.js itself would complain only at the first batch. */
function checkShapes(model: LayersModel, { input, output }: ModelManifest): void {
  const wanted = inputDims(input, 1).slice(1).join(', ');
  const shape = (model.inputs[0]?.shape ?? []).slice(1).join(', ');
  const names = [output.name, ...(output.locationName === undefined ? [] : [output.locationName])];
  const missing = names.filter((name) => !model.outputNames.includes(name));
  if (model.inputs.length === 1 && wanted === shape && missing.length === 0) return;
  throw new UmbelError({
    code: 'model.shape-mismatch',
    kind: 'configuration',
    message:
      missing.length > 0
        ? `The network has no output ${missing.join(', ')} (it has ${model.outputNames.join(', ')}).`
        : `The network takes [n, ${shape}]; model.json says [n, ${wanted}].`,
    hint: 'Correct input and output when the package is made.',
  });
}
