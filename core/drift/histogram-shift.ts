import { chiSquareTail } from './chi-square.ts';
import { bins } from './flight-figures.ts';

/** How far a flight's confidences are from the reference. */
export interface HistogramShift {
  /**
   * Population stability index: sum of (seen - expected) ln(seen / expected). Source: Siddiqi 2006, Credit Risk Scorecards, ch. 9.
   */
  readonly psi: number;
  /** Chance of a distance like this without drift, tiles of one photo counted as alike; 1 where too little is known. */
  readonly pValue: number;
}

export interface ComparedHistograms {
  /** Tiles in each bin. */
  readonly seen: readonly number[];
  /** Shares expected in each bin. */
  readonly expected: readonly number[];
  /** Variance of each bin's share. */
  readonly variance: readonly number[];
  /** Tiles behind the reference: its own chance counts too. */
  readonly referenceTiles: number;
}

/** Bins with a smaller expected share are joined with the next: a share of nothing would make any distance. */
const leastShare = 0.01;

/** The distance of two histograms, and how surprising it is. */
export function histogramShift({
  seen,
  expected,
  variance,
  referenceTiles,
}: ComparedHistograms): HistogramShift {
  const tiles = seen.reduce((sum, count) => sum + count, 0);
  const expectedSum = expected.reduce((sum, share) => sum + share, 0);
  if (tiles === 0 || expectedSum === 0) return { psi: 0, pValue: 1 };
  const groups = joinBins(expected.map((share) => share / expectedSum));
  let psi = 0;
  let chiSquare = 0;
  let design = 0;
  for (const group of groups) {
    const e = sumOver(group, (bin) => expected[bin]! / expectedSum);
    const s = sumOver(group, (bin) => seen[bin]! / tiles);
    // Half a tile where none was seen keeps the logarithm finite.
    const shown = Math.max(s, 0.5 / tiles);
    psi += (shown - e) * Math.log(shown / e);
    chiSquare += (tiles * (s - e) ** 2) / e;
    // What a share varies by over what it would if tiles were independent.
    design += (sumOver(group, (bin) => variance[bin]!) * tiles) / Math.max(e * (1 - e), 1e-9) / groups.length;
  }
  // First-order correction of Rao and Scott 1981, JASA 76:221; the reference is a sample too.
  const scale = Math.max(1, design) + tiles / referenceTiles;
  return { psi, pValue: groups.length < 2 ? 1 : chiSquareTail(chiSquare / scale, groups.length - 1) };
}

function joinBins(shares: readonly number[]): number[][] {
  const groups: number[][] = [];
  let open: number[] = [];
  for (const bin of shares.keys()) {
    open.push(bin);
    if (sumOver(open, (one) => shares[one]!) < leastShare) continue;
    groups.push(open);
    open = [];
  }
  if (open.length > 0) {
    if (groups.length === 0) groups.push(open);
    else groups.at(-1)!.push(...open);
  }
  return groups;
}

function sumOver(group: readonly number[], of: (bin: number) => number): number {
  return group.reduce((sum, bin) => sum + of(bin), 0);
}

/**
 * The confidence that stands for each bin. In the first and the last one they crowd at the end: the middle would turn
 * every second plant of a clear model into a missed one.
 */
const binConfidence = Array.from({ length: bins }, (_, bin) =>
  bin === 0 ? 0.005 : bin === bins - 1 ? 0.99 : (bin + 0.5) / bins,
);

/** What a flight should look like that has more or fewer plants than the reference and is else the same. */
export interface AdjustedReference {
  readonly expected: readonly number[];
  /** Share of tiles with hogweed: in the reference, and the most likely one of the flight. */
  readonly referencePrevalence: number;
  readonly prevalence: number;
}

/**
 * The reference as it would be with the flight's own share of plants: more hogweed is news, not drift. A calibrated
 * confidence splits the reference into its tiles with and without hogweed; the mixture that fits best is found by
 * expectation maximisation. Source: Saerens, Latinne and Decaestecker 2002, Neural Computation 14:21.
 */
export function adjustPrevalence(reference: readonly number[], seen: readonly number[]): AdjustedReference {
  const total = reference.reduce((sum, share) => sum + share, 0);
  const tiles = seen.reduce((sum, count) => sum + count, 0);
  const referencePrevalence =
    total === 0 ? 0 : reference.reduce((sum, share, bin) => sum + (share / total) * binConfidence[bin]!, 0);
  if (referencePrevalence <= 0 || referencePrevalence >= 1 || tiles === 0)
    return { expected: reference, referencePrevalence, prevalence: referencePrevalence };
  const withPlant = reference.map(
    (share, bin) => ((share / total) * binConfidence[bin]!) / referencePrevalence,
  );
  const without = reference.map(
    (share, bin) => ((share / total) * (1 - binConfidence[bin]!)) / (1 - referencePrevalence),
  );
  let prevalence = referencePrevalence;
  for (let i = 0; i < 200; i++) {
    const next = seen.reduce((sum, count, bin) => {
      const plant = prevalence * withPlant[bin]!;
      const both = plant + (1 - prevalence) * without[bin]!;
      return sum + (both === 0 ? 0 : (count / tiles) * (plant / both));
    }, 0);
    const isSettled = Math.abs(next - prevalence) < 1e-9;
    prevalence = Math.min(1 - 1e-6, Math.max(1e-6, next));
    if (isSettled) break;
  }
  const expected = withPlant.map((share, bin) => prevalence * share + (1 - prevalence) * without[bin]!);
  return { expected, referencePrevalence, prevalence };
}
