import { degrees, radians } from '../ellipsoid.ts';
import type { LocalFrame } from '../local-frame.ts';
import type { Pose } from '../pose.ts';
import type { PoseSigma } from '../sigma.ts';
import { alignedSigma } from './aligned-sigma.ts';
import { correctedPose } from './apply-correction.ts';
import {
  firstOfFlight,
  firstOfPhoto,
  flight,
  moveEquations,
  perPhoto,
  type PairMoves,
  type PatchInPair,
  type Standpoint,
  type Step,
  usualReliefShare,
  viewOf,
} from './equations.ts';
import { fitUnknowns, misfit, type Fit } from './fit.ts';
import { ownErrors, type FittedMove, type OwnErrors } from './own-errors.ts';
import { photoOrder } from './photo-order.ts';

/** What has to be added to a photo's pose so that it agrees with its neighbours. */
export interface PoseCorrection {
  readonly eastM: number;
  readonly northM: number;
  readonly yawDeg: number;
  /** Levelling about the level axes across and along the camera's own heading: one for the whole flight. */
  readonly pitchDeg: number;
  readonly rollDeg: number;
  /** Height above the ground: one for the whole flight. */
  readonly heightM: number;
  /** Patches that took part; without any, all is 0. */
  readonly patches: number;
}

export interface Alignment {
  readonly corrections: readonly PoseCorrection[];
  /** Sigmas of the corrected poses. */
  readonly sigmas: readonly PoseSigma[];
  /** Root of the mean square of what patches are apart before and after, metres, across the line between the cameras. */
  readonly apartBeforeM: number;
  readonly apartAfterM: number;
}

/** Prior of a lean that all photos of a flight share: a gimbal that was never calibrated, degrees. */
const sharedLeanSigmaDeg = 1;
const sharedYawSigmaDeg = 3;
/** Prior of an error of height that all photos share, in their own sigmas: the take-off was no part of the ground. */
const sharedHeightSigmas = 1.5;
/** More than what a compass is off from photo to photo is no error but another flight. */
const maxYawSigmaDeg = 5;

/**
 * Corrections that bring the photos of a flight together: a move and a turn of each photo, and a lean and turn (seen
 * where lines are flown in different directions) and a height that all share. What stands above the ground moves along
 * the line between the cameras; there, patches count as much as the ground proves to be level. Priors are the sigmas of
 * the poses, so the flight as a whole stays where the receivers say.
 */
export function alignPhotos(
  poses: readonly Pose[],
  pairs: readonly PairMoves[],
  frame: LocalFrame,
): Alignment {
  const ranks = photoOrder(poses.length, pairs);
  const patches = poses.map(() => 0);
  for (const { a, b, moves } of pairs) {
    patches[a]! += moves.length;
    patches[b]! += moves.length;
  }
  const work = { poses, ranks, patches };
  const priors = priorsOf(poses, ranks, 1);
  const asStated = { poses, frame, placeBy: (_photo: number, place: Step) => place };
  const rough = flightEquations(pairs, { standpoint: asStated, ranks }, usualReliefShare);
  const first = fitUnknowns(priors, rough.flat());
  const standpoint = standpointAfter(work, first, frame);
  const equations = flightEquations(pairs, { standpoint, ranks }, reliefOf(rough, first));
  const across = equations.map(([first]) => first);
  const all = equations.flat();
  const stated = fitUnknowns(priors, all);
  const errors = ownErrors(fittedMoves(work, stated));
  const fit =
    errors.ownShare > 1 ? fitUnknowns(priorsOf(poses, ranks, Math.sqrt(errors.ownShare)), all) : stated;
  return {
    corrections: poses.map((_, photo) => correctionOf(photo, work, fit)),
    sigmas: poses.map((_, photo) => sigmaOf(photo, work, { fit, errors })),
    apartBeforeM: rootMeanSquare(across.map(({ value }) => value)),
    apartAfterM: rootMeanSquare(across.map((equation) => misfit(equation, fit.solution))),
  };
}

/** Patches of a pair below which nobody checks what a single one says of the ground's height. */
const agreeingPatches = 3;

function flightEquations(
  pairs: readonly PairMoves[],
  setting: Pick<PatchInPair, 'standpoint' | 'ranks'>,
  relief: number,
): ReturnType<typeof moveEquations>[] {
  return pairs.flatMap((pair) => {
    const reliefShare = pair.moves.length < agreeingPatches ? usualReliefShare : relief;
    return pair.moves.map((move) => moveEquations({ ...setting, pair, move, reliefShare }));
  });
}

/** Median of the square of a standard normal number. */
const medianChi2 = 0.455;
/** Patches of one pair stand on the same hill: their heights count as known this much worse than they scatter. */
const sameHill = 2;

/** How hilly the ground is, from how far patches lie off along the lines between the cameras after a first fit. */
function reliefOf(equations: readonly ReturnType<typeof moveEquations>[], { solution }: Fit): number {
  const squares = equations.map(([, along]) => (misfit(along, solution) / along.sigma) ** 2);
  const factor = sameHill * Math.sqrt(median(squares) / medianChi2);
  return usualReliefShare * Math.min(1, Math.max(0.02, factor));
}

