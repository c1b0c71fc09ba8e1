import { createRandom } from '../../simulate/random.ts';

/** What is drawn, with replacement, when tiles are resampled. */
export interface ResampleUnits {
  /** `groups`: all tiles of a flight, photo or place at once, for they resemble each other; `tiles`: each for itself. */
  readonly kind: 'groups' | 'tiles';
  /** Number of units. */
  readonly count: number;
  /** The unit of each tile. */
  readonly unitOf: Uint32Array;
}

/** Fewer groups than these cannot show how groups differ. */
const fewestGroups = 8;

/**
 * The units of tiles: their groups where every tile has one and there are at least eight, else the tiles themselves.
 * @param groups name of the group of each tile; undefined where nobody knows
 */
export function resampleUnits(groups: readonly (string | undefined)[]): ResampleUnits {
  const numbers = new Map<string | undefined, number>();
  const unitOf = Uint32Array.from(groups, (group) => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
  if (!numbers.has(undefined) && numbers.size >= fewestGroups)
    return { kind: 'groups', count: numbers.size, unitOf };
  return { kind: 'tiles', count: groups.length, unitOf: Uint32Array.from(groups, (_, i) => i) };
}

/** How often a million tiles may be looked at in all: beyond it there are fewer resamples. */
const mostLooks = 400;

/** Resamples for so many tiles: 2,000, fewer for more than 200,000 tiles, never fewer than 200. */
export function resampleCount(tiles: number): number {
  return Math.max(200, Math.min(2_000, Math.floor((mostLooks * 1e6) / Math.max(1, tiles))));
}

/**
 * How often each tile stands in one resample after the other: as many units as there are, drawn with replacement. The
 * array is filled anew for each; the same seed gives the same resamples.
 * Source: Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapters 6 and 8.
 */
export function* resampleWeights(units: ResampleUnits, count: number, seed: number): Generator<Uint32Array> {
  const random = createRandom(seed);
  const drawn = new Uint32Array(units.count);
  const weights = new Uint32Array(units.unitOf.length);
  for (let round = 0; round < count; round++) {
    drawn.fill(0);
    for (let i = 0; i < units.count; i++) drawn[random.int(units.count)]!++;
    for (let i = 0; i < weights.length; i++) weights[i] = drawn[units.unitOf[i]!]!;
    yield weights;
  }
}

/** A range that holds the true value in 95 of 100 such measurements. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The middle 95 % of the values; those that are no number, for a resample without hogweed has no recall, are left out. */
export function interval95(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

/** Between two neighbours in proportion; NaN of no values. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
