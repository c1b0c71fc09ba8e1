import { chanceDistance } from './chance-distance.ts';
import type { CellMoments } from './cell-moments.ts';
import { chiSquareQuantile } from './chi-square.ts';
import { fQuantile, fTail } from './f-distribution.ts';
import { joinBins, sumOf } from './join-bins.ts';
import type { AdjustedReference } from './prevalence.ts';

/** How far a flight's confidences are from the reference. */
export interface HistogramShift {
  /**
   * Population stability index: sum of (seen - expected) ln(seen / expected). Source: Siddiqi 2006, Credit Risk Scorecards, ch. 9.
   */
  readonly psi: number;
  /** Chance of a distance like this between flights of an unchanged model; 1 where too little is known. */
  readonly pValue: number;
  /** Independent tiles that say as much as the flight's tiles: those of one place are alike. */
  readonly effectiveTiles: number;
  /** Absent: there is nothing to compare. */
  readonly bounds?: ShiftBounds;
}

/** How far an unchanged model's flight may be: the fewer independent tiles, the farther. */
export interface ShiftBounds {
  /** Distance that chance alone makes on average. */
  readonly byChance: number;
  /** From here the alarm is raised where the pictures have changed too. */
  readonly suspect: number;
  /** From here a second look is worth while, from here the alarm is raised. */
  readonly watch: number;
  readonly alarm: number;
}

export interface ComparedHistograms {
  /** Tiles in each bin. */
  readonly seen: readonly number[];
  /** Bins below this one are left out. */
  readonly from: number;
  readonly adjusted: AdjustedReference;
  /** How pieces of ground differ; absent: nobody counted. */
  readonly cells: CellMoments | undefined;
  /** How alike the tiles of one place usually are: tiles over effective tiles. */
  readonly usualDesign: number;
  /** Tiles behind the reference: its own chance counts too. */
  readonly referenceTiles: number;
  /** Distance at which two flights of an unchanged model with any number of tiles may be. */
  readonly between: number;
}

/**
 * How seldom a flight of an unchanged model may be so far, in each of the two distances, and how much of the distance between
 * flights comes to chance.
 */
const bounds = {
  alarm: { chance: 1e-3, share: 1 },
  watch: { chance: 0.01, share: 1 / 3 },
  suspect: { chance: 0.1, share: 0.05 },
} as const;
/** Bins with a smaller expected share are joined with the next: a share of nothing would make any distance. */
const leastShare = 0.005;
/** Independent tiles that are expected in a group at least. Source: Cochran 1954, Biometrics 10:417. */
const leastExpected = 5;

/**
 * The distance of two histograms, and how surprising it is.
 *
 * Without drift a PSI is distributed as chi-square, with a degree of freedom less than groups, times 1 / tiles of the one + 1 /
 * tiles of the other (Yurdakul 2018, Statistical Properties of the Population Stability Index, Western Michigan University);
 * the share of plants that was fitted takes one more. Tiles count by their effective number (`chance-distance.ts`); to chance
 * comes the variance between flights, as in meta-analysis (DerSimonian and Laird 1986, Controlled Clinical Trials 7:177). F takes
 * the place of chi-square where few places tell the effective number (Thomas and Rao 1987, JASA 82:630), with the degrees of
 * freedom of Satterthwaite 1946, Biometrics Bulletin 2:110.
 */
export function histogramShift(compared: ComparedHistograms): HistogramShift {
  const { from, adjusted, referenceTiles, between } = compared;
  const seen = compared.seen.map((count, bin) => (bin < from ? 0 : count));
  const expected = adjusted.expected.map((share, bin) => (bin < from ? 0 : share));
  const tiles = sumOf(seen);
  const expectedSum = sumOf(expected);
  if (tiles === 0 || expectedSum === 0) return { psi: 0, pValue: 1, effectiveTiles: 0 };
  const shares = expected.map((share) => share / expectedSum);
  const { effective, freedom } = chanceDistance(compared, joinBins(shares, leastShare));
  const groups = joinBins(shares, Math.max(leastShare, leastExpected / effective));
  const fitted = adjusted.direction.some((move) => move !== 0) ? 1 : 0;
  const free = groups.length - 1 - fitted;
  if (free < 1) return { psi: 0, pValue: 1, effectiveTiles: effective };
  const psi = sumOf(
    groups.map((group) => {
      const e = sumOf(group.map((bin) => shares[bin]!));
      // Half a tile where none was seen keeps the logarithm finite.
      const s = Math.max(sumOf(group.map((bin) => seen[bin]!)) / tiles, 0.5 / effective);
      return (s - e) * Math.log(s / e);
    }),
  );
  const chance = { free, effective, freedom, referenceTiles, between };
  const alarm = spreadOf(chance, bounds.alarm);
  const boundOf = (bound: Bound) => {
    const { mean, freedom: known } = spreadOf(chance, bound);
    return mean * fQuantile(bound.chance, free, known);
  };
  return {
    psi: short(psi),
    pValue: short(fTail(psi / alarm.mean, free, alarm.freedom)),
    effectiveTiles: short(effective),
    bounds: {
      byChance: short(free * (1 / effective + 1 / referenceTiles)),
      suspect: short(boundOf(bounds.suspect)),
      watch: short(boundOf(bounds.watch)),
      alarm: short(boundOf(bounds.alarm)),
    },
  };
}

/** Five digits tell all, and two hundred flights fit into a state of a workflow (256 KiB). */
function short(value: number): number {
  return Number(value.toPrecision(5));
}

type Bound = (typeof bounds)[keyof typeof bounds];

interface Chance {
  /** Degrees of freedom of the distance. */
  readonly free: number;
  readonly effective: number;
  /** Degrees of freedom by which `effective` is known. */
  readonly freedom: number;
  readonly referenceTiles: number;
  readonly between: number;
}

/** Mean distance without drift, with the degrees of freedom that it is known by. */
function spreadOf(
  { free, effective, freedom, referenceTiles, between }: Chance,
  { chance, share }: Bound,
): { readonly mean: number; readonly freedom: number } {
  // What flights of any size may differ by is their own quantile: a large flight's bound is that itself.
  const perGroup = (between * share) / chiSquareQuantile(chance, free);
  const variance = 1 / effective + 1 / referenceTiles + perGroup;
  return { mean: free * variance, freedom: Math.min(1e6, freedom * (variance * effective) ** 2) };
}