/**
 * Where the photos are after a first fit. How patches move with them is asked again from there: asked from the stated
 * places, whose errors are also in what the patches are apart, the answer would lean to one side.
 */
function standpointAfter(work: AlignedPhotos, fit: Fit, frame: LocalFrame): Standpoint {
  const { poses } = work;
  const corrections = poses.map((_, photo) => correctionOf(photo, work, fit));
  return {
    frame,
    poses: poses.map((pose, photo) => {
      const { eastM, northM, yawDeg, heightM } = corrections[photo]!;
      return correctedPose(pose, { eastM, northM, yawDeg, heightM, pitchDeg: 0, rollDeg: 0, patches: 0 });
    }),
    placeBy(photo, place) {
      const view = viewOf(poses[photo]!, frame, place);
      const { eastM, northM, yawDeg, pitchDeg, rollDeg, heightM } = corrections[photo]!;
      const parts = [
        [view.yaw, yawDeg * radians],
        [view.pitch, pitchDeg * radians],
        [view.roll, rollDeg * radians],
        [view.height, heightM],
      ] as const;
      return {
        eastM: parts.reduce((sum, [step, by]) => sum + by * step.eastM, place.eastM + eastM),
        northM: parts.reduce((sum, [step, by]) => sum + by * step.northM, place.northM + northM),
      };
    },
  };
}

interface AlignedPhotos {
  readonly poses: readonly Pose[];
  readonly ranks: Int32Array;
  readonly patches: readonly number[];
}

/** One sigma of each unknown. A lean of a single photo is seen as a move. */
function priorsOf(poses: readonly Pose[], ranks: Int32Array, moveScale: number): number[] {
  const priors: number[] = [];
  poses.forEach((pose, photo) => {
    const at = firstOfPhoto(ranks, photo);
    priors[at] = priors[at + 1] = moveScale * moveSigmaM(pose);
    priors[at + 2] = Math.min(maxYawSigmaDeg, pose.sigma.yawDeg) * radians;
  });
  const lean = sharedLeanSigmaDeg * radians;
  const height = sharedHeightSigmas * median(poses.map(({ sigma }) => sigma.heightM));
  return [...priors, sharedYawSigmaDeg * radians, lean, lean, height];
}

/** One sigma per axis of where the picture lies: the camera's place and what a lean does to it. */
function moveSigmaM({ sigma, heightAboveGroundM }: Pose): number {
  const leanM = Math.hypot(sigma.pitchDeg, sigma.rollDeg) * Math.SQRT1_2 * radians * heightAboveGroundM;
  return Math.max(0.05, Math.hypot(sigma.horizontalM, leanM));
}

function fittedMoves({ poses, ranks, patches }: AlignedPhotos, { solution, covariance }: Fit): FittedMove[] {
  return poses.flatMap((pose, photo) => {
    if (patches[photo] === 0) return [];
    const east = firstOfPhoto(ranks, photo);
    const north = east + 1;
    return {
      eastM: solution[east]!,
      northM: solution[north]!,
      before2: moveSigmaM(pose) ** 2,
      after2: covariance(east, east) + covariance(north, north),
    };
  });
}

function correctionOf(
  photo: number,
  { poses, ranks, patches }: AlignedPhotos,
  { solution }: Fit,
): PoseCorrection {
  const count = patches[photo]!;
  if (count === 0) return { eastM: 0, northM: 0, yawDeg: 0, pitchDeg: 0, rollDeg: 0, heightM: 0, patches: 0 };
  const at = firstOfPhoto(ranks, photo);
  const shared = firstOfFlight(poses.length);
  return {
    eastM: solution[at]!,
    northM: solution[at + 1]!,
    yawDeg: (solution[at + 2]! + solution[shared + flight.yaw]!) * degrees,
    pitchDeg: solution[shared + flight.pitch]! * degrees,
    rollDeg: solution[shared + flight.roll]! * degrees,
    heightM: solution[shared + flight.height]!,
    patches: count,
  };
}

function sigmaOf(
  photo: number,
  { poses, ranks, patches }: AlignedPhotos,
  { fit, errors }: { readonly fit: Fit; readonly errors: OwnErrors },
): PoseSigma {
  const pose = poses[photo]!;
  if (patches[photo] === 0) return pose.sigma;
  const own = firstOfPhoto(ranks, photo);
  const shared = firstOfFlight(poses.length);
  const unknowns = [
    ...Array.from({ length: perPhoto }, (_, i) => own + i),
    ...Array.from({ length: flight.count }, (_, i) => shared + i),
  ];
  const covariance = unknowns.map((one) => unknowns.map((other) => fit.covariance(one, other)));
  return alignedSigma(pose, { covariance, errors, move2: moveSigmaM(pose) ** 2 });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function rootMeanSquare(values: readonly number[]): number {
  return values.length === 0
    ? 0
    : Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
