import path from 'node:path';
import { fitCalibration, thresholdForF1 } from '#core/model/evaluate/calibrate.ts';
import { tileMetrics } from '#core/model/evaluate/metrics.ts';
import { confidencesOf } from '#core/model/output.ts';
import type { ModelManifest } from '#core/model/package.ts';
import { defaultTiling, type Tiling } from '#core/tiling/tiling.ts';
import { assemblePackage, type AssembledPackage, type ImportedManifest } from './assemble-package.ts';
import type { Samples } from './read-samples.ts';
import type { SettledReading } from './settle-reading.ts';
import { writePackage } from './write-package.ts';

/** What the person says of a package, wherever its network comes from. */
export interface PackageWishes {
  /** Folder for the package. */
  readonly out: string;
  /** Folder with tiles: hogweed/ and background/, or pictures. */
  readonly samples: string;
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  readonly tiling?: Tiling | undefined;
  readonly threshold?: number | undefined;
  /** Fit temperature and bias to the labelled samples. */
  readonly calibrate?: boolean | undefined;
  readonly dataset?: string | undefined;
  readonly licence?: string | undefined;
}

export interface ImportResult {
  readonly modelId: string;
  readonly engine: ModelManifest['engine'];
  readonly out: string;
  readonly input: ModelManifest['input'];
  readonly output: ModelManifest['output'];
  readonly tiling: Tiling;
  readonly threshold: number;
  readonly calibration: ModelManifest['calibration'];
  /** On the samples; AUC, precision, recall and F1 only where they are labelled. */
  readonly samples: Readonly<Record<string, number>>;
  /** What was assumed, or done to the file. */
  readonly notes: readonly string[];
}

/** Where a network comes from, and how its package runs it. */
export interface PackageOrigin extends Pick<
  ImportedManifest,
  'engine' | 'weights' | 'layersModel' | 'remote'
> {
  /** As the person named it: a path or an address. */
  readonly source: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly notes: readonly string[];
}

/**
 * The package, which now lies in `out`: calibration, threshold and sanity tiles are settled on the samples.
 * @throws UmbelError `import.says-nothing`, `import.parity`, `import.folder-taken`, and those of the engine's driver
 */
export async function finishImport(
  origin: PackageOrigin,
  { reading, samples }: { reading: SettledReading; samples: Samples },
  wishes: PackageWishes,
): Promise<ImportResult> {
  const { confidences, metrics, notes, ...facts } = decide(reading, samples, wishes);
  const { input, output } = reading;
  const manifest = { ...identity(origin, wishes), input, output, ...facts, metrics };
  const made = await assemblePackage({ manifest, files: origin.files, samples, confidences });
  await writePackage(wishes.out, made);
  return resultOf(made, wishes.out, { metrics, notes: [...origin.notes, ...reading.notes, ...notes] });
}

function resultOf(
  { modelId, manifest }: AssembledPackage,
  out: string,
  { metrics, notes }: { metrics: Record<string, number>; notes: readonly string[] },
): ImportResult {
  const { engine, input, output, tiling, threshold, calibration } = manifest;
  return {
    modelId,
    engine,
    out: path.resolve(out),
    input,
    output,
    tiling,
    threshold,
    calibration,
    samples: metrics,
    notes,
  };
}

/** Name, title, origin: what the person states, or the file's name. */
function identity({ source, engine, weights, layersModel, remote }: PackageOrigin, options: PackageWishes) {
  const stem = path.basename(source).replace(/\.[^.]+$/, '');
  const plain = stem
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 39);
  return {
    name: options.name ?? (plain === '' ? 'imported' : plain),
    title: options.title ?? `Imported from ${path.basename(source)}`,
    engine,
    ...(weights === undefined ? {} : { weights }),
    ...(remote === undefined ? {} : { remote }),
    ...(layersModel === undefined ? {} : { layersModel }),
    dataset: {
      description: options.dataset ?? 'not stated',
      tiles: 0,
      licence: options.licence ?? 'not stated',
    },
    parent: null,
  };
}

/** Calibration, threshold and tiling, with the samples' confidences under them. */
function decide({ raw, output }: SettledReading, samples: Samples, options: PackageWishes) {
  const plain = { temperature: 1, bias: 0 };
  const { labels, count } = samples;
  const before = confidencesOf(raw.values, count, { output, calibration: plain });
  const logits = before.map((value) => Math.log(Math.max(1e-7, value) / Math.max(1e-7, 1 - value)));
  const calibration =
    labels !== undefined && options.calibrate === true ? fitCalibration({ logits, labels }) : plain;
  const confidences = confidencesOf(raw.values, count, { output, calibration });
  const threshold =
    options.threshold ?? (labels === undefined ? 0.5 : thresholdForF1({ confidences, labels }));
  const measured = labels === undefined ? {} : tileMetrics({ confidences, labels }, threshold);
  const metrics = Object.fromEntries(
    Object.entries({ n: count, ...measured }).filter(([, value]) => Number.isFinite(value)),
  );
  const notes = [
    ...(options.tiling === undefined
      ? ['The tiling was not stated: grid:2x2 is taken. Say --tiling as it was trained.']
      : []),
    ...(options.threshold === undefined ? [thresholdNote(threshold, labels !== undefined)] : []),
    ...(labels === undefined ? ['The samples have no classes: nothing was measured.'] : []),
  ];
  return { calibration, confidences, threshold, tiling: options.tiling ?? defaultTiling, metrics, notes };
}

function thresholdNote(threshold: number, isFitted: boolean): string {
  return isFitted
    ? `The threshold ${threshold} is the one with the best F1 on the samples.`
    : `The threshold was not stated: ${threshold} is taken.`;
}
