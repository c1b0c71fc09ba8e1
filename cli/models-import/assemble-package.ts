import { hash } from 'node:crypto';
import sharp from 'sharp';
import { type LoadedPackage, scoreBatch } from '#core/model/driver.ts';
import { refuseImport } from '#core/model/import/refuse-import.ts';
import type { EngineName } from '#core/model/package.ts';
import { modelIdOf, type ModelManifest, modelManifestSchema } from '#core/model/package.ts';
import { driverFor } from '#platform/engines/driver-for.ts';
import { type Samples, spread } from './read-samples.ts';

/** A manifest without what is worked out here: files, and what the sanity tiles score. */
export type ImportedManifest = Omit<ModelManifest, 'schema' | 'files' | 'sanity'>;

export interface AssembleParts {
  readonly manifest: ImportedManifest;
  /** Weights, and the master where there is one. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly samples: Samples;
  /** Confidences of the samples: the sanity tiles are spread over them. */
  readonly confidences: Float32Array;
}

export interface AssembledPackage extends LoadedPackage {
  readonly manifestBytes: Uint8Array;
}

/** What another processor's arithmetic may change. */
const sanityTolerance = 0.005;
const sanityTilesOfAClass = 5;
/** Largest difference in confidence between the exported network and its master. */
const parityTolerance = 1e-4;

/**
 * The package, with sanity tiles from the samples and the confidences that its own driver gives them.
 * @throws UmbelError `import.parity`, `import.says-nothing`, and those of the engine's driver
 */
export async function assemblePackage({
  manifest,
  files,
  samples,
  confidences,
}: AssembleParts): Promise<AssembledPackage> {
  const chosen = sanityTiles(samples, confidences);
  const all = new Map(files);
  for (const index of chosen) all.set(fileOf(samples, index), await encodePng(samples, index));
  const draft = complete(
    manifest,
    all,
    chosen.map((index) => ({ file: fileOf(samples, index), confidence: 0 })),
  );
  const provisional = { modelId: manifest.name, manifest: draft, files: all };
  const scores = await scoreWith(manifest.engine, provisional, samples, chosen);
  if (Math.max(...scores) - Math.min(...scores) < 1e-3) {
    throw refuseImport(
      'says-nothing',
      `The network gives every sample the confidence ${scores[0]?.toFixed(3)}.`,
      'Check --normalise and --output, or the training.',
    );
  }
  if (manifest.layersModel !== undefined) {
    checkParity(scores, await scoreWith('tfjs-wasm', provisional, samples, chosen));
  }
  const tiles = chosen.map((index, i) => ({
    file: fileOf(samples, index),
    confidence: Number(scores[i]!.toFixed(6)),
  }));
  const final = complete(manifest, all, tiles);
  const manifestBytes = new TextEncoder().encode(`${JSON.stringify(final, undefined, 2)}\n`);
  return {
    modelId: modelIdOf(final, hash('sha256', manifestBytes)),
    manifest: final,
    files: all,
    manifestBytes,
  };
}

function complete(
  manifest: ImportedManifest,
  files: ReadonlyMap<string, Uint8Array>,
  tiles: ModelManifest['sanity']['tiles'],
): ModelManifest {
  const listed = [...files].map(([path, bytes]) => [
    path,
    { sha256: hash('sha256', bytes), sizeBytes: bytes.length },
  ]);
  return modelManifestSchema.parse({
    schema: 'umbel.model/1',
    ...manifest,
    sanity: { tolerance: sanityTolerance, tiles },
    files: Object.fromEntries(listed),
  });
}

/** Tiles of each class, spread from the least to the most confident one. */
function sanityTiles({ count, labels }: Samples, confidences: Float32Array): number[] {
  const byConfidence = Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => confidences[a]! - confidences[b]!,
  );
  if (labels === undefined) return spread(byConfidence, 2 * sanityTilesOfAClass);
  return [0, 1].flatMap((label) =>
    spread(
      byConfidence.filter((i) => labels[i] === label),
      sanityTilesOfAClass,
    ),
  );
}

function fileOf({ names }: Samples, index: number): string {
  return `sanity/${names[index]}.png`;
}

function encodePng({ pixels, tilePx }: Samples, index: number): Promise<Uint8Array> {
  const size = tilePx * tilePx * 3;
  return sharp(pixels.subarray(index * size, (index + 1) * size), {
    raw: { width: tilePx, height: tilePx, channels: 3 },
  })
    .png()
    .toBuffer();
}

async function scoreWith(
  engine: EngineName,
  modelPackage: LoadedPackage,
  { pixels, tilePx }: Samples,
  indices: readonly number[],
): Promise<Float32Array> {
  const size = tilePx * tilePx * 3;
  const batch = new Uint8Array(indices.length * size);
  indices.forEach((index, i) => batch.set(pixels.subarray(index * size, (index + 1) * size), i * size));
  const driver = await (await driverFor(engine))(modelPackage, {});
  try {
    return (await scoreBatch(driver, { pixels: batch, count: indices.length })).confidences;
  } finally {
    await driver.dispose();
  }
}

function checkParity(onnx: Float32Array, master: Float32Array): void {
  const worst = onnx.reduce((most, value, i) => Math.max(most, Math.abs(value - master[i]!)), 0);
  if (worst <= parityTolerance) return;
  throw refuseImport(
    'parity',
    `The exported network differs from its LayersModel by ${worst} in confidence.`,
    'Say --engine tfjs-wasm to run the LayersModel itself.',
  );
}
