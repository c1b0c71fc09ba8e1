import path from 'node:path';
import type { LoadedPackage } from '#core/model/driver.ts';
import type { Network } from '#core/model/import/network.ts';
import { readOnnxFile } from '#core/model/import/onnx-file.ts';
import { exportOnnx } from '#core/model/onnx-export/export-onnx.ts';
import { UmbelError } from '#core/errors.ts';
import { openTfjsNode } from '#platform/engines/tfjs-node-backend.ts';
import { openTfjsWasm, tfjsBackend } from '#platform/engines/tfjs-backend.ts';
import { openTfjsModel, type TfjsModel } from '#platform/engines/tfjs-model.ts';
import { networkOf, openOnnxRunner } from './onnx-source.ts';
import { readTfjsFiles, type TfjsFiles } from './tfjs-files.ts';
import type { ImportSource, NetworkRunner } from './source.ts';

export type TfjsEngine = 'tfjs-wasm' | 'tfjs-node';

export interface TfjsWishes {
  /** Run the model as it is on this engine instead of as ONNX. */
  readonly engine?: TfjsEngine | undefined;
}

/**
 * The model in a TensorFlow.js model.json: a LayersModel is exported to ONNX (with itself as the master) unless an engine
 * is wished for; a GraphModel stays what it is.
 * @throws UmbelError `import.tfjs-invalid`, `model.weights-nan`, `model.layer-unsupported` (names the layer)
 */
export async function readTfjsSource(file: string, { engine }: TfjsWishes): Promise<ImportSource> {
  const model = await readTfjsFiles(file);
  if (model.format === 'layers-model' && engine === undefined) return exportedSource(model, file);
  return plainSource(model, file, engine ?? 'tfjs-wasm');
}

function exportedSource(model: TfjsFiles, file: string): ImportSource {
  const bytes = exported(model);
  return {
    network: networkOf(readOnnxFile(bytes, file)),
    files: new Map([...model.files, ['weights.onnx', bytes]]),
    weights: 'weights.onnx',
    layersModel: model.path,
    engine: 'onnx',
    notes: ['The LayersModel was exported to ONNX; it stays in the package as the master.'],
    openRunner: () => openOnnxRunner(bytes, file),
  };
}

function exported({ topology, weights }: TfjsFiles): Uint8Array {
  try {
    return exportOnnx({ topology, weights: weights() }, { inputType: 'float32' });
  } catch (error) {
    if (!(error instanceof UmbelError) || error.code !== 'model.layer-unsupported') throw error;
    throw new UmbelError({
      code: error.code,
      kind: error.kind,
      message: error.message,
      hint: 'Say --engine tfjs-wasm to run the model as it is (about 10 times slower), or build it without this layer.',
      cause: error,
    });
  }
}

async function plainSource(model: TfjsFiles, file: string, engine: TfjsEngine): Promise<ImportSource> {
  const open = (): Promise<TfjsModel> => openModel(model, file, engine);
  const probe = await open();
  const network: Network = {
    producer: model.format === 'graph-model' ? 'a TensorFlow.js GraphModel' : 'a TensorFlow.js LayersModel',
    inputs: [{ name: probe.inputName, type: 'float32', dims: dimsOf(probe.inputShape) }],
    outputs: probe.outputNames.map((name, i) => ({
      name,
      type: 'float32',
      dims: dimsOf(probe.outputShapes[i]),
    })),
    operations: model.operations,
    constants: new Set(
      model.operations.filter(({ type }) => type === 'Const').flatMap(({ outputs }) => outputs),
    ),
  };
  probe.dispose();
  return {
    network,
    files: model.files,
    weights: model.path,
    engine,
    notes: [`It runs on TensorFlow.js (${engine}), which is slower than onnx.`],
    openRunner: async () => runnerOf(await open()),
  };
}

async function openModel(model: TfjsFiles, file: string, engine: TfjsEngine): Promise<TfjsModel> {
  tfjsBackend(await (engine === 'tfjs-node' ? openTfjsNode() : openTfjsWasm()));
  const loading: Pick<LoadedPackage, 'files' | 'modelId'> = {
    files: model.files,
    modelId: path.basename(path.dirname(file)),
  };
  return openTfjsModel({ ...loading, manifest: { weights: model.path, engine } });
}

function dimsOf(shape: readonly (number | null)[] | undefined): (number | string)[] | undefined {
  return shape?.map((dim, i) => dim ?? `free${i}`);
}

function runnerOf(model: TfjsModel): NetworkRunner {
  return {
    async run(values, dims) {
      const { tensor } = await import('@tensorflow/tfjs-core');
      const input = tensor(values instanceof Float32Array ? values : new Float32Array(values), [...dims]);
      const results = model.predict(input);
      input.dispose();
      const outputs = await Promise.all(
        results.map(async (result, i) => {
          const { shape } = result;
          const read = { dims: shape, values: Float32Array.from(await result.data()) };
          result.dispose();
          return [model.outputNames[i]!, read] as const;
        }),
      );
      return new Map(outputs);
    },
    async close() {
      model.dispose();
    },
  };
}
