import { radians } from '../ellipsoid.ts';
import type { LocalFrame } from '../local-frame.ts';
import type { Pose } from '../pose.ts';
import type { PoseSigma } from '../sigma.ts';
import type { PoseCorrection } from './align.ts';

/** What the fit itself leaves between neighbours: metres, degrees. */
const fitSigmaM = 0.2;
const fitYawSigmaDeg = 0.3;
/** Leans of single photos have gone into their moves; this much of a lean that all share stays unseen. */
const leanSigmaDeg = 0.3;
/** Fewer photos tell nothing about how their errors scatter. */
const leastPhotos = 4;

/**
 * Sigmas of aligned poses.
 * Photos that were fitted together share one error of position and of direction. How large it is, the moves of the fit
 * tell: where they scatter as much as the receiver's sigma, errors were independent and have averaged out; where all
 * photos agreed already, they share the whole error of the receiver. Neighbours in time that moved alike count as fewer
 * independent photos (Bayley and Hammersley 1946: N (1 - r) / (1 + r)).
 */
export function alignedSigmas(
  poses: readonly Pose[],
  corrections: readonly PoseCorrection[],
  frame: LocalFrame,
): PoseSigma[] {
  const fitted = corrections.flatMap(({ patches }, i) => (patches > 0 ? [i] : []));
  if (fitted.length < leastPhotos) return poses.map(({ sigma }) => sigma);
  const moves = fitted.map((i) => corrections[i] ?? { eastM: 0, northM: 0 });
  const scatter2 =
    moves.reduce((sum, { eastM, northM }) => sum + eastM ** 2 + northM ** 2, 0) / (2 * fitted.length - 2);
  const independent = Math.max(1, fitted.length * independentShare(moves));
  const places = fitted.map((i) => placeOf(poses[i], frame));
  const centre = [mean(places.map(([east]) => east)), mean(places.map(([, north]) => north))] as const;
  const distance2 = (place: Place) => (place[0] - centre[0]) ** 2 + (place[1] - centre[1]) ** 2;
  const spread2 = places.reduce((sum, place) => sum + distance2(place), 0) * (independent / fitted.length);
  return poses.map((pose, i) => {
    const { sigma } = pose;
    if ((corrections[i]?.patches ?? 0) === 0) return sigma;
    const own2 = Math.min(sigma.horizontalM ** 2, scatter2);
    const shared2 = sigma.horizontalM ** 2 - own2;
    // The flight's direction: by its own compass, or by its positions if they lie far apart.
    const turn2 =
      1 / (1 / Math.max(1e-12, (sigma.yawDeg * radians) ** 2) + spread2 / Math.max(1e-6, own2 + shared2 / 4));
    const position2 =
      shared2 + own2 / independent + (distance2(placeOf(pose, frame)) * turn2) / 2 + fitSigmaM ** 2;
    return {
      ...sigma,
      horizontalM: Math.min(sigma.horizontalM, Math.sqrt(position2)),
      yawDeg: Math.min(sigma.yawDeg, Math.hypot(Math.sqrt(turn2) / radians, fitYawSigmaDeg)),
      pitchDeg: Math.min(sigma.pitchDeg, leanSigmaDeg),
      rollDeg: Math.min(sigma.rollDeg, leanSigmaDeg),
    };
  });
}

type Place = readonly [eastM: number, northM: number];

function placeOf(pose: Pose | undefined, frame: LocalFrame): Place {
  return pose === undefined ? [0, 0] : [frame.eastM(pose.lon), frame.northM(pose.lat)];
}

/** Share of independent members in a series with this correlation of neighbours. */
function independentShare(moves: readonly { readonly eastM: number; readonly northM: number }[]): number {
  let [together, alone] = [0, 1e-12];
  moves.forEach(({ eastM, northM }, i) => {
    const next = moves[i + 1];
    if (next !== undefined) together += eastM * next.eastM + northM * next.northM;
    alone += eastM * eastM + northM * northM;
  });
  const correlation = Math.max(0, Math.min(0.99, together / alone));
  return (1 - correlation) / (1 + correlation);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
