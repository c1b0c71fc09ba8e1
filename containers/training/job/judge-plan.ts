import { calibrated, crossFit, type CrossFit, fitConfidences } from '#core/model/training/cross-fit.ts';
import { checkShipped, type ShippedCheck } from '#core/model/training/check-shipped.ts';
import { tileMetrics, type TileMetrics } from '#core/model/evaluate/metrics.ts';
import type { ModelManifest } from '#core/model/package.ts';
import type { LessonTiles } from './lesson-tiles.ts';
import type { TrainPlan } from './plan-tasks.ts';
import type { TrainedTask } from './task.ts';

/** What the tiles that a network had not learned from say of it. */
export interface Judgement {
  readonly calibration: ModelManifest['calibration'];
  readonly threshold: number;
  /** Tiles that were judged: their places in the lesson, labels, and confidences. */
  readonly tiles: readonly number[];
  readonly labels: Uint8Array;
  readonly confidences: Float32Array;
  /** All judged tiles together, at the threshold. */
  readonly metrics: TileMetrics;
  /** Each fold by itself, fitted on the others; empty where one part of the ground was held out. */
  readonly folds: readonly TileMetrics[];
  readonly mean: CrossFit['mean'] | undefined;
  /** The network of the package on the tiles that it learned from; undefined where it is the one that was judged. */
  readonly shipped: ShippedCheck | undefined;
}

/**
 * The judgement of a plan's networks.
 * @param recall share of the hogweed tiles to be found; undefined = the best F1 decides
 * @throws UmbelError `training.network-unlike-folds`
 */
export function judgePlan(
  lesson: LessonTiles,
  plan: TrainPlan,
  trained: readonly TrainedTask[],
  recall: number | undefined,
): Judgement {
  const logitOf = new Map<number, number>();
  plan.tasks.forEach(({ judge }, k) => {
    const isOwn = plan.everyFold && k === 0;
    if (!isOwn) judge.forEach((tile, i) => logitOf.set(tile, trained[k]!.logits[i]!));
  });
  const tiles = [...logitOf.keys()].sort((a, b) => a - b);
  const labels = Uint8Array.from(tiles, (tile) => lesson.labels[tile]!);
  const logits = Float32Array.from(tiles, (tile) => logitOf.get(tile)!);
  if (plan.everyFold) {
    const fit = crossFit(
      { logits, labels, folds: Uint8Array.from(tiles, (tile) => plan.folds[tile]!) },
      recall,
    );
    const shipped = calibrated(trained[0]!.logits, fit.calibration);
    const { groups } = lesson;
    return {
      ...fit,
      shipped: checkShipped({ shipped, folds: fit.confidences, labels, groups }, fit.threshold),
      tiles,
      labels,
      metrics: tileMetrics({ confidences: fit.confidences, labels }, fit.threshold),
    };
  }
  const fit = fitConfidences({ logits, labels }, recall);
  const confidences = calibrated(logits, fit.calibration);
  const metrics = tileMetrics({ confidences, labels }, fit.threshold);
  return { ...fit, tiles, labels, confidences, metrics, folds: [], mean: undefined, shipped: undefined };
}
