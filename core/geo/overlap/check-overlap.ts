import type { Pose } from '../pose.ts';
import { alignedSigmas } from './aligned-sigma.ts';
import { alignPhotos, type PairMoves, type PoseCorrection } from './align.ts';
import { correctedPose } from './apply-correction.ts';
import { blockMoves } from './block-moves.ts';
import { settleFlight, type CheckedPhoto } from './find-turned.ts';
import { comparePhotos, groundPhotos, type GroundPhotos, type OverlapPhoto } from './ground-photos.ts';
import type { PairEvidence } from './pair-evidence.ts';

/** A photo after the whole flight was fitted together. */
export interface AlignedPhoto extends CheckedPhoto {
  /** What the fit added to the pose. */
  readonly correction: PoseCorrection;
}

export interface OverlapCheck {
  readonly photos: readonly AlignedPhoto[];
  /** How far the same patches of ground are apart in two photos, metres, before and after the fit. */
  readonly apartBeforeM: number;
  readonly apartAfterM: number;
}

/** Matches weaker than this give no patches. */
const leastScore = 4.5;
/** Corrections smaller than this are not told: metres, degrees. */
const toldMoveM = 3;
const toldYawDeg = 5;

/**
 * The photos of a flight, turned photos put right and all fitted together, from what neighbours show of the same
 * ground. Nothing is silent: see the flags `photo.turned`, `photo.not-turned`, `photo.maybe-turned`, `pose.aligned`.
 */
export function checkOverlap(photos: readonly OverlapPhoto[]): OverlapCheck {
  const grounds = groundPhotos(photos);
  const pairs = comparePhotos(grounds);
  const checked = settleFlight(photos, pairs);
  const moves = pairs.flatMap((pair) => movesOf(pair, checked, grounds));
  const poses = checked.map(({ pose }) => pose);
  const { corrections, ...apart } = alignPhotos(poses, moves, grounds.frame);
  const sigmas = alignedSigmas(poses, corrections, grounds.frame);
  const aligned = checked.map((photo, i): AlignedPhoto => {
    const correction = corrections[i] ?? noCorrection;
    const told =
      Math.hypot(correction.eastM, correction.northM) > toldMoveM || Math.abs(correction.yawDeg) > toldYawDeg;
    const pose: Pose = { ...correctedPose(photo.pose, correction), sigma: sigmas[i] ?? photo.pose.sigma };
    return { ...photo, pose, correction, flags: told ? [...photo.flags, 'pose.aligned'] : photo.flags };
  });
  return { photos: aligned, ...apart };
}

const noCorrection: PoseCorrection = { eastM: 0, northM: 0, yawDeg: 0, pitchDeg: 0, rollDeg: 0, patches: 0 };

/** Patches of a pair, seen with the turns that were settled. */
function movesOf(pair: PairEvidence, checked: readonly CheckedPhoto[], grounds: GroundPhotos): PairMoves[] {
  const turnA = checked[pair.a]?.flags.includes('photo.turned') === true ? 1 : 0;
  const turnB = checked[pair.b]?.flags.includes('photo.turned') === true ? 1 : 0;
  const found = pair.matches.find(([a, b]) => a === turnA && b === turnB)?.[2];
  const first = grounds.fineRaster(pair.a, turnA);
  const second = grounds.fineRaster(pair.b, turnB);
  if (found === undefined || found.score < leastScore || first === undefined || second === undefined)
    return [];
  const moves = blockMoves(first, second, { dCol: 2 * found.dCol, dRow: 2 * found.dRow });
  return [{ a: pair.a, b: pair.b, moves }];
}
