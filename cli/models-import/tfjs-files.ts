import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { refuseImport } from '#core/model/import/refuse-import.ts';
import type { Operation } from '#core/model/import/network.ts';
import type { LayersWeight } from '#core/model/onnx-export/layers-model.ts';
import { describeZodError } from '#core/validation.ts';
import { type TfjsFormat, tfjsFormatOf } from '#platform/engines/tfjs-model.ts';

/** A TensorFlow.js model as it lies on disk. */
export interface TfjsFiles {
  readonly format: TfjsFormat;
  /** Path of model.json in the package. */
  readonly path: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly topology: unknown;
  /** Every weight by name. @throws UmbelError `import.tfjs-invalid` for compressed weights or a wrong size */
  readonly weights: () => LayersWeight[];
  /** Nodes of a GraphModel; empty for a LayersModel. */
  readonly operations: readonly Operation[];
}

const nodeSchema = z.looseObject({ name: z.string(), op: z.string(), input: z.array(z.string()).optional() });
const specSchema = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: z.string(),
  quantization: z.unknown().optional(),
});
const modelSchema = z.looseObject({
  schema: z.string().optional(),
  format: z.string().optional(),
  modelTopology: z.looseObject({ node: z.array(nodeSchema).optional() }),
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(specSchema) })),
});
type ModelFile = z.infer<typeof modelSchema>;

/**
 * The files of a TensorFlow.js model.
 * @throws UmbelError `import.tfjs-invalid`, `model.weights-nan`
 */
export async function readTfjsFiles(file: string): Promise<TfjsFiles> {
  const bytes = await readFile(file);
  const model = parseModel(bytes, file);
  const format = tfjsFormatOf(model);
  const files = new Map<string, Uint8Array>([[`${format}/model.json`, bytes]]);
  const shards: Uint8Array[] = [];
  for (const shard of model.weightsManifest.flatMap(({ paths }) => paths)) {
    const shardBytes = await readShard(file, shard);
    shards.push(shardBytes);
    files.set(`${format}/${shard}`, shardBytes);
  }
  const specs = model.weightsManifest.flatMap(({ weights }) => weights);
  const data = Buffer.concat(shards);
  checkForNaN(specs, data);
  return {
    format,
    path: `${format}/model.json`,
    files,
    topology: model.modelTopology,
    weights: () => decodeWeights(specs, data, file),
    operations: (model.modelTopology.node ?? []).map(({ name, op, input = [] }) => ({
      type: op,
      inputs: input.map((from) => from.replace(/^\^/, '').replace(/:\d+$/, '')),
      outputs: [name, `${name}:0`],
    })),
  };
}

function parseModel(bytes: Uint8Array, file: string): ModelFile {
  let problem: string;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const result = modelSchema.safeParse(value);
    if (result.success) return result.data;
    const isPackage =
      typeof value === 'object' && value !== null && Reflect.get(value, 'schema') === 'umbel.model/1';
    if (isPackage) {
      throw refuseImport(
        'already-a-package',
        `${file} is a model package of Umbel already.`,
        `Use it: umbel models register ${path.dirname(file)}`,
      );
    }
    problem = describeZodError(result.error);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    problem = error.message;
  }
  throw invalid(file, problem);
}

async function readShard(file: string, shard: string): Promise<Uint8Array> {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(shard))
    throw invalid(file, `it names the file ${shard}, which is not beside it`);
  return readFile(path.join(path.dirname(file), shard)).catch((cause: unknown) => {
    throw invalid(
      file,
      `its weights are in ${shard}, which cannot be read (${cause instanceof Error ? cause.message : String(cause)})`,
    );
  });
}

/** Bytes of an element; undefined for texts and compressed weights, whose size the shape does not tell. */
function bytesOf({ dtype, quantization }: z.infer<typeof specSchema>): number | undefined {
  if (quantization !== undefined) return undefined;
  return { float32: 4, int32: 4, bool: 1, uint8: 1 }[dtype];
}

function decodeWeights(
  specs: ModelFile['weightsManifest'][number]['weights'],
  data: Uint8Array,
  file: string,
): LayersWeight[] {
  let at = 0;
  return specs.map((spec) => {
    if (spec.dtype !== 'float32' || spec.quantization !== undefined) {
      throw invalid(
        file,
        `weight "${spec.name}" is ${spec.quantization === undefined ? spec.dtype : 'compressed'}; only float32 is exported to ONNX`,
      );
    }
    const sizeBytes = spec.shape.reduce((product, dim) => product * dim, 1) * 4;
    if (at + sizeBytes > data.length) throw invalid(file, `the .bin files end before weight "${spec.name}"`);
    const values = new Float32Array(Uint8Array.from(data.subarray(at, at + sizeBytes)).buffer);
    at += sizeBytes;
    return { name: spec.name, shape: spec.shape, values };
  });
}

/** As far as sizes are known: after a compressed weight or a text the rest shows on the samples. */
function checkForNaN(specs: ModelFile['weightsManifest'][number]['weights'], data: Uint8Array): void {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = 0;
  for (const spec of specs) {
    const sizeBytes = bytesOf(spec);
    if (sizeBytes === undefined) return;
    const end = Math.min(
      view.byteLength,
      at + spec.shape.reduce((product, dim) => product * dim, 1) * sizeBytes,
    );
    for (; at < end; at += sizeBytes) {
      if (spec.dtype !== 'float32' || at + 4 > end || !Number.isNaN(view.getFloat32(at, true))) continue;
      throw new UmbelError({
        code: 'model.weights-nan',
        kind: 'bad-input',
        message: `Weight "${spec.name}" holds values that are not numbers.`,
        hint: 'The training diverged; train again with a smaller learning rate.',
      });
    }
  }
}

function invalid(file: string, problem: string): Error {
  return refuseImport(
    'tfjs-invalid',
    `${file} is not a TensorFlow.js model: ${problem}.`,
    'Copy model.json and every .bin file that belongs to it.',
  );
}
