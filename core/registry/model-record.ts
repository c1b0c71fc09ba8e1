import type { ModelManifest } from '../model/package.ts';
import { figure } from './figure.ts';

/** Where a model came from: enough to make it again, or to find who can. */
export interface Lineage {
  /** Label snapshot that it learned from. */
  readonly snapshotId: string | null;
  /** Model that it was made from. */
  readonly parent: string | null;
  readonly codeVersion: string | null;
  readonly seed: number | null;
  /** The command that made it. */
  readonly command: string | null;
  readonly trainedAt: string | null;
  readonly dataset: string;
  readonly licence: string;
}

/** What the registry keeps of a package; written once, never changed: its state follows from the registry's head. */
export interface ModelRecord {
  readonly modelId: string;
  /** SHA-256 of model.json, which holds those of all other files. */
  readonly manifestSha256: string;
  readonly title: string;
  readonly engine: string;
  readonly files: number;
  readonly sizeBytes: number;
  readonly lineage: Lineage;
  /** What the package says of itself. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly registeredAt: string;
  readonly registeredBy: string;
}

export interface Registration {
  readonly modelId: string;
  readonly manifest: ModelManifest;
  readonly manifestSha256: string;
  readonly at: string;
  readonly by: string;
}

/** The record of a package. */
export function modelRecord({ modelId, manifest, manifestSha256, at, by }: Registration): ModelRecord {
  const { training, dataset } = manifest;
  const sizes = Object.values(manifest.files).map(({ sizeBytes }) => sizeBytes);
  return {
    modelId,
    manifestSha256,
    title: manifest.title,
    engine: manifest.engine,
    files: sizes.length,
    sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
    lineage: {
      snapshotId: dataset.snapshotId ?? null,
      parent: manifest.parent,
      codeVersion: training?.codeVersion ?? null,
      seed: training?.seed ?? null,
      command: training?.command ?? null,
      trainedAt: training?.at ?? null,
      dataset: dataset.description,
      licence: dataset.licence,
    },
    metrics: Object.fromEntries(
      Object.entries(manifest.metrics ?? {}).map(([name, value]) => [name, figure(value)]),
    ),
    registeredAt: at,
    registeredBy: by,
  };
}
