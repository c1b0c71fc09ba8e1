import { type ScoredTiles, type TileMetrics, tileMetrics } from './metrics.ts';
import {
  type Interval,
  interval95,
  resampleCount,
  type ResampleUnits,
  resampleUnits,
  resampleWeights,
} from './resample.ts';
import { type MeasuredName, measuredNames, rankTiles, weightedMetrics } from './weighted-metrics.ts';

/** Scored tiles with the flight, photo or place that each comes from. */
export interface GroupedTiles extends ScoredTiles {
  /** One a tile; undefined where nobody knows. */
  readonly groups: readonly (string | undefined)[];
}

export interface GroupMetrics {
  readonly group: string;
  readonly n: number;
  readonly hogweed: number;
  /** Null where the group has tiles of one kind only. */
  readonly auc: number | null;
  /** Null where the group has no hogweed tile. */
  readonly recall: number | null;
  /** Null where the group has no tile without hogweed: wrong detections among them. */
  readonly falsePositiveRate: number | null;
}

export interface Evaluation extends TileMetrics {
  readonly hogweed: number;
  readonly background: number;
  /** Bootstrap 95 % interval of each metric. */
  readonly intervals: Readonly<Record<MeasuredName, Interval>>;
  /** What was drawn for the intervals. */
  readonly resampled: ResampleUnits['kind'];
  readonly resamples: number;
  /** By name; empty where the tiles have no groups. */
  readonly groups: readonly GroupMetrics[];
}

/**
 * How well the confidences fit the labels, with how sure that is.
 * @param seed of the resampling: the same seed gives the same intervals
 */
export function evaluateTiles(tiles: GroupedTiles, threshold: number, seed = 1): Evaluation {
  const metrics = tileMetrics(tiles, threshold);
  const units = resampleUnits(tiles.groups);
  const resamples = resampleCount(metrics.n);
  const ranked = rankTiles(tiles);
  const values: Record<MeasuredName, number[]> = {
    auc: [],
    averagePrecision: [],
    precision: [],
    recall: [],
    f1: [],
    ece: [],
  };
  for (const weights of resampleWeights(units, resamples, seed)) {
    const measured = weightedMetrics(ranked, weights, threshold);
    for (const name of measuredNames) values[name].push(measured[name]);
  }
  const hogweed = countHogweed(tiles.labels);
  return {
    ...metrics,
    hogweed,
    background: metrics.n - hogweed,
    intervals: {
      auc: interval95(values.auc),
      averagePrecision: interval95(values.averagePrecision),
      precision: interval95(values.precision),
      recall: interval95(values.recall),
      f1: interval95(values.f1),
      ece: interval95(values.ece),
    },
    resampled: units.kind,
    resamples,
    groups: groupMetrics(tiles, threshold),
  };
}

function countHogweed(labels: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i]! > 0) count++;
  return count;
}

/** The metrics of each group, in the order of names; of tiles without a group none. */
export function groupMetrics(tiles: GroupedTiles, threshold: number): GroupMetrics[] {
  const members = new Map<string, number[]>();
  for (const [i, group] of tiles.groups.entries()) {
    if (group === undefined) continue;
    const known = members.get(group);
    if (known === undefined) members.set(group, [i]);
    else known.push(i);
  }
  return [...members]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, indices]) => metricsOf(group, pick(tiles, indices), threshold));
}

function metricsOf(group: string, tiles: ScoredTiles, threshold: number): GroupMetrics {
  const { n, auc, recall } = tileMetrics(tiles, threshold);
  const hogweed = countHogweed(tiles.labels);
  let wrong = 0;
  for (let i = 0; i < n; i++) if (tiles.labels[i] === 0 && tiles.confidences[i]! >= threshold) wrong++;
  return {
    group,
    n,
    hogweed,
    auc: hogweed > 0 && hogweed < n ? auc : null,
    recall: hogweed > 0 ? recall : null,
    falsePositiveRate: hogweed < n ? wrong / (n - hogweed) : null,
  };
}

function pick({ confidences, labels }: ScoredTiles, indices: readonly number[]): ScoredTiles {
  return {
    confidences: indices.map((i) => confidences[i]!),
    labels: indices.map((i) => (labels[i]! > 0 ? 1 : 0)),
  };
}
