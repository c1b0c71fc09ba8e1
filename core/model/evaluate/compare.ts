import { tileMetrics } from './metrics.ts';
import {
  type DeLongTest,
  deLongTest,
  type McNemarTest,
  mcNemarTest,
  type PairedTiles,
} from './paired-tests.ts';
import {
  type Interval,
  interval95,
  resampleCount,
  type ResampleUnits,
  resampleUnits,
  resampleWeights,
} from './resample.ts';
import { rankTiles, weightedMetrics } from './weighted-metrics.ts';

/** The metrics that models are compared by: the ranking twice, and the judgements at each model's own threshold. */
export const comparedNames = ['auc', 'averagePrecision', 'f1'] as const;
export type ComparedName = (typeof comparedNames)[number];

export interface ComparedMetric {
  readonly candidate: number;
  readonly reference: number;
  /** Candidate minus reference. */
  readonly difference: number;
  /** Of the difference: paired bootstrap, 95 %. */
  readonly interval: Interval;
  /** Two-sided, from the same resamples. */
  readonly pValue: number;
}

export interface Comparison {
  readonly n: number;
  readonly metrics: Readonly<Record<ComparedName, ComparedMetric>>;
  readonly deLong: DeLongTest;
  readonly mcNemar: McNemarTest;
  readonly resampled: ResampleUnits['kind'];
  readonly resamples: number;
  /** The metrics by which the candidate is worse beyond the interval: it lies wholly below 0. */
  readonly worse: readonly ComparedName[];
  /** Those by which it is better in the same sense. */
  readonly better: readonly ComparedName[];
}

export interface ComparedTiles extends PairedTiles {
  readonly thresholds: { readonly candidate: number; readonly reference: number };
  /** One a tile; undefined where nobody knows. */
  readonly groups: readonly (string | undefined)[];
}

/**
 * How two models do on the same tiles: every resample is given to both, so that what is hard for both cancels out.
 * Source: Efron and Tibshirani 1993, "An Introduction to the Bootstrap", sections 13.3 and 16.2.
 */
export function compareModels(tiles: ComparedTiles, seed = 1): Comparison {
  const { labels, thresholds } = tiles;
  const units = resampleUnits(tiles.groups);
  const resamples = resampleCount(labels.length);
  const [candidate, reference] = [
    { confidences: tiles.candidate, labels },
    { confidences: tiles.reference, labels },
  ];
  const [rankedCandidate, rankedReference] = [rankTiles(candidate), rankTiles(reference)];
  const differences: Record<ComparedName, number[]> = { auc: [], averagePrecision: [], f1: [] };
  for (const weights of resampleWeights(units, resamples, seed)) {
    const a = weightedMetrics(rankedCandidate, weights, thresholds.candidate);
    const b = weightedMetrics(rankedReference, weights, thresholds.reference);
    for (const name of comparedNames) differences[name].push(a[name] - b[name]);
  }
  const [a, b] = [tileMetrics(candidate, thresholds.candidate), tileMetrics(reference, thresholds.reference)];
  const metricOf = (name: ComparedName): ComparedMetric => ({
    candidate: a[name],
    reference: b[name],
    difference: a[name] - b[name],
    interval: interval95(differences[name]),
    pValue: twoSided(differences[name]),
  });
  const metrics = {
    auc: metricOf('auc'),
    averagePrecision: metricOf('averagePrecision'),
    f1: metricOf('f1'),
  };
  return {
    n: labels.length,
    metrics,
    deLong: deLongTest(tiles),
    mcNemar: mcNemarTest(tiles, thresholds),
    resampled: units.kind,
    resamples,
    worse: comparedNames.filter((name) => metrics[name].interval.high < 0),
    better: comparedNames.filter((name) => metrics[name].interval.low > 0),
  };
}

/** Twice the share of resamples on the rarer side of 0, the measurement itself counted in: never exactly 0. */
function twoSided(differences: readonly number[]): number {
  const known = differences.filter((value) => !Number.isNaN(value));
  const atMost = known.filter((value) => value <= 0).length;
  const atLeast = known.filter((value) => value >= 0).length;
  return Math.min(1, (2 * (Math.min(atMost, atLeast) + 1)) / (known.length + 1));
}
