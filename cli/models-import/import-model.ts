import path from 'node:path';
import { fitCalibration, thresholdForF1 } from '#core/model/evaluate/calibrate.ts';
import { tileMetrics } from '#core/model/evaluate/metrics.ts';
import { inferInput, type InputWishes } from '#core/model/import/infer-input.ts';
import { chooseOutput, type OutputWishes } from '#core/model/import/infer-output.ts';
import { refuseDetector } from '#core/model/import/refuse-detector.ts';
import { confidencesOf } from '#core/model/output.ts';
import type { ModelManifest } from '#core/model/package.ts';
import { defaultTiling, type Tiling } from '#core/tiling/tiling.ts';
import { assemblePackage, type AssembledPackage } from './assemble-package.ts';
import { readSamples, type Samples } from './read-samples.ts';
import { readSource } from './read-source.ts';
import { type ReadingWishes, type SettledReading, settleReading } from './settle-reading.ts';
import type { ImportSource } from './source.ts';
import type { TfjsEngine } from './tfjs-source.ts';
import { checkTarget, writePackage } from './write-package.ts';

export interface ImportOptions extends InputWishes, OutputWishes, ReadingWishes {
  readonly source: string;
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
  readonly engine?: TfjsEngine | undefined;
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

/**
 * The package that was made of a model from elsewhere; it was scored on the samples and lies in `out`.
 * @throws UmbelError `import.*` with what to say or to change, `model.weights-nan`, `model.layer-unsupported`
 */
export async function importModel(options: ImportOptions): Promise<ImportResult> {
  await checkTarget(options.out);
  const source = await readSource(options.source, { engine: options.engine });
  refuseDetector(source.network);
  const shape = inferInput(source.network, options);
  const outputs = chooseOutput(source.network, options);
  const samples = await readSamples(options.samples, shape.tilePx);
  const runner = await source.openRunner();
  try {
    const reading = await settleReading(
      { network: source.network, runner, shape, outputs, samples },
      options,
    );
    const decision = decide(reading, samples, options);
    const { confidences, metrics, notes, ...facts } = decision;
    const manifest = {
      ...identity(source, options),
      input: reading.input,
      output: reading.output,
      ...facts,
      metrics,
    };
    const made = await assemblePackage({ manifest, files: source.files, samples, confidences });
    await writePackage(options.out, made);
    return resultOf(made, options.out, { metrics, notes: [...source.notes, ...reading.notes, ...notes] });
  } finally {
    await runner.close();
  }
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
function identity({ engine, weights, layersModel }: ImportSource, options: ImportOptions) {
  const stem = path.basename(options.source).replace(/\.[^.]+$/, '');
  const plain = stem
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 39);
  return {
    name: options.name ?? (plain === '' ? 'imported' : plain),
    title: options.title ?? `Imported from ${path.basename(options.source)}`,
    engine,
    weights,
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
function decide({ raw, output }: SettledReading, samples: Samples, options: ImportOptions) {
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
