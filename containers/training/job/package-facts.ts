import { confidenceHistogram } from '#core/model/evaluate/metrics.ts';
import { defaultTiling } from '#core/tiling/tiling.ts';
import { codeVersion } from '../code-version.ts';
import type { PackageFacts } from '../make-package.ts';
import type { Judgement } from './judge-plan.ts';
import type { LessonTiles } from './lesson-tiles.ts';
import type { TrainPlan } from './plan-tasks.ts';
import type { TrainJob } from './train-job.ts';

interface Outcome {
  readonly tiles: LessonTiles;
  readonly plan: TrainPlan;
  readonly judgement: Judgement;
  readonly parent: string | null;
}

/** What the package says of itself beside its weights. */
export function packageFacts(job: TrainJob, { tiles, plan, judgement, parent }: Outcome): PackageFacts {
  const hogweed = tiles.labels.reduce((sum, label) => sum + label, 0);
  const places = new Set(tiles.groups).size;
  const judged = plan.everyFold
    ? `figures from ${job.folds} folds by ground`
    : `figures from held-out ground (${judgement.tiles.length} tiles)`;
  return {
    name: job.name,
    title: job.title,
    description: [
      `Trained by umbel train on ${tiles.count} tiles (${hogweed} with hogweed) of ${places} places; ${judged}.`,
      ...(judgement.shipped?.notes ?? []),
    ].join(' '),
    tiling: job.tiling ?? defaultTiling,
    threshold: judgement.threshold,
    calibration: judgement.calibration,
    metrics: metricsOf(judgement),
    referenceHistogram: confidenceHistogram(judgement.confidences),
    dataset: {
      description: `${tiles.count} labelled tiles, SHA-256 ${tiles.digest}`,
      snapshotId: job.snapshotId ?? `tiles-${tiles.digest.slice(0, 12)}`,
      tiles: tiles.count,
      licence: job.licence,
    },
    parent,
    training: {
      command: job.command,
      seed: job.seed,
      codeVersion: codeVersion(),
      at: new Date().toISOString(),
    },
  };
}

/** The figures of model.json; those that the tiles do not determine are left out. */
function metricsOf({ metrics, mean, folds }: Judgement): Record<string, number> {
  const means = Object.entries(mean ?? {}).map(([name, value]) => [
    `mean${name[0]!.toUpperCase()}${name.slice(1)}`,
    value,
  ]);
  const all: (readonly [string, number])[] = [
    ...Object.entries({ ...metrics }),
    ...means.map(([name, value]) => [String(name), Number(value)] as const),
    ...(folds.length > 0 ? [['folds', folds.length] as const] : []),
  ];
  return Object.fromEntries(
    all
      .filter(([name, value]) => name !== 'threshold' && Number.isFinite(value))
      .map(([name, value]) => [name, Number(value.toPrecision(4))]),
  );
}
