import { figure } from './figure.ts';
import type { ComparedMetric, ComparedName, Comparison } from '../model/evaluate/compare.ts';

/** What a promotion rests on: candidate and production on the same tiles, in figures that can be kept. */
export interface Evidence {
  /** What the tiles were: the name of a folder, or a snapshot and its part. */
  readonly heldOut: string;
  readonly tiles: number;
  /** The model that the candidate was measured beside. */
  readonly reference: string;
  readonly metrics: Readonly<Record<ComparedName, ComparedMetric>>;
  /** Metrics by which the candidate is worse beyond the 95 % interval. */
  readonly worse: readonly ComparedName[];
  readonly mcNemarP: number;
  readonly deLongP: number;
}

/** The evidence that a comparison gives. */
export function evidenceOf(comparison: Comparison, about: { heldOut: string; reference: string }): Evidence {
  const { n, metrics, worse, mcNemar, deLong } = comparison;
  return {
    ...about,
    tiles: n,
    metrics: {
      auc: kept(metrics.auc),
      averagePrecision: kept(metrics.averagePrecision),
      f1: kept(metrics.f1),
    },
    worse,
    mcNemarP: figure(mcNemar.pValue),
    deLongP: figure(deLong.pValue),
  };
}

function kept({ candidate, reference, difference, interval, pValue }: ComparedMetric): ComparedMetric {
  return {
    candidate: figure(candidate),
    reference: figure(reference),
    difference: figure(difference),
    interval: { low: figure(interval.low), high: figure(interval.high) },
    pValue: figure(pValue),
  };
}

const names: Readonly<Record<ComparedName, string>> = {
  auc: 'AUC',
  averagePrecision: 'average precision',
  f1: 'F1',
};

/** By what the candidate is worse, in words: `AUC by 0.052 (95 % between 0.021 and 0.083)`. */
export function describeWorse({ metrics, worse }: Evidence): string {
  return worse
    .map((name) => {
      const { difference, interval } = metrics[name];
      return `${names[name]} by ${(-difference).toFixed(3)} (95 % between ${(-interval.high).toFixed(3)} and ${(-interval.low).toFixed(3)})`;
    })
    .join(', ');
}
