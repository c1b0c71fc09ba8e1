import type { ScoredTiles } from './metrics.ts';

/** What two models say of the same tiles. */
export interface PairedTiles {
  readonly candidate: ArrayLike<number>;
  readonly reference: ArrayLike<number>;
  /** 1 = hogweed, 0 = not. */
  readonly labels: ArrayLike<number>;
}

export interface DeLongTest {
  /** AUC of the candidate minus that of the reference. */
  readonly difference: number;
  readonly standardError: number;
  readonly z: number;
  /** Two-sided chance of such a difference between equally good models. */
  readonly pValue: number;
}

/**
 * The test of DeLong, DeLong and Clarke-Pearson 1988 (Biometrics 44:837) for two AUCs on the same tiles, with the ranks
 * of Sun and Xu 2014 (IEEE Signal Processing Letters 21:1389), so that it takes n log n steps. It takes tiles for
 * independent of each other; where they come in flights, the paired bootstrap over flights is the one to trust.
 */
export function deLongTest({ candidate, reference, labels }: PairedTiles): DeLongTest {
  const a = placements({ confidences: candidate, labels });
  const b = placements({ confidences: reference, labels });
  const difference = mean(a.hogweed) - mean(b.hogweed);
  const variance =
    varianceOfDifference(a.hogweed, b.hogweed) / a.hogweed.length +
    varianceOfDifference(a.other, b.other) / a.other.length;
  const standardError = Math.sqrt(variance);
  // Two models that rank every pair alike: no difference and no doubt about it.
  const z =
    standardError === 0
      ? difference === 0
        ? 0
        : Math.sign(difference) * Infinity
      : difference / standardError;
  return { difference, standardError, z, pValue: 2 * normalTail(Math.abs(z)) };
}

interface Placements {
  /** For each hogweed tile the share of the others that score below it; ties count half. */
  readonly hogweed: Float64Array;
  /** For each other tile the share of hogweed tiles that score above it. */
  readonly other: Float64Array;
}

function placements({ confidences, labels }: ScoredTiles): Placements {
  const all = Array.from({ length: labels.length }, (_, i) => confidences[i]!);
  const isHogweed = all.map((_, i) => labels[i]! > 0);
  const hogweed = all.filter((_, i) => isHogweed[i]);
  const other = all.filter((_, i) => !isHogweed[i]);
  const [ranks, hogweedRanks, otherRanks] = [midRanks(all), midRanks(hogweed), midRanks(other)];
  const result = { hogweed: new Float64Array(hogweed.length), other: new Float64Array(other.length) };
  let [h, o] = [0, 0];
  for (const [i, rank] of ranks.entries()) {
    if (isHogweed[i] === true) {
      result.hogweed[h] = (rank - hogweedRanks[h]!) / other.length;
      h++;
    } else {
      result.other[o] = 1 - (rank - otherRanks[o]!) / hogweed.length;
      o++;
    }
  }
  return result;
}

/** The rank of each value from 1; equal values share the mean of theirs. */
function midRanks(values: readonly number[]): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample variance of a - b; 0 of fewer than two. */
function varianceOfDifference(a: Float64Array, b: Float64Array): number {
  if (a.length < 2) return 0;
  const differences = a.map((value, i) => value - b[i]!);
  const middle = mean(differences);
  return differences.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (a.length - 1);
}

/**
 * The chance that a standard normal is above `z` >= 0, within 7.5e-8.
 * Source: Abramowitz and Stegun 1964, formula 26.2.17.
 */
export function normalTail(z: number): number {
  if (z > 38) return 0;
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

export interface McNemarTest {
  /** Tiles that the candidate alone judges rightly at its threshold. */
  readonly candidateOnly: number;
  /** Tiles that the reference alone judges rightly at its own. */
  readonly referenceOnly: number;
  /** Two-sided mid-p of such an imbalance between equally good models. */
  readonly pValue: number;
}

/**
 * McNemar's test of the judgements at the thresholds, in its exact mid-p form.
 * Sources: McNemar 1947 (Psychometrika 12:153); Fagerland, Lydersen and Laake 2013 (BMC Medical Research Methodology 13:91).
 */
export function mcNemarTest(
  { candidate, reference, labels }: PairedTiles,
  thresholds: { readonly candidate: number; readonly reference: number },
): McNemarTest {
  let [candidateOnly, referenceOnly] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    const truth = labels[i]! > 0;
    const candidateRight = candidate[i]! >= thresholds.candidate === truth;
    const referenceRight = reference[i]! >= thresholds.reference === truth;
    if (candidateRight && !referenceRight) candidateOnly++;
    if (referenceRight && !candidateRight) referenceOnly++;
  }
  return { candidateOnly, referenceOnly, pValue: midP(candidateOnly, referenceOnly) };
}

/** Twice the chance of at most the smaller of the two among n fair tosses, half of that of exactly it taken off. */
function midP(a: number, b: number): number {
  const n = a + b;
  const smaller = Math.min(a, b);
  // log of n! / (k! (n-k)!) / 2^n, from k to k + 1 by one factor.
  let log = -n * Math.LN2;
  let below = 0;
  for (let k = 0; k < smaller; k++) {
    below += Math.exp(log);
    log += Math.log((n - k) / (k + 1));
  }
  return Math.min(1, 2 * below + Math.exp(log));
}
