import type { PlacedLooks } from './associate.ts';
import type { Looks } from './looks.ts';

/** Rounds of alternating between plant places and photo shifts; a chain of photos settles well within these. */
const rounds = 12;

/** A plant's own middle is not the same point in every view: part of a tile, metres per metre of tile; and no less than this. */
const placeInTileShare = 0.2;
const leastLocalSigmaM = 0.3;

/**
 * The looks with each photo shifted as a whole to where the other photos see the same plants.
 * All detections of a photo share the error of its pose, so neighbouring plants are displaced together; shifting the
 * photo back makes plants separable that stand closer than that error. A shift is held back by its prior (the
 * photo's own uncertainty): two coordinates least squares by alternation, with the median in place of the mean so
 * that a few wrong partners do not pull.
 * @param labels plant of each look, from `associate`
 * @returns positions after the shifts, and the variance that is left
 */
export function alignPhotos(looks: Looks, labels: Int32Array): PlacedLooks {
  const shared = sharedVariances(looks);
  const local = localVariances(looks, shared);
  const linked = linkedLooksByPhoto(looks, labels);
  const shifts = { x: new Float64Array(looks.photoCount), y: new Float64Array(looks.photoCount) };
  const means = { x: new Float64Array(looks.count), y: new Float64Array(looks.count) };
  for (let round = 0; round < rounds; round++) {
    plantMeans(looks, { labels, local, shifts, means });
    for (let photo = 0; photo < looks.photoCount; photo++) {
      const own = linked[photo]!;
      if (own.length === 0) continue;
      const noise = meanOf(own, local) / own.length;
      const trust = shared[photo]! / (shared[photo]! + noise);
      shifts.x[photo] = trust * median(own.map((i) => means.x[labels[i]!]! - looks.x[i]!));
      shifts.y[photo] = trust * median(own.map((i) => means.y[labels[i]!]! - looks.y[i]!));
    }
  }
  return {
    count: looks.count,
    photo: looks.photo,
    x: looks.x.map((x, i) => x + shifts.x[looks.photo[i]!]!),
    y: looks.y.map((y, i) => y + shifts.y[looks.photo[i]!]!),
    variance: remainingVariances(looks, { shared, local, linked }),
  };
}

/** Variance of each photo as a whole: that of its best placed look. */
export function sharedVariances(looks: Looks): Float64Array {
  const shared = new Float64Array(looks.photoCount).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < looks.count; i++) {
    const photo = looks.photo[i]!;
    shared[photo] = Math.min(shared[photo]!, looks.variance[i]!);
  }
  return shared;
}

/** What a look's variance has beyond its photo's: attitude errors grow outwards, and a plant is no point. */
export function localVariances(looks: Looks, shared: Float64Array): Float64Array {
  return looks.variance.map((variance, i) => {
    const sigmaM = Math.max(leastLocalSigmaM, placeInTileShare * Math.min(looks.tileSizeM[i]!, 3));
    return Math.max(0, variance - shared[looks.photo[i]!]!) + Math.min(variance, sigmaM * sigmaM);
  });
}

/** For each photo its looks whose plant other photos see too. */
function linkedLooksByPhoto(looks: Looks, labels: Int32Array): number[][] {
  const views = new Int32Array(looks.count);
  for (const label of labels) views[label]!++;
  const linked: number[][] = Array.from({ length: looks.photoCount }, () => []);
  for (let i = 0; i < looks.count; i++) if (views[labels[i]!]! > 1) linked[looks.photo[i]!]!.push(i);
  return linked;
}

interface PlantMeans {
  readonly labels: Int32Array;
  readonly local: Float64Array;
  readonly shifts: { readonly x: Float64Array; readonly y: Float64Array };
  /** Filled: the mean of each plant, at its label. */
  readonly means: { readonly x: Float64Array; readonly y: Float64Array };
}

function plantMeans(looks: Looks, { labels, local, shifts, means }: PlantMeans): void {
  const weights = new Float64Array(looks.count);
  means.x.fill(0);
  means.y.fill(0);
  for (let i = 0; i < looks.count; i++) {
    const label = labels[i]!;
    const photo = looks.photo[i]!;
    const weight = 1 / local[i]!;
    weights[label]! += weight;
    const share = weight / weights[label]!;
    means.x[label]! += share * (looks.x[i]! + shifts.x[photo]! - means.x[label]!);
    means.y[label]! += share * (looks.y[i]! + shifts.y[photo]! - means.y[label]!);
  }
}

interface Variances {
  readonly shared: Float64Array;
  readonly local: Float64Array;
  readonly linked: readonly (readonly number[])[];
}

function remainingVariances(looks: Looks, { shared, local, linked }: Variances): Float64Array {
  const shiftVariance = shared.map((prior, photo) => {
    const own = linked[photo]!;
    if (own.length === 0) return prior;
    // The plants' means are themselves uncertain: twice the noise of the looks.
    const noise = (2 * meanOf(own, local)) / own.length;
    return (prior * noise) / (prior + noise);
  });
  return looks.variance.map((variance, i) => Math.min(variance, local[i]! + shiftVariance[looks.photo[i]!]!));
}

function meanOf(indexes: readonly number[], values: Float64Array): number {
  let sum = 0;
  for (const i of indexes) sum += values[i]!;
  return sum / indexes.length;
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}
