import type { Tensor } from '@tensorflow/tfjs-core';
import { UmbelError } from '#core/errors.ts';
import type { ModelDriver } from '#core/model/driver.ts';
import { inputDims, inputValues } from '#core/model/input.ts';
import type { EngineName, ModelManifest } from '#core/model/package.ts';
import { readScores } from './read-scores.ts';
import type { TfjsBackend } from './tfjs-backend.ts';
import type { TfjsModel } from './tfjs-model.ts';

/** Raw values of a batch by output name. */
type Outputs = ReadonlyMap<string, Float32Array>;

export interface TfjsDriverParts {
  readonly engine: EngineName;
  readonly backend: TfjsBackend;
  readonly model: TfjsModel;
  readonly manifest: ModelManifest;
}

/**
 * A driver around a TensorFlow.js model, on the backend that was opened for it.
 * @throws UmbelError `model.shape-mismatch` when the model does not fit its manifest
 */
export function tfjsDriver({
  engine,
  backend,
  model,
  manifest,
}: TfjsDriverParts): ModelDriver<Tensor, Outputs> {
  checkShapes(model, manifest);
  const { input, output } = manifest;
  return {
    engine,
    preprocess(batch) {
      const values = inputValues(batch, input);
      const floats = values instanceof Float32Array ? values : new Float32Array(values);
      return backend.tf.tensor(floats, inputDims(input, batch.count));
    },
    async infer(tensor) {
      // The backend is a setting of the whole thread: another driver may have changed it.
      await backend.activate();
      const results = model.predict(tensor);
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
}

/** Checked when the model is opened, because TensorFlow.js itself would complain only at the first batch. */
function checkShapes(model: TfjsModel, { input, output }: ModelManifest): void {
  const wanted = inputDims(input, 1).slice(1);
  const shape = model.inputShape.slice(1);
  const names = [output.name, ...(output.locationName === undefined ? [] : [output.locationName])];
  const missing = names.filter((name) => !model.outputNames.includes(name));
  const fits = shape.length === wanted.length && wanted.every((dim, i) => (shape[i] ?? dim) === dim);
  if (fits && missing.length === 0) return;
  throw new UmbelError({
    code: 'model.shape-mismatch',
    kind: 'configuration',
    message:
      missing.length > 0
        ? `The network has no output ${missing.join(', ')} (it has ${model.outputNames.join(', ')}).`
        : `The network takes [n, ${shape.join(', ')}]; model.json says [n, ${wanted.join(', ')}].`,
    hint: 'Correct input and output when the package is made.',
  });
}
