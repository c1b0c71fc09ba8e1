import { hash } from 'node:crypto';
import sharp from 'sharp';
import { UmbelError } from '#core/errors.ts';
import { type DriverFactory, type LoadedPackage, scoreBatch } from '#core/model/driver.ts';
import { exportOnnx } from '#core/model/onnx-export/export-onnx.ts';
import type { LayersModelData } from '#core/model/onnx-export/layers-model.ts';
import { modelIdOf, type ModelManifest, modelManifestSchema } from '#core/model/package.ts';
import { openOnnxDriver } from '#platform/engines/onnx.ts';
import { openTfjsWasmDriver } from '#platform/engines/tfjs-wasm.ts';

/** What of a manifest is not worked out from the network and its sanity tiles. */
export type PackageFacts = Omit<
  ModelManifest,
  'schema' | 'engine' | 'files' | 'weights' | 'layersModel' | 'input' | 'output' | 'sanity'
>;

export interface SanityTile {
  /** Name in the package: `sanity/hogweed-1.png`. */
  readonly file: string;
  /** RGB bytes, `tilePx` squared. */
  readonly pixels: Uint8Array;
}

export interface PackageParts {
  readonly facts: PackageFacts;
  readonly network: LayersModelData;
  readonly tilePx: number;
  readonly sanityTiles: readonly SanityTile[];
  /** How the network is fed; default bytes as they are. */
  readonly input?: ModelManifest['input'] | undefined;
}

/** A package that was just made. */
export interface MadePackage extends LoadedPackage {
  /** Bytes of model.json. */
  readonly manifestBytes: Uint8Array;
  /** Largest difference in confidence between onnxruntime and TensorFlow.js on the sanity tiles. */
  readonly parity: number;
}

/** Largest difference in confidence that onnxruntime and TensorFlow.js may have on a sanity tile. */
const parityTolerance = 1e-4;
/** What another processor's arithmetic may change. */
const sanityTolerance = 0.005;

/**
 * A package: the network as ONNX and as its master, the sanity tiles, and the confidences
 * that onnxruntime gives them.
 * @throws UmbelError `model.parity` when the exported network does not compute what the master computes, and those of `exportOnnx`
 */
export async function makePackage(parts: PackageParts): Promise<MadePackage> {
  const { facts, network, tilePx, sanityTiles } = parts;
  const files = new Map(Object.entries(layersModelFiles(network)));
  const { name: inputName, dtype: inputType } = inputOf(parts);
  files.set('weights.onnx', exportOnnx(network, { inputName, inputType }));
  for (const { file, pixels } of sanityTiles) files.set(file, await encodePng(pixels, tilePx));
  const draft = manifestOf(
    parts,
    files,
    sanityTiles.map(() => 0),
  );
  const batch = { pixels: Buffer.concat(sanityTiles.map(({ pixels }) => pixels)), count: sanityTiles.length };
  const provisional = { modelId: facts.name, manifest: draft, files };
  const confidences = await scoreOnce(openOnnxDriver, provisional, batch);
  const parity = checkParity(confidences, await scoreOnce(openTfjsWasmDriver, provisional, batch));
  const manifest = manifestOf(parts, files, [...confidences]);
  const manifestBytes = new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`);
  const modelId = modelIdOf(manifest, hash('sha256', manifestBytes));
  return { modelId, manifest, files, manifestBytes, parity };
}

function inputOf({ input, tilePx }: PackageParts): ModelManifest['input'] {
  const bytes = { scale: 1, mean: [0, 0, 0], std: [1, 1, 1] } satisfies Partial<ModelManifest['input']>;
  return input ?? { name: 'tiles', tilePx, layout: 'nhwc', dtype: 'uint8', ...bytes };
}

function manifestOf(
  parts: PackageParts,
  files: ReadonlyMap<string, Uint8Array>,
  confidences: readonly number[],
): ModelManifest {
  const { facts, sanityTiles } = parts;
  const listed = [...files].map(([path, bytes]) => [
    path,
    { sha256: hash('sha256', bytes), sizeBytes: bytes.length },
  ]);
  const { name, title, description, ...rest } = facts;
  return modelManifestSchema.parse({
    schema: 'umbel.model/1',
    name,
    title,
    description,
    engine: 'onnx',
    weights: 'weights.onnx',
    layersModel: 'layers-model/model.json',
    input: inputOf(parts),
    output: { name: 'logit', kind: 'logit', locationName: 'location' },
    ...rest,
    sanity: {
      tolerance: sanityTolerance,
      tiles: sanityTiles.map(({ file }, i) => ({ file, confidence: Number(confidences[i]!.toFixed(6)) })),
    },
    files: Object.fromEntries(listed),
  });
}

/** The master in the form in which TensorFlow.js saves and loads it. */
function layersModelFiles({ topology, weights }: LayersModelData): Record<string, Uint8Array> {
  const specs = weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' }));
  const model = {
    format: 'layers-model',
    generatedBy: 'umbel',
    convertedBy: null,
    modelTopology: topology,
    weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
  };
  const bytes = weights.map(
    ({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  );
  return {
    'layers-model/model.json': new TextEncoder().encode(JSON.stringify(model)),
    'layers-model/weights.bin': Uint8Array.from(Buffer.concat(bytes)),
  };
}

async function scoreOnce(
  open: DriverFactory,
  modelPackage: LoadedPackage,
  batch: { pixels: Uint8Array; count: number },
): Promise<Float32Array> {
  const driver = await open(modelPackage, {});
  try {
    return (await scoreBatch(driver, batch)).confidences;
  } finally {
    await driver.dispose();
  }
}

function checkParity(onnx: Float32Array, tfjs: Float32Array): number {
  const worst = onnx.reduce((most, value, i) => Math.max(most, Math.abs(value - tfjs[i]!)), 0);
  if (worst <= parityTolerance) return worst;
  throw new UmbelError({
    code: 'model.parity',
    kind: 'bug',
    message: `The exported network differs from its master by ${worst} in confidence; ${parityTolerance} is allowed.`,
  });
}

async function encodePng(pixels: Uint8Array, tilePx: number): Promise<Uint8Array> {
  return sharp(pixels, { raw: { width: tilePx, height: tilePx, channels: 3 } })
    .png()
    .toBuffer();
}
