import { hash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { LoadedPackage } from '#core/model/driver.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { backboneOf } from '../backbone.ts';
import { type MadePackage, makePackage } from '../make-package.ts';
import { pickSanityTiles } from '../pick-sanity-tiles.ts';
import { mustBeNew, savePackage } from '../save-package.ts';
import { pickTiles } from '../tiles.ts';
import type { TrainProgress } from '../train.ts';
import { detectTrainingEngine, openTrainingEngine, type TrainingEngine } from '../training-engine.ts';
import { judgePlan, type Judgement } from './judge-plan.ts';
import { type LessonTiles, readLessonTiles } from './lesson-tiles.ts';
import { packageFacts } from './package-facts.ts';
import { planTasks, type TrainPlan } from './plan-tasks.ts';
import { trainingReport } from './report/training-report.ts';
import type { TrainedTask, TrainTask } from './task.ts';
import type { TrainJob } from './train-job.ts';
import { trainAll } from './trainer-pool.ts';

/** What a training is watched by. */
export interface TrainWatcher {
  /** The tiles are read and the networks planned. */
  readonly onPlan?: (plan: TrainPlan, tiles: LessonTiles, engine: TrainingEngine) => void;
  /** An epoch of one of the networks is over. */
  readonly onProgress?: (task: TrainTask, progress: TrainProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A training that is over. */
export interface PackageTrained {
  readonly made: MadePackage;
  readonly engine: TrainingEngine;
  readonly tiles: LessonTiles;
  readonly plan: TrainPlan;
  readonly judgement: Judgement;
  /** Of every network, as planned. */
  readonly trained: readonly TrainedTask[];
  /** What people should know of the tiles and of the network. */
  readonly notes: readonly string[];
  /** File of the report. */
  readonly report: string;
  readonly tookMs: number;
  /** Of this process, all threads, seconds. */
  readonly cpuS: number;
}

/**
 * A model package in the job's folder `out`, and the report `<out>.html` beside it. Checkpoints lie in `<out>.training`
 * until both are written: the same job goes on from them.
 * @throws UmbelError `training.folder-taken`, and those of `readLessonTiles`, `planTasks`, `trainAll`, `judgePlan` and `makePackage`
 */
export async function trainPackage(job: TrainJob, watcher: TrainWatcher = {}): Promise<PackageTrained> {
  const [startedMs, startedCpu] = [performance.now(), process.cpuUsage()];
  await mustBeNew(job.out, 'training');
  const engine = job.engine ?? detectTrainingEngine();
  await openTrainingEngine(engine);
  const parent = job.backbone === undefined ? undefined : await loadPackageFromFolder(job.backbone);
  const input = parent === undefined ? undefined : backboneOf(parent).input;
  const seen = input === undefined ? job : { ...job, tilePx: input.tilePx };
  const tiles = await readLessonTiles(seen);
  const plan = planTasks(tiles, seen);
  watcher.onPlan?.(plan, tiles, engine);
  const checkpoints = job.checkpoints ?? `${resolve(job.out)}.training`;
  if (job.fresh) await rm(checkpoints, { recursive: true, force: true });
  await mkdir(checkpoints, { recursive: true });
  const trained = await trainAll(
    {
      ...settingOf(seen, tiles),
      engine,
      checkpoints: { dir: checkpoints, key: keyOf(seen, tiles, { engine, parent, plan }) },
    },
    plan.tasks,
    {
      threads: engine === 'tfjs-node' ? 1 : (job.threads ?? availableParallelism()),
      onProgress: watcher.onProgress ?? (() => undefined),
      signal: watcher.signal,
    },
  );
  const judgement = judgePlan(tiles, plan, trained, job.recall);
  const made = await makePackage({
    facts: packageFacts(seen, { tiles, plan, judgement, parent: parent?.modelId ?? null }),
    network: trained[0]!.network,
    tilePx: seen.tilePx,
    input,
    sanityTiles: pickSanityTiles(pickTiles(tiles, judgement.tiles), judgement.confidences),
  });
  const report = `${resolve(job.out)}.html`;
  const cpu = process.cpuUsage(startedCpu);
  const result = {
    made,
    engine,
    tiles,
    plan,
    judgement,
    trained,
    notes: [...tiles.notes, ...(judgement.shipped?.notes ?? [])],
    report,
    tookMs: performance.now() - startedMs,
    cpuS: (cpu.user + cpu.system) / 1e6,
  };
  await mkdir(dirname(report), { recursive: true });
  await writeFile(report, await trainingReport(job, result));
  // Last: whoever finds the package finds its report, and one that was killed before goes on from its checkpoints.
  await mustBeNew(job.out, 'training');
  await savePackage(job.out, made);
  await rm(checkpoints, { recursive: true, force: true });
  return result;
}

function settingOf(job: TrainJob, { pixels, labels, tilePx }: LessonTiles) {
  const { batch, learningRate, backbone } = job;
  return { pixels, labels, tilePx, batch, learningRate, backbone };
}

/** What checkpoints must have in common with the job to be gone on from. */
function keyOf(
  { seed, tilePx, batch, learningRate }: TrainJob,
  { digest, groups }: LessonTiles,
  made: {
    readonly engine: TrainingEngine;
    readonly parent: LoadedPackage | undefined;
    readonly plan: TrainPlan;
  },
): string {
  const { epochs, everyFold, folds } = made.plan;
  const parts = [
    seed,
    tilePx,
    batch,
    learningRate,
    digest,
    groups,
    made.engine,
    made.parent?.modelId,
    epochs,
    everyFold,
    [...folds],
  ];
  return hash('sha256', JSON.stringify(parts));
}
