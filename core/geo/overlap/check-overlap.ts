import type { Flag } from '../flags.ts';
import type { Pose } from '../pose.ts';
import type { Terrain } from '../terrain.ts';
import { alignPhotos, type PoseCorrection } from './align.ts';
import { correctedPose } from './apply-correction.ts';
import { blockMoves } from './block-moves.ts';
import type { PairMoves } from './equations.ts';
import { settleFlight, type CheckedPhoto } from './find-turned.ts';
import { comparePhotos, groundPhotos, type GroundPhotos, type OverlapPhoto } from './ground-photos.ts';
import type { PairEvidence, Turn } from './pair-evidence.ts';

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
 * `pose.moved`. Takes some 6 ms a photo, and in memory 20 kB a photo beside the pictures.
 * @param terrain ground heights; absent: level ground below each photo
 */
export function checkOverlap(photos: readonly OverlapPhoto[], terrain?: Terrain): OverlapCheck {
  const grounds = groundPhotos(photos, terrain);
  // Patches are looked for while a pair lies there: for almost all pairs as they are stored, which is what comes out.
  const pairs = Array.from(comparePhotos(grounds), (evidence) => ({
    evidence,
    asStored: storedMoves(evidence, grounds),
  }));
  const checked = settleFlight(
    photos,
    pairs.map(({ evidence }) => evidence),
  );
  const turns = checked.map(({ flags }): Turn => (flags.includes('photo.turned') ? 1 : 0));
  const moves = pairs
    .map(({ evidence, asStored }) => {
      const [a, b] = [turns[evidence.a]!, turns[evidence.b]!];
      return a === 0 && b === 0 && asStored !== undefined ? asStored : movesOf(evidence, [a, b], grounds);
    })
    .filter((pair) => pair.moves.length > 0);
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

/** Patches of a pair that is settled as its photos are stored; undefined where that has to wait for the other pairs. */
function storedMoves(evidence: PairEvidence, grounds: GroundPhotos): PairMoves | undefined {
  return evidence.matches.length === 1 ? movesOf(evidence, [0, 0], grounds) : undefined;
}

/** Patches of a pair, seen with its photos turned like that. */
function movesOf(
  { a, b, matches }: PairEvidence,
  [turnA, turnB]: readonly [Turn, Turn],
  grounds: GroundPhotos,
): PairMoves {
  const found = matches.find(([first, second]) => first === turnA && second === turnB)?.[2];
  if (found === undefined || found.score < leastScore) return { a, b, moves: [] };
  const [first, second] = [grounds.ground(a, turnA), grounds.ground(b, turnB)];
  return { a, b, moves: first === undefined || second === undefined ? [] : blockMoves(first, second, found) };
}
