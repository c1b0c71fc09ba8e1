import { readFileSync } from 'node:fs';
import { degreeLengths } from '#core/geo/ellipsoid.ts';
import { groundPoint } from '#core/geo/locate.ts';
import type { Pose } from '#core/geo/pose.ts';

interface TiePoints {
  readonly pairs: readonly {
    readonly a: string;
    readonly b: string;
    readonly points: readonly (readonly [number, number, number, number])[];
  }[];
}

export function distanceM(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const { latM, lonM } = degreeLengths(a.lat);
  return Math.hypot((a.lat - b.lat) * latM, (a.lon - b.lon) * lonM);
}

/** The ground point of a pixel that has one. */
export function ground(pose: Pose, u: number, v: number): { lat: number; lon: number } {
  const point = groundPoint(pose, { u, v });
  if (!('lat' in point)) throw new Error(point.flag);
  return point;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below = Number.NaN, above = below] = sorted.slice(Math.floor(at), Math.floor(at) + 2);
  return below + (above - below) * (at - Math.floor(at));
}

/** Per pair of photos the median distance between the two projections of its points, metres. */
export function pairsApartM(
  file: string,
  poses: ReadonlyMap<string, Pose>,
): { readonly a: string; readonly b: string; readonly apartM: number }[] {
  const { pairs }: TiePoints = JSON.parse(readFileSync(file, 'utf8'));
  return pairs.map(({ a, b, points }) => {
    const [poseA, poseB] = [poses.get(a), poses.get(b)];
    if (poseA === undefined || poseB === undefined) throw new Error(`no pose of ${a} or ${b}`);
    const distances = points.map(([ua, va, ub, vb]) =>
      distanceM(ground(poseA, ua, va), ground(poseB, ub, vb)),
    );
    return { a, b, apartM: quantile(distances, 0.5) };
  });
}

/** Quantiles of the same over the pairs. */
export function tiePointsApartM(
  file: string,
  poses: ReadonlyMap<string, Pose>,
): { p50: number; p90: number } {
  const medians = pairsApartM(file, poses).map(({ apartM }) => apartM);
  return { p50: quantile(medians, 0.5), p90: quantile(medians, 0.9) };
}
