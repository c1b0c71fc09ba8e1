import { radians } from './ellipsoid.ts';
import type { Pose } from './pose.ts';
import { axesOf } from './rotation.ts';
import type { PoseCoupling } from './sigma.ts';

/** Covariance of a point's error on the ground, square metres. */
export interface GroundCovariance {
  readonly north2: number;
  readonly northEast: number;
  readonly east2: number;
}

/** What is not known of where in the photo the plant stands. */
export interface PixelSpread {
  /** One sigma along the photo's width and height, pixels. A plant anywhere in a tile: size / sqrt(12). */
  readonly sigmaUPx: number;
  readonly sigmaVPx: number;
}

/** The spread of a plant that may stand anywhere in a box of that size: variance of the uniform distribution, a2/12. */
export function uniformSpread(box: { readonly widthPx: number; readonly heightPx: number }): PixelSpread {
  return { sigmaUPx: box.widthPx / Math.sqrt(12), sigmaVPx: box.heightPx / Math.sqrt(12) };
}

/**
 * Writes the covariance [north2, northEast, east2] of the ground point at an offset from the camera
 * ([north, east, down] metres, as `Projector.offset` writes it) to the first three elements of `out`. Allocates nothing.
 */
export type ErrorModel = (offset: Float64Array, out: Float64Array) => void;

/**
 * The error model of a photo: the covariance of a ground point from the sigmas of its pose, to first order.
 *
 * For the offset G = (n, e, h) from the camera a small rotation w moves the point by w x G - G (w x G).down / h.
 * From it: heading moves it across by r sYaw; levelling across the heading by h sPitch / sin2(depression) in the view's
 * direction, as in sqrt(gps2 + (h sPitch / sin2)2 + (r sYaw)2 + (r sHeight / h)2); height along the view by r sHeight / h.
 * Heading errors may be large or unknown: their second moments are exact for a wrapped normal angle, so they end at
 * twice r2 (any direction) instead of growing for ever.
 */
export function errorModel(pose: Pose, spread?: PixelSpread): ErrorModel {
  const { sigma } = pose;
  const gps2 = sigma.horizontalM ** 2;
  const { across2, along2 } = headingMoments((sigma.yawDeg * radians) ** 2);
  const sinYaw = Math.sin(pose.yawDeg * radians);
  const cosYaw = Math.cos(pose.yawDeg * radians);
  const pitch2 = (sigma.pitchDeg * radians) ** 2;
  const roll2 = (sigma.rollDeg * radians) ** 2;
  const height2 = sigma.heightM ** 2;
  const { coupling } = sigma;
  const focal2 = (sigma.focalPx / pose.focalPx) ** 2;
  const u2 = ((spread?.sigmaUPx ?? 0) / pose.focalPx) ** 2;
  const v2 = ((spread?.sigmaVPx ?? 0) / pose.focalPx) ** 2;
  const { forward, right, down } = axesOf(pose);

  return (offset, out) => {
    const [n, e, h] = [offset[0] ?? 0, offset[1] ?? 0, offset[2] ?? 1];
    out[0] = gps2 + across2 * e * e + along2 * n * n;
    out[1] = (along2 - across2) * n * e;
    out[2] = gps2 + across2 * n * n + along2 * e * e;
    // About the level axis to the right (-sin, cos), and about the one ahead (cos, sin).
    const sinkPitch = (-sinYaw * e - cosYaw * n) / h;
    addMove(out, pitch2, cosYaw * h - n * sinkPitch, sinYaw * h - e * sinkPitch);
    const sinkRoll = (cosYaw * e - sinYaw * n) / h;
    addMove(out, roll2, sinYaw * h - n * sinkRoll, -cosYaw * h - e * sinkRoll);
    addMove(out, height2, n / h, e / h);
    if (coupling !== undefined) addCoupling(out, coupling, [n, e, h]);
    // One pixel moves the point by depth / focal length along the sensor's axis, slid down the line of sight to the ground.
    const depth = n * forward[0] + e * forward[1] + h * forward[2];
    addMove(
      out,
      focal2,
      depth * (forward[0] - (n * forward[2]) / h),
      depth * (forward[1] - (e * forward[2]) / h),
    );
    addMove(out, u2, depth * (right[0] - (n * right[2]) / h), depth * (right[1] - (e * right[2]) / h));
    addMove(out, v2, depth * (down[0] - (n * down[2]) / h), depth * (down[1] - (e * down[2]) / h));
  };
}

/** E[sin2 d] and E[(1 - cos d)2] for an angle d that is normal with that variance: moves across and along the view. */
function headingMoments(variance: number): { readonly across2: number; readonly along2: number } {
  return {
    across2: -Math.expm1(-2 * variance) / 2,
    along2: Math.max(0, 1.5 - 2 * Math.exp(-variance / 2) + Math.exp(-2 * variance) / 2),
  };
}

