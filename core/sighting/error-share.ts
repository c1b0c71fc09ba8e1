import type { Looks } from './looks.ts';

/** How the errors of a flight's photos go together, found from the flight itself. */
export interface ErrorModel {
  /** Factor on the stated variances: above 1 where the views of one plant scatter more than they claim. */
  readonly scale: number;
  /** Share of the variance that differs from photo to photo and averages out, 0..1; the rest is common to all. */
  readonly ownShare: number;
}

/** Standard errors by which the scatter must differ from the claim before the claim is doubted: 5 % by chance. */
const doubtSigmas = 1.645;

/**
 * How far averaging over photos can be trusted. The views of one plant scatter around their mean by the part of the
 * error that each photo has for itself. Where they scatter as much as they claim, errors are independent and the mean
 * of n views is sqrt(n) better; where they agree much better than they claim, the rest of the claimed error must be
 * common to all photos (a drifting satellite fix), and no averaging helps against it.
 * All looks of a photo share its error, so it is photos that count as witnesses, not looks: with few of them the claim
 * stands unless the scatter differs from it by more than chance would have it.
 * Source for the scale above 1: Birge 1932, Phys. Rev. 40, 207.
 */
export function errorModelOf(looks: Looks, labels: Int32Array): ErrorModel {
  const { x, y, views } = weightedMeans(looks, labels);
  const linked = new Uint8Array(looks.photoCount);
  let chi2 = 0;
  let freedom = 0;
  for (let i = 0; i < looks.count; i++) {
    const label = labels[i]!;
    if (views[label]! < 2) continue;
    chi2 += ((looks.x[i]! - x[label]!) ** 2 + (looks.y[i]! - y[label]!) ** 2) / looks.variance[i]!;
    freedom += 2 - 2 / views[label]!;
    linked[looks.photo[i]!] = 1;
  }
  // Two axes a photo, less the mean; the relative standard error of a variance from f degrees of freedom is sqrt(2 / f).
  const witnesses = Math.min(freedom, 2 * (linked.reduce((sum, one) => sum + one, 0) - 1));
  if (witnesses <= 0) return { scale: 1, ownShare: 1 };
  const scatter = chi2 / freedom;
  const chance = Math.exp(doubtSigmas * Math.sqrt(2 / witnesses));
  if (scatter < chance && scatter > 1 / chance) return { scale: 1, ownShare: 1 };
  return { scale: Math.max(1, scatter), ownShare: Math.min(1, scatter) };
}

/** Variance along one axis of the mean of `views` looks. */
export function varianceOfMean(
  { scale, ownShare }: ErrorModel,
  { weight, views }: { readonly weight: number; readonly views: number },
): number {
  const oneLook = (scale * views) / weight;
  return oneLook * (ownShare / views + 1 - ownShare);
}

/** Means of the looks of each plant, at the plant's label, weighted by the inverse of their variance. */
export interface PlantMeans {
  readonly weight: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly views: Int32Array;
}

export function weightedMeans(
  looks: Pick<Looks, 'count' | 'x' | 'y' | 'variance'>,
  labels: Int32Array,
  weights: Float64Array = looks.variance.map((variance) => 1 / variance),
): PlantMeans {
  const weight = new Float64Array(looks.count);
  const x = new Float64Array(looks.count);
  const y = new Float64Array(looks.count);
  const views = new Int32Array(looks.count);
  for (let i = 0; i < looks.count; i++) {
    const label = labels[i]!;
    weight[label]! += weights[i]!;
    views[label]!++;
    const share = weights[i]! / weight[label]!;
    x[label]! += share * (looks.x[i]! - x[label]!);
    y[label]! += share * (looks.y[i]! - y[label]!);
  }
  return { weight, x, y, views };
}
