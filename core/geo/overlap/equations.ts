import { radians } from '../ellipsoid.ts';
import type { LocalFrame } from '../local-frame.ts';
import type { Pose } from '../pose.ts';
import type { BlockMove } from './block-moves.ts';
import type { Equation } from './fit.ts';
import type { Pair } from './neighbours.ts';

/** Patches that two photos show at different places. */
export interface PairMoves extends Pair {
  readonly moves: readonly BlockMove[];
}

/** Unknowns of a photo: its move to the east and north, its turn. */
export const perPhoto = 3;
/** Unknowns that all photos share. */
export const flight = { yaw: 0, pitch: 1, roll: 2, height: 3, count: 4 } as const;

/** First unknown of a photo. Neighbours' unknowns lie near each other: the fit's work grows with their distance. */
export function firstOfPhoto(ranks: Int32Array, photo: number): number {
  return perPhoto * ranks[photo]!;
}

/** First unknown of the flight: they come last, for every equation has them. */
export function firstOfFlight(photos: number): number {
  return perPhoto * photos;
}

/** One sigma of where a patch is found, as a share of the height: a bit less than a fine cell; and no less than this. */
const patchSigmaShare = 0.0075;
const leastPatchSigmaM = 0.05;
/** One sigma of how far patches stand above level ground, as a share of the height, before anything was seen: trees, slopes. */
export const usualReliefShare = 0.2;

/** Where the photos are taken to be when it is asked how patches move with them. */
export interface Standpoint {
  readonly poses: readonly Pose[];
  readonly frame: LocalFrame;
  /** The place of a patch that the photo puts there by its tags. */
  readonly placeBy: (photo: number, place: Step) => Step;
}

export interface PatchInPair {
  readonly pair: Pair;
  readonly move: BlockMove;
  readonly standpoint: Standpoint;
  readonly ranks: Int32Array;
  /** One sigma of how far patches stand above level ground, as a share of the height. */
  readonly reliefShare: number;
}

/** The move of a patch across and along the line between the cameras: place by a less place by b is what b lacks less a. */
export function moveEquations({
  pair,
  move,
  standpoint,
  ranks,
  reliefShare,
}: PatchInPair): readonly [across: Equation, along: Equation] {
  const { poses, frame, placeBy } = standpoint;
  // Each photo moves the patch from where it puts it itself: with one place for both, errors of position would look like
  // errors of height.
  const byA = placeBy(pair.a, move);
  const byB = placeBy(pair.b, { eastM: move.eastM - move.dEastM, northM: move.northM - move.dNorthM });
  const [a, b] = [viewOf(poses[pair.a]!, frame, byA), viewOf(poses[pair.b]!, frame, byB)];
  const [baseEast, baseNorth] = [b.cameraEastM - a.cameraEastM, b.cameraNorthM - a.cameraNorthM];
  const baseM = Math.hypot(baseEast, baseNorth);
  const [e, n] = baseM < 0.1 ? [1, 0] : [baseEast / baseM, baseNorth / baseM];
  const heightM = Math.min(a.heightM, b.heightM);
  const patchSigmaM = Math.max(leastPatchSigmaM, patchSigmaShare * heightM);
  const unknowns = [
    ...from(firstOfFlight(poses.length), flight.count),
    ...from(firstOfPhoto(ranks, pair.a), perPhoto),
    ...from(firstOfPhoto(ranks, pair.b), perPhoto),
  ];
  const equation = (east: number, north: number, sigma: number): Equation => {
    const own = (view: View, sign: number) => [
      sign * east,
      sign * north,
      sign * (east * view.yaw.eastM + north * view.yaw.northM),
    ];
    const shared = (part: 'yaw' | 'pitch' | 'roll' | 'height') =>
      east * (b[part].eastM - a[part].eastM) + north * (b[part].northM - a[part].northM);
    return {
      unknowns,
      factors: [
        shared('yaw'),
        shared('pitch'),
        shared('roll'),
        shared('height'),
        ...own(a, -1),
        ...own(b, 1),
      ],
      value: east * move.dEastM + north * move.dNorthM,
      sigma,
    };
  };
  const alongSigma = Math.hypot(patchSigmaM, reliefShare * baseM);
  return [equation(-n, e, patchSigmaM), equation(e, n, alongSigma)];
}

function from(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

export interface Step {
  readonly eastM: number;
  readonly northM: number;
}

/** How a patch moves on the ground for one radian of each angle, and for a metre of height. */
export interface View {
  readonly cameraEastM: number;
  readonly cameraNorthM: number;
  readonly heightM: number;
  readonly yaw: Step;
  readonly pitch: Step;
  readonly roll: Step;
  readonly height: Step;
}

/** The same first-order moves as in the error model (`core/geo/uncertainty.ts`). */
export function viewOf(pose: Pose, frame: LocalFrame, patch: Step): View {
  const cameraEastM = frame.eastM(pose.lon);
  const cameraNorthM = frame.northM(pose.lat);
  const [e, n, h] = [patch.eastM - cameraEastM, patch.northM - cameraNorthM, pose.heightAboveGroundM];
  // Of the camera itself, not of a picture that was turned after the flight: leans belong to the camera.
  const heading = pose.yawDeg * radians;
  const [sin, cos] = [Math.sin(heading), Math.cos(heading)];
  const sinkPitch = (-sin * e - cos * n) / h;
  const sinkRoll = (cos * e - sin * n) / h;
  return {
    cameraEastM,
    cameraNorthM,
    heightM: h,
    yaw: { northM: -e, eastM: n },
    pitch: { northM: cos * h - n * sinkPitch, eastM: sin * h - e * sinkPitch },
    roll: { northM: sin * h - n * sinkRoll, eastM: -cos * h - e * sinkRoll },
    height: { northM: n / h, eastM: e / h },
  };
}
