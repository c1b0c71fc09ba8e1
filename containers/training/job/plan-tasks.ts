import { assignFolds } from '#core/model/training/folds.ts';
import type { LessonTiles } from './lesson-tiles.ts';
import type { TrainTask } from './task.ts';
import { epochsFor, type TrainJob, usesFolds } from './train-job.ts';

/** Which networks are trained, and which tile each of them judges. */
export interface TrainPlan {
  /** Fold of every tile. */
  readonly folds: Uint8Array;
  /** True: a network per fold and one that learns from all tiles; false: one network, with fold 0 held out. */
  readonly everyFold: boolean;
  readonly epochs: number;
  /** The one whose network goes into the package first. */
  readonly tasks: readonly TrainTask[];
}

/**
 * The plan of a job for its tiles.
 * @throws UmbelError `training.groups-few`
 */
export function planTasks(tiles: LessonTiles, job: TrainJob): TrainPlan {
  const folds = assignFolds(tiles, job.folds, job.seed);
  const epochs = job.epochs ?? epochsFor(tiles.labels);
  const all = Array.from({ length: tiles.count }, (_, i) => i);
  const inFold = (fold: number): number[] => all.filter((i) => folds[i] === fold);
  const notIn = (fold: number): number[] => all.filter((i) => folds[i] !== fold);
  const common = { epochs, seed: job.seed };
  if (!usesFolds(job, tiles.count)) {
    const task = { name: 'final', learn: notIn(0), judge: inFold(0), patience: job.patience, ...common };
    return { folds, everyFold: false, epochs, tasks: [task] };
  }
  // It judges the tiles that it learned from, too: calibration and threshold are the folds', and must fit it.
  const final = { name: 'final', learn: all, judge: all, patience: undefined, ...common };
  const foldTasks = Array.from({ length: job.folds }, (_, fold) => ({
    name: `fold ${fold + 1}`,
    learn: notIn(fold),
    judge: inFold(fold),
    patience: undefined,
    ...common,
    // Folds that start from the same weights would all have the same luck.
    seed: job.seed + fold + 1,
  }));
  return { folds, everyFold: true, epochs, tasks: [final, ...foldTasks] };
}
