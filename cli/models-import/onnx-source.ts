import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { checkWeights } from '#core/model/import/check-weights.ts';
import type { Network, NetworkPort } from '#core/model/import/network.ts';
import { type OnnxFile, type OnnxPort, readOnnxFile } from '#core/model/import/onnx-file.ts';
import { refuseImport } from '#core/model/import/refuse-import.ts';
import { rewriteOnnx } from '#core/model/import/rewrite-onnx.ts';
import { plural } from '#core/report/wording.ts';
import { readExternalData } from './external-data.ts';
import type { ImportSource, NetworkRunner } from './source.ts';

/**
 * The model in an ONNX file, with values that lie beside it taken in, and made for any number of tiles.
 * @throws UmbelError `import.unreadable`, `import.external-data`, `model.weights-nan`
 */
export async function readOnnxSource(file: string): Promise<ImportSource> {
  const stored = await readFile(file);
  const first = readOnnxFile(stored, file);
  const external = await readExternalData(first.constants, path.dirname(file));
  const freeBatch = typeof first.inputs[0]?.dims?.[0] === 'number';
  const isWhole = external.size === 0 && !freeBatch;
  const weights = isWhole ? stored : rewriteOnnx(stored, { external, freeBatch });
  const whole = isWhole ? first : readOnnxFile(weights, file);
  checkWeights(whole.constants);
  return {
    network: networkOf(whole),
    files: new Map([['weights.onnx', weights]]),
    weights: 'weights.onnx',
    engine: 'onnx',
    notes: [
      ...(external.size > 0
        ? [
            `${plural(external.size, 'weight')} beside the file ${external.size === 1 ? 'was' : 'were'} taken in.`,
          ]
        : []),
      ...(freeBatch
        ? [
            `It was exported for ${plural(Number(first.inputs[0]?.dims?.[0]), 'tile')} at once and was made for any number.`,
          ]
        : []),
    ],
    openRunner: () => openOnnxRunner(weights, file),
  };
}

/** What the import needs to know of an ONNX file. */
export function networkOf({ producer, inputs, outputs, nodes, constants }: OnnxFile): Network {
  return {
    producer,
    inputs: inputs.map(portOf),
    outputs: outputs.map(portOf),
    operations: nodes.map(({ opType, inputs: takes, outputs: gives }) => ({
      type: opType,
      inputs: takes,
      outputs: gives,
    })),
    constants: new Set([
      ...constants.map(({ name }) => name),
      ...nodes.filter(({ opType }) => opType === 'Constant').flatMap((node) => node.outputs),
    ]),
  };
}

function portOf({ name, elementType, dims }: OnnxPort): NetworkPort {
  return { name, type: elementType === 1 ? 'float32' : elementType === 2 ? 'uint8' : 'other', dims };
}

/**
 * The network in a session of its own.
 * @throws UmbelError `import.unreadable` with what onnxruntime says
 */
export async function openOnnxRunner(bytes: Uint8Array, file: string): Promise<NetworkRunner> {
  const session = await InferenceSession.create(bytes, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  }).catch((cause: unknown) => {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw refuseImport(
      'unreadable',
      `onnxruntime cannot load ${file}: ${said}`,
      'Export it with an opset of 13 to 21, without custom operations.',
    );
  });
  return {
    async run(values, dims) {
      const tensor =
        values instanceof Uint8Array
          ? new Tensor('uint8', values, dims)
          : new Tensor('float32', values, dims);
      const results = await session.run({ [session.inputNames[0]!]: tensor });
      return new Map(
        Object.entries(results).flatMap(([name, { data, dims: shape }]) =>
          data instanceof Float32Array ? [[name, { dims: shape, values: data }] as const] : [],
        ),
      );
    },
    close: () => session.release(),
  };
}
