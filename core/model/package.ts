import { z } from 'zod';
import { UmbelError } from '../errors.ts';
import { tilingSchema } from '../tiling/tiling.ts';
import { describeZodError } from '../validation.ts';
import { remoteSchema } from './remote.ts';

export const engineSchema = z.enum(['onnx', 'tfjs-node', 'tfjs-wasm', 'remote']);
export type EngineName = z.infer<typeof engineSchema>;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const fileNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/, 'must be a plain relative path');

/** `model.json`: everything that the pipeline knows of a model. The package is immutable; its id is the hash of this file. */
export const modelManifestSchema = z.strictObject({
  schema: z.literal('umbel.model/1'),
  /** First part of the model's id: small letters, digits, hyphens. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,38}$/),
  title: z.string().max(200),
  description: z.string().max(4000).optional(),
  engine: engineSchema,
  /** Every file of the package except model.json itself. */
  files: z.record(fileNameSchema, z.strictObject({ sha256: sha256Schema, sizeBytes: z.int().min(1) })),
  /** The file that the engine loads; a model that runs elsewhere (engine `remote`) has none. */
  weights: fileNameSchema.optional(),
  /** Where the model of engine `remote` runs and how it is asked. */
  remote: remoteSchema.optional(),
  /** model.json of the TensorFlow.js LayersModel that the weights were made from: the master, and what the tfjs engines load. */
  layersModel: fileNameSchema.optional(),
  input: z.strictObject({
    /** Name of the input tensor. */
    name: z.string(),
    /** Side of a tile, pixels. */
    tilePx: z.int().min(16).max(1024),
    layout: z.enum(['nhwc', 'nchw']),
    dtype: z.enum(['uint8', 'float32']),
    /** Order of the channels, default `rgb`; `bgr` only for float32. Mean and std are in this order. */
    channels: z.enum(['rgb', 'bgr']).optional(),
    /** value = (byte * scale - mean[channel]) / std[channel]; only for float32. */
    scale: z.number().default(1),
    mean: z.tuple([z.number(), z.number(), z.number()]).default([0, 0, 0]),
    std: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]).default([1, 1, 1]),
  }),
  output: z.strictObject({
    /** Name of the output tensor with one value (or one per class) a tile. */
    name: z.string(),
    kind: z.enum(['logit', 'probability', 'softmax-logits', 'softmax']),
    /** Which class is hogweed, for outputs with one value per class. */
    hogweedIndex: z.int().min(0).default(0),
    /** Optional second output [n, 2]: where in the tile the plant stands, x and y in 0..1. */
    locationName: z.string().optional(),
    /** True when a low value speaks for hogweed: one value a tile, trained with hogweed as class 0. */
    inverted: z.boolean().optional(),
  }),
  tiling: tilingSchema,
  /** Confidence from which a tile counts as a detection. */
  threshold: z.number().min(0).max(1),
  /** Calibrated confidence = sigmoid(logit / temperature + bias). */
  calibration: z
    .strictObject({ temperature: z.number().positive(), bias: z.number() })
    .default({ temperature: 1, bias: 0 }),
  /** Tiles with the confidences that this package must give them, checked at the start of every run. */
  sanity: z.strictObject({
    tolerance: z.number().positive().max(0.5),
    tiles: z.array(z.strictObject({ file: fileNameSchema, confidence: z.number().min(0).max(1) })).min(2),
  }),
  metrics: z.record(z.string(), z.number()).optional(),
  /** Share of tiles in each of 20 equal confidence bins on the validation tiles: the reference for drift. */
  referenceHistogram: z.array(z.number().min(0)).length(20).optional(),
  dataset: z.strictObject({
    description: z.string(),
    snapshotId: z.string().optional(),
    tiles: z.int().min(0),
    licence: z.string(),
    /** True for a model that has only ever seen photos painted by a program. */
    simulated: z.boolean().optional(),
    /** Smallest and largest ground size of a photo's pixel among them, metres. */
    gsdRangeM: z.tuple([z.number().positive(), z.number().positive()]).optional(),
  }),
  /** Id of the model that this one was made from. */
  parent: z.string().nullable(),
  training: z
    .strictObject({ command: z.string(), seed: z.int(), codeVersion: z.string(), at: z.iso.datetime() })
    .optional(),
});

export type ModelManifest = z.infer<typeof modelManifestSchema>;

/** What is missing between engine, weights and remote; undefined when they go together. */
function engineProblem({ engine, weights, remote }: ModelManifest): string | undefined {
  if (engine === 'remote')
    return remote === undefined ? 'engine is remote, but remote is not given' : undefined;
  return weights === undefined ? `engine is ${engine}, but weights is not given` : undefined;
}

/** The files that the manifest speaks of without listing them in `files`. */
function unlistedFiles(manifest: ModelManifest): string[] {
  const { weights, layersModel, sanity, files } = manifest;
  const named = [
    ...(weights === undefined ? [] : [weights]),
    ...(layersModel === undefined ? [] : [layersModel]),
    ...sanity.tiles.map(({ file }) => file),
  ];
  return named.filter((file) => !Object.hasOwn(files, file));
}

/**
 * The manifest in the text of a `model.json`.
 * @throws UmbelError `model.manifest-invalid`
 */
export function parseModelManifest(text: string, file = 'model.json'): ModelManifest {
  let problem: string;
  try {
    const result = modelManifestSchema.safeParse(JSON.parse(text));
    if (result.success) {
      const unlisted = unlistedFiles(result.data);
      const unfit = engineProblem(result.data);
      if (unlisted.length === 0 && unfit === undefined) return result.data;
      problem = unfit ?? `files does not list ${unlisted.join(', ')}`;
    } else {
      problem = describeZodError(result.error);
    }
  } catch (cause) {
    problem = cause instanceof Error ? cause.message : String(cause);
  }
  throw new UmbelError({
    code: 'model.manifest-invalid',
    kind: 'configuration',
    message: `${file} does not describe a model: ${problem}`,
    hint: 'Make the package anew; a package is never edited by hand.',
  });
}

/** The id of a package: its name and the first 12 digits of the SHA-256 of its model.json (bytes as stored). */
export function modelIdOf(manifest: ModelManifest, manifestSha256: string): string {
  return `${manifest.name}-${manifestSha256.slice(0, 12)}`;
}
