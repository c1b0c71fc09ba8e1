import { resolve } from 'node:path';
import type { TileMetrics } from '#core/model/evaluate/metrics.ts';
import { parseTrainJob } from '#containers/training/job/train-job.ts';
import { type PackageTrained, trainPackage } from '#containers/training/job/train-package.ts';
import { plural } from '#core/report/wording.ts';
import { formatTiling, tilingSchema } from '#core/tiling/tiling.ts';
import { trainLine } from './progress.ts';

/** What `umbel train --json` prints. */
export interface TrainResult {
  readonly modelId: string;
  readonly out: string;
  readonly report: string;
  readonly engine: string;
  readonly seed: number;
  readonly parent: string | null;
  readonly datasetSha256: string;
  readonly tiles: { readonly hogweed: number; readonly background: number; readonly groups: number };
  readonly groupedBy: string;
  readonly validation: 'folds' | 'hold-out';
  /** Epochs planned, and the one whose weights were kept. */
  readonly epochs: number;
  readonly keptEpoch: number;
  readonly threshold: number;
  readonly calibration: { readonly temperature: number; readonly bias: number };
  /** All tiles that were judged, together. */
  readonly metrics: TileMetrics;
  /** Each fold; empty with --hold-out. */
  readonly folds: readonly TileMetrics[];
  readonly mean: Omit<TileMetrics, 'n' | 'threshold'> | null;
  /** The network of the package on the tiles that it learned from, with its calibration and threshold; null with --hold-out. */
  readonly learned: TileMetrics | null;
  /** Largest difference in confidence between the ONNX file and its master on the sanity tiles. */
  readonly parity: number;
  readonly tookMs: number;
  readonly cpuS: number;
  readonly notes: readonly string[];
}

/** The result of a training that the command line asked for. */
export async function runTraining(
  input: object,
  { quiet }: { readonly quiet: boolean },
): Promise<TrainResult> {
  const job = parseTrainJob({ command: commandOf(input), ...input });
  const line = trainLine(quiet ? { target: { write: () => true } } : {});
  const say = (text: string): void => void (quiet || process.stderr.write(`${text}\n`));
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once('SIGINT', onInterrupt);
  try {
    const done = await trainPackage(job, {
      signal: stop.signal,
      onPlan(plan, tiles, engine) {
        say(
          `${plural(tiles.count, 'tile')} from ${plural(new Set(tiles.groups).size, 'group')} (by ${tiles.groupedBy.text}), on ${engine}`,
        );
        for (const note of tiles.notes) say(note);
        line.begin(plan);
      },
      onProgress: (task, progress) => line.epoch(task, progress),
    });
    return resultOf(done, job.tiling === undefined ? [tilingNote(done)] : []);
  } finally {
    process.removeListener('SIGINT', onInterrupt);
    line.end();
  }
}

/** The command as it can be typed again. */
export function commandOf(input: object): string {
  const flags = Object.entries(input).flatMap(([name, value]: [string, unknown]) => {
    const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (name === 'crossValidation') return value === true ? [flag] : ['--hold-out'];
    if (value === true) return [flag];
    const tiling = name === 'tiling' ? tilingSchema.safeParse(value) : undefined;
    if (tiling?.success === true) return [flag, formatTiling(tiling.data)];
    return typeof value === 'string' || typeof value === 'number' ? [flag, String(value)] : [];
  });
  return ['umbel train', ...flags].join(' ');
}

function tilingNote({ made }: PackageTrained): string {
  return `How large the tiles are on the ground was not said: photos will be cut by ${formatTiling(made.manifest.tiling)}. Say it with --tiling m:SIZE,OVERLAP.`;
}

function resultOf(done: PackageTrained, moreNotes: readonly string[]): TrainResult {
  const { made, engine, tiles, plan, judgement, trained, report, tookMs, cpuS } = done;
  const hogweed = tiles.labels.reduce((sum, label) => sum + label, 0);
  const { threshold, calibration, metrics, folds, mean } = judgement;
  return {
    modelId: made.modelId,
    out: resolve(report.replace(/\.html$/, '')),
    report,
    engine,
    seed: made.manifest.training?.seed ?? 0,
    parent: made.manifest.parent,
    datasetSha256: tiles.digest,
    tiles: { hogweed, background: tiles.count - hogweed, groups: new Set(tiles.groups).size },
    groupedBy: tiles.groupedBy.text,
    validation: plan.everyFold ? 'folds' : 'hold-out',
    epochs: plan.epochs,
    keptEpoch: trained[0]!.keptEpoch,
    threshold,
    calibration,
    metrics,
    folds,
    mean: mean ?? null,
    learned: judgement.shipped?.metrics ?? null,
    parity: made.parity,
    tookMs: Math.round(tookMs),
    cpuS: Math.round(cpuS),
    notes: [...done.notes, ...moreNotes],
  };
}
