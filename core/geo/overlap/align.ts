import { degrees, radians } from '../ellipsoid.ts';
import type { LocalFrame } from '../local-frame.ts';
import type { Pose } from '../pose.ts';
import type { BlockMove } from './block-moves.ts';
import { fitUnknowns, misfit, type Equation } from './fit.ts';
import type { Pair } from './neighbours.ts';

/** Patches that two photos show at different places. */
export interface PairMoves extends Pair {
  readonly moves: readonly BlockMove[];
}

/** What has to be added to a photo's pose so that it agrees with its neighbours. */
export interface PoseCorrection {
  readonly eastM: number;
  readonly northM: number;
  readonly yawDeg: number;
  /** Levelling about the level axes across and along the camera's own heading: one for the whole flight. */
  readonly pitchDeg: number;
  readonly rollDeg: number;
  /** Patches that took part; without any, all is 0. */
  readonly patches: number;
}

export interface Alignment {
  readonly corrections: readonly PoseCorrection[];
  /** Root of the mean square of what patches are apart before and after, metres, across the line between the cameras. */
  readonly apartBeforeM: number;
  readonly apartAfterM: number;
}

/** One sigma of where a patch is found, metres. */
const patchSigmaM = 0.3;
/** One sigma of how far patches stand above level ground, metres: trees, slopes. */
const reliefSigmaM = 8;
/** Prior of a lean that all photos of a flight share: a gimbal that was never calibrated, degrees. */
const sharedLeanSigmaDeg = 1.5;
const sharedYawSigmaDeg = 3;
/** More than what a compass is off from photo to photo is no error but another flight. */
const maxYawSigmaDeg = 5;

/** Unknowns: three of the flight, then three of each photo. */
const flight = { yaw: 0, pitch: 1, roll: 2, count: 3 } as const;
const perPhoto = 3;

/**
 * Corrections that bring the photos of a flight together: a move and a turn of each photo, and a lean and turn that all
 * share (seen where lines are flown in different directions). What stands above the ground moves along the line
 * between the cameras; there, patches count little. Priors are the sigmas of the poses, so the flight as a whole stays
 * where the receivers say.
 */
export function alignPhotos(
  poses: readonly Pose[],
  pairs: readonly PairMoves[],
  frame: LocalFrame,
): Alignment {
  const priors = [
    sharedYawSigmaDeg * radians,
    sharedLeanSigmaDeg * radians,
    sharedLeanSigmaDeg * radians,
    ...poses.flatMap(({ sigma }) => [
      sigma.horizontalM,
      sigma.horizontalM,
      Math.min(maxYawSigmaDeg, sigma.yawDeg) * radians,
    ]),
  ];
  const across: Equation[] = [];
  const along: Equation[] = [];
  const patches = poses.map(() => 0);
  for (const pair of pairs) {
    for (const move of pair.moves) {
      const [first, second] = equationsOf({ pair, move, poses, frame });
      across.push(first);
      along.push(second);
      patches[pair.a] = (patches[pair.a] ?? 0) + 1;
      patches[pair.b] = (patches[pair.b] ?? 0) + 1;
    }
  }
  const solution = fitUnknowns(priors, [...across, ...along]);
  return {
    corrections: patches.map((count, photo) => correctionOf(solution, photo, count)),
    apartBeforeM: rootMeanSquare(across.map(({ value }) => value)),
    apartAfterM: rootMeanSquare(across.map((equation) => misfit(equation, solution))),
  };
}

function correctionOf(solution: Float64Array, photo: number, patches: number): PoseCorrection {
  if (patches === 0) return { eastM: 0, northM: 0, yawDeg: 0, pitchDeg: 0, rollDeg: 0, patches };
  const at = flight.count + perPhoto * photo;
  return {
    eastM: solution[at] ?? 0,
    northM: solution[at + 1] ?? 0,
    yawDeg: ((solution[at + 2] ?? 0) + (solution[flight.yaw] ?? 0)) * degrees,
    pitchDeg: (solution[flight.pitch] ?? 0) * degrees,
    rollDeg: (solution[flight.roll] ?? 0) * degrees,
    patches,
  };
}

interface PatchInPair {
  readonly pair: Pair;
  readonly move: BlockMove;
  readonly poses: readonly Pose[];
  readonly frame: LocalFrame;
}

/** The move of a patch across and along the line between the cameras: place by a less place by b is what b lacks less a. */
function equationsOf({
  pair,
  move,
  poses,
  frame,
}: PatchInPair): readonly [across: Equation, along: Equation] {
  const [a, b] = [viewOf(poses[pair.a], frame, move), viewOf(poses[pair.b], frame, move)];
  const [baseEast, baseNorth] = [b.cameraEastM - a.cameraEastM, b.cameraNorthM - a.cameraNorthM];
  const baseM = Math.hypot(baseEast, baseNorth);
  const [e, n] = baseM < 0.1 ? [1, 0] : [baseEast / baseM, baseNorth / baseM];
  const heightM = Math.min(a.heightM, b.heightM);
  const equation = (east: number, north: number, sigma: number): Equation => {
    const own = (view: View, sign: number) => [
      sign * east,
      sign * north,
      sign * (east * view.yaw.eastM + north * view.yaw.northM),
    ];
    const shared = (part: 'yaw' | 'pitch' | 'roll') =>
      east * (b[part].eastM - a[part].eastM) + north * (b[part].northM - a[part].northM);
    const [firstA, firstB] = [flight.count + perPhoto * pair.a, flight.count + perPhoto * pair.b];
    return {
      unknowns: [
        flight.yaw,
        flight.pitch,
        flight.roll,
        firstA,
        firstA + 1,
        firstA + 2,
        firstB,
        firstB + 1,
        firstB + 2,
      ],
      factors: [shared('yaw'), shared('pitch'), shared('roll'), ...own(a, -1), ...own(b, 1)],
      value: east * move.dEastM + north * move.dNorthM,
      sigma,
    };
  };
  const alongSigma = Math.hypot(patchSigmaM, (reliefSigmaM * baseM) / heightM);
  return [equation(-n, e, patchSigmaM), equation(e, n, alongSigma)];
}

interface Step {
  readonly eastM: number;
  readonly northM: number;
}

/** How a patch moves on the ground for one radian of each angle. */
interface View {
  readonly cameraEastM: number;
  readonly cameraNorthM: number;
  readonly heightM: number;
  readonly yaw: Step;
  readonly pitch: Step;
  readonly roll: Step;
}

/** The same first-order moves as in the error model (`core/geo/uncertainty.ts`). */
function viewOf(pose: Pose | undefined, frame: LocalFrame, patch: BlockMove): View {
  if (pose === undefined) throw new RangeError('a pair names a photo that is not there');
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
  };
}

function rootMeanSquare(values: readonly number[]): number {
  return values.length === 0
    ? 0
    : Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
