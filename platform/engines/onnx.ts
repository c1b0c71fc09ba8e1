import { InferenceSession, Tensor } from 'onnxruntime-node';
import { UmbelError } from '#core/errors.ts';
import { feedBytes } from '#core/model/feed-bytes.ts';
import type { DriverFactory, LoadedPackage, ModelDriver } from '#core/model/driver.ts';
import { inputDims, inputValues } from '#core/model/input.ts';
import type { ModelManifest } from '#core/model/package.ts';
import { deviceProblem, engineOf, onnxDevice, type OnnxDevice, providersOf } from './onnx-device.ts';
import { checkSessionShapes } from './onnx-shapes.ts';
import { readScores } from './read-scores.ts';

type Outputs = InferenceSession.OnnxValueMapType;

/**
 * A driver on onnxruntime, on the processor or on the GPU that the environment names.
 * @throws UmbelError `model.weights-unreadable`, `model.shape-mismatch`, `model.engine-not-installed` without the GPU
 */
export const openOnnxDriver: DriverFactory = async (modelPackage, { threads = 1 }) => {
  const device = onnxDevice();
  const { session, manifest } = await openSession(modelPackage, { threads, device });
  try {
    checkSessionShapes(session, manifest);
  } catch (error) {
    await session.release();
    throw error;
  }
  return onnxDriver(session, manifest, engineOf(device));
};

/** The session, and the manifest of what it really takes: a network for floats is fed bytes where that is faster. */
async function openSession(
  modelPackage: LoadedPackage,
  { threads, device }: { readonly threads: number; readonly device: OnnxDevice },
): Promise<{ session: InferenceSession; manifest: ModelManifest }> {
  const { name, bytes } = onnxFileOf(modelPackage);
  const fed = feedBytes(bytes, modelPackage.manifest.input);
  const { input } = fed ?? modelPackage.manifest;
  try {
    const session = await InferenceSession.create(fed?.bytes ?? bytes, {
      ...providersOf(device),
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    });
    return { session, manifest: { ...modelPackage.manifest, input } };
  } catch (cause) {
    const problem = deviceProblem(device, cause);
    if (problem !== undefined) throw problem;
    throw new UmbelError({
      code: 'model.weights-unreadable',
      kind: 'configuration',
      message: `onnxruntime cannot load ${name}: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Export the model again, as a plain ONNX file without external data.',
      cause,
    });
  }
}

function onnxFileOf({ manifest, files, modelId }: LoadedPackage): { name: string; bytes: Uint8Array } {
  const { weights, engine } = manifest;
  const bytes = weights?.endsWith('.json') === true ? undefined : files.get(weights ?? '');
  if (weights !== undefined && bytes !== undefined) return { name: weights, bytes };
  throw new UmbelError({
    code: 'model.onnx-missing',
    kind: 'configuration',
    message: `Model ${modelId} holds no ONNX file; the engine ${engine} runs it.`,
    hint: `Run it with --engine ${engine}.`,
  });
}

function onnxDriver(
  session: InferenceSession,
  manifest: ModelManifest,
  engine: ModelDriver['engine'],
): ModelDriver<Tensor, Outputs> {
  const { name, locationName } = manifest.output;
  const fetches = locationName === undefined ? [name] : [name, locationName];
  return {
    engine,
    preprocess(batch) {
      const dims = inputDims(manifest.input, batch.count);
      const values = inputValues(batch, manifest.input);
      return values instanceof Uint8Array
        ? new Tensor('uint8', values, dims)
        : new Tensor('float32', values, dims);
    },
    infer: (input) => session.run({ [manifest.input.name]: input }, fetches),
    postprocess(outputs, count) {
      const location = locationName === undefined ? undefined : floatsOf(outputs, locationName);
      return readScores({ raw: floatsOf(outputs, name), location, count }, manifest);
    },
    dispose: () => session.release(),
  };
}

function floatsOf(outputs: Outputs, name: string): Float32Array {
  const data = outputs[name]?.data;
  if (data instanceof Float32Array) return data;
  throw new TypeError(`output ${name} holds no floats`);
}