/**
 * Adds what place, heading and height have in common: a turn moves the point at (n, e) by (-e, n), a greater height by
 * (n, e) / h.
 */
function addCoupling(
  out: Float64Array,
  { eastYaw, northYaw, eastHeight, northHeight, yawHeight }: PoseCoupling,
  [n, e, h]: readonly [number, number, number],
): void {
  out[0] = (out[0] ?? 0) + 2 * ((northHeight * n) / h - northYaw * e - (yawHeight * e * n) / h);
  out[1] =
    (out[1] ?? 0) +
    (eastHeight * n + northHeight * e + yawHeight * (n * n - e * e)) / h +
    northYaw * n -
    eastYaw * e;
  out[2] = (out[2] ?? 0) + 2 * ((eastHeight * e) / h + eastYaw * n + (yawHeight * e * n) / h);
}

/** Adds the covariance of a move along one direction. */
function addMove(out: Float64Array, variance: number, north: number, east: number): void {
  out[0] = (out[0] ?? 0) + variance * north * north;
  out[1] = (out[1] ?? 0) + variance * north * east;
  out[2] = (out[2] ?? 0) + variance * east * east;
}

/** Radius of the circle around the stated point that holds the true one with that probability, metres. */
export interface ErrorRadii {
  /** 68 %: `uncertaintyM` wherever a point is shown. */
  readonly uncertaintyM: number;
  /** 95 %. */
  readonly radius95M: number;
}

/** Both radii of a covariance. The error is an ellipse: one sigma of one axis would hold as little as 39 %. */
export function errorRadii({ north2, northEast, east2 }: GroundCovariance): ErrorRadii {
  const middle = (north2 + east2) / 2;
  const apart = Math.hypot((north2 - east2) / 2, northEast);
  const majorM = Math.sqrt(Math.max(0, middle + apart));
  if (majorM === 0) return { uncertaintyM: 0, radius95M: 0 };
  const ratio = Math.sqrt(Math.max(0, middle - apart)) / majorM;
  return {
    uncertaintyM: majorM * factorAt(factors68(), ratio),
    radius95M: majorM * factorAt(factors95(), ratio),
  };
}

/** Shares of the circle that the two radii hold. */
export const radiusShares = { uncertaintyM: 0.68, radius95M: 0.95 } as const;

const factorSteps = 64;
let cached68: Float64Array | undefined;
let cached95: Float64Array | undefined;
const factors68 = (): Float64Array => (cached68 ??= radiusFactors(radiusShares.uncertaintyM));
const factors95 = (): Float64Array => (cached95 ??= radiusFactors(radiusShares.radius95M));

/** Linear interpolation in the squared axis ratio, in which the factors are smooth at 0. Exact to 1e-4. */
function factorAt(factors: Float64Array, ratio: number): number {
  const position = ratio * ratio * factorSteps;
  const index = Math.min(factorSteps - 1, Math.floor(position));
  const below = factors[index] ?? 1;
  const above = factors[index + 1] ?? below;
  return below + (above - below) * (position - index);
}

function radiusFactors(share: number): Float64Array {
  const factors = new Float64Array(factorSteps + 1);
  for (let i = 0; i <= factorSteps; i++) factors[i] = radiusFactor(share, Math.sqrt(i / factorSteps));
  return factors;
}

/** Radius that holds `share` of a normal error with sigmas 1 and `ratio`, by bisection. */
export function radiusFactor(share: number, ratio: number): number {
  let low = 0;
  let high = 5;
  for (let i = 0; i < 26; i++) {
    const middle = (low + high) / 2;
    if (shareWithin(middle, ratio) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const angles = 128;
/** Squared cosines of directions evenly spread over a right angle. */
const squaredCosines = Float64Array.from(
  { length: angles },
  (_, i) => Math.cos(((i + 0.5) * Math.PI) / (2 * angles)) ** 2,
);

/**
 * Share of a two-dimensional normal error with sigmas 1 and `ratio` within a circle: the mean over the direction t of
 * 1 - exp(-r2 / (2 (cos2 t + ratio2 sin2 t))). Source: Hoover 1984, Algorithms for Confidence Circles and Ellipses,
 * NOAA TR NOS 107 C&GS 3, eq. 3 in whitened polar coordinates.
 */
export function shareWithin(radius: number, ratio: number): number {
  let sum = 0;
  for (const cosine2 of squaredCosines) {
    const spread = cosine2 + ratio * ratio * (1 - cosine2);
    sum += -Math.expm1((-radius * radius) / (2 * spread));
  }
  return sum / angles;
}
