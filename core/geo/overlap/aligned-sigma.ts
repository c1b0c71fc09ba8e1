import { degrees, radians } from '../ellipsoid.ts';
import type { Pose } from '../pose.ts';
import type { PoseSigma } from '../sigma.ts';
import type { OwnErrors } from './own-errors.ts';

/** Leans of single photos have gone into their moves; what they do to a picture's shape is as a lean of this, degrees. */
const leanSigmaDeg = 0.2;

/** What a photo's height differs from those of the others, metres: barometers are good to decimetres over minutes. */
export const ownHeightM = 0.3;

/** What the fit left open of a photo. */
export interface FittedPhoto {
  /** Covariances of its unknowns: east, north (metres), yaw, then the flight's yaw, pitch, roll (radians) and height (metres). */
  readonly covariance: readonly (readonly number[])[];
  readonly errors: OwnErrors;
  /** Variance per axis of where the picture lay before the fit, square metres. */
  readonly move2: number;
}

/**
 * Sigmas of an aligned pose: what the fit left open, and what it could not see. The place below the camera is in doubt
 * by the photo's own move, by the lean that all photos share, and by the error that all receivers' positions share.
 * Photos in a row that have one error count as one: then less averages out, up to the photo's own error.
 */
export function alignedSigma(pose: Pose, { covariance, errors, move2 }: FittedPhoto): PoseSigma {
  const { sigma, heightAboveGroundM: h } = pose;
  const heading = pose.yawDeg * radians;
  const [sin, cos] = [h * Math.sin(heading), h * Math.cos(heading)];
  const east = [1, 0, 0, 0, sin, -cos, 0];
  const north = [0, 1, 0, 0, cos, sin, 0];
  const inCommon = (one: readonly number[], other: readonly number[]) => covarianceOf(covariance, one, other);
  const fitted2 = (errors.runLength * (inCommon(east, east) + inCommon(north, north))) / 2;
  const place2 = Math.min(Math.max(1, errors.ownShare) * move2, errors.sharedShare * move2 + fitted2);
  const pitchDeg = Math.min(sigma.pitchDeg, leanSigmaDeg);
  const rollDeg = Math.min(sigma.rollDeg, leanSigmaDeg);
  // The error model adds what the remaining leans do to the place.
  const lean2 = (h * Math.hypot(pitchDeg, rollDeg) * radians) ** 2 / 2;
  return {
    ...sigma,
    horizontalM: Math.sqrt(Math.max(0.01, place2 - lean2)),
    yawDeg: Math.sqrt(inCommon(yaw, yaw)) * degrees,
    pitchDeg,
    rollDeg,
    heightM: Math.hypot(ownHeightM, Math.sqrt(inCommon(height, height))),
    coupling: {
      eastYaw: inCommon(east, yaw),
      northYaw: inCommon(north, yaw),
      eastHeight: inCommon(east, height),
      northHeight: inCommon(north, height),
      yawHeight: inCommon(yaw, height),
    },
  };
}

/** The heading and the height among the unknowns. */
const yaw = [0, 0, 1, 1, 0, 0, 0];
const height = [0, 0, 0, 0, 0, 0, 1];

/** Covariance of two sums of the unknowns with these factors. */
function covarianceOf(
  covariance: readonly (readonly number[])[],
  ones: readonly number[],
  others: readonly number[],
): number {
  let sum = 0;
  ones.forEach((one, i) => others.forEach((other, j) => (sum += one * other * covariance[i]![j]!)));
  return sum;
}
