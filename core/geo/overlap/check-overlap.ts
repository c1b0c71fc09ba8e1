import type { Flag } from '../flags.ts';
import type { Pose } from '../pose.ts';
import type { Terrain } from '../terrain.ts';
import { alignPhotos, type PoseCorrection } from './align.ts';
import { correctedPose } from './apply-correction.ts';
import { blockMoves } from './block-moves.ts';
import type { PairMoves } from './equations.ts';
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
  /** Patches of ground that were found in two photos. */
  readonly patches: number;
  /** How far the same patches of ground are apart in two photos, metres, before and after the fit. */
  readonly apartBeforeM: number;
  readonly apartAfterM: number;
}

/** Matches weaker than this give no patches. */
const leastScore = 4.5;
/** Corrections larger than this are told by a flag of their own: metres, degrees. */
const farMoveM = 3;
const farYawDeg = 5;

/**
 * The photos of a flight, turned photos put right and all fitted together, from what neighbours show of the same
 * ground. Nothing is silent: see the flags `photo.turned`, `photo.not-turned`, `photo.maybe-turned`, `pose.aligned`,
 * `pose.moved`. Takes some 6 ms a photo, and in memory 100 kB a photo beside the pictures.
 * @param terrain ground heights; absent: level ground below each photo
 */
export function checkOverlap(photos: readonly OverlapPhoto[], terrain?: Terrain): OverlapCheck {
  const grounds = groundPhotos(photos, terrain);
  const pairs = comparePhotos(grounds);
  const checked = settleFlight(photos, pairs);
  const moves = pairs.flatMap((pair) => movesOf(pair, checked, grounds));
  const poses = checked.map(({ pose }) => pose);
  const { corrections, sigmas, ...apart } = alignPhotos(poses, moves, grounds.frame);
  const aligned = checked.map((photo, i): AlignedPhoto => {
    const correction = corrections[i]!;
    const pose: Pose = { ...correctedPose(photo.pose, correction), sigma: sigmas[i]! };
    return { ...photo, pose, correction, flags: [...photo.flags, ...flagsOf(correction)] };
  });
  const patches = moves.reduce((sum, pair) => sum + pair.moves.length, 0);
  return { photos: aligned, patches, ...apart };
}

function flagsOf({ patches, eastM, northM, yawDeg }: PoseCorrection): Flag[] {
  if (patches === 0) return [];
  const isFar = Math.hypot(eastM, northM) > farMoveM || Math.abs(yawDeg) > farYawDeg;
  return [isFar ? 'pose.moved' : 'pose.aligned'];
}

/** Patches of a pair, seen with the turns that were settled. */
function movesOf(pair: PairEvidence, checked: readonly CheckedPhoto[], grounds: GroundPhotos): PairMoves[] {
  const turnA = checked[pair.a]?.flags.includes('photo.turned') === true ? 1 : 0;
  const turnB = checked[pair.b]?.flags.includes('photo.turned') === true ? 1 : 0;
  const found = pair.matches.find(([a, b]) => a === turnA && b === turnB)?.[2];
  const first = grounds.ground(pair.a, turnA);
  const second = grounds.ground(pair.b, turnB);
  if (found === undefined || found.score < leastScore || first === undefined || second === undefined)
    return [];
  const moves = blockMoves(first, second, found);
  return [{ a: pair.a, b: pair.b, moves }];
}
