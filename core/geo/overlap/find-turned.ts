import type { Flag } from '../flags.ts';
import type { Pose } from '../pose.ts';
import { coarseYawSigmaDeg, unknownYawDeg, yawSigmaDeg } from '../sigma.ts';
import { turnedPose } from '../turn.ts';
import { comparePhotos, groundPhotos, type OverlapPhoto } from './ground-photos.ts';
import type { PairEvidence } from './pair-evidence.ts';
import { settleTurns, type TurnVerdict } from './turned.ts';

/** A photo after its overlap was looked at. */
export interface CheckedPhoto {
  /** The pose, turned where the overlap proves that the picture was. */
  readonly pose: Pose;
  readonly flags: readonly Flag[];
  readonly verdict: TurnVerdict;
}

/** Odds of three thousand to one: from here a photo is turned, or cleared, without asking. */
const strongOdds = 8;
/** Below these an unsuspected photo is flagged: its own odds, and those of its group. */
const doubtfulOdds = 2;
const doubtfulGroupOdds = 5;
/** Odds before looking: a photo straight from the camera, one that an editor saved, one that a viewer saved. */
const priors = { camera: -7, editor: -4, viewer: 0 } as const;

/**
 * The photos of a flight with their turns settled from what neighbours show of the same ground: photos that were
 * turned by half a turn after the flight get the flag `photo.turned` and a pose that fits the pixels; photos that
 * other programs saved and left as they were get `photo.not-turned`; where the overlap proves nothing, doubts stay.
 */
export function findTurnedPhotos(photos: readonly OverlapPhoto[]): CheckedPhoto[] {
  const grounds = groundPhotos(photos);
  return settleFlight(photos, [...comparePhotos(grounds)]);
}

/** The verdict on each photo from what the pairs say. */
export function settleFlight(
  photos: readonly OverlapPhoto[],
  pairs: readonly PairEvidence[],
): CheckedPhoto[] {
  const verdicts = settleTurns(photos.map(priorOf), pairs);
  return photos.map((photo, i) =>
    check(photo, verdicts[i] ?? { turn: 0, odds: 0, groupOdds: 0, witnesses: 0 }),
  );
}

function priorOf({ flags }: OverlapPhoto): number {
  if (flags.includes('photo.maybe-turned')) return priors.viewer;
  return flags.includes('photo.edited') ? priors.editor : priors.camera;
}

function check(photo: OverlapPhoto, verdict: TurnVerdict): CheckedPhoto {
  const suspected = photo.flags.includes('photo.maybe-turned') || photo.flags.includes('photo.edited');
  const others = photo.flags.filter((flag) => flag !== 'photo.maybe-turned' && flag !== 'photo.edited');
  const isStrong = Math.min(verdict.odds, verdict.groupOdds) >= strongOdds && verdict.witnesses > 0;
  if (verdict.turn === 1 && isStrong) {
    return { pose: settled(turnedPose(photo.pose)), flags: [...others, 'photo.turned'], verdict };
  }
  if (suspected) {
    return isStrong
      ? { pose: settled(photo.pose), flags: [...others, 'photo.not-turned'], verdict }
      : { ...photo, verdict };
  }
  const isClear = verdict.odds >= doubtfulOdds && verdict.groupOdds >= doubtfulGroupOdds;
  if (verdict.turn === 0 && (isClear || verdict.witnesses === 0)) return { ...photo, verdict };
  const pose = { ...photo.pose, sigma: { ...photo.pose.sigma, yawDeg: unknownYawDeg } };
  return { pose, flags: [...photo.flags, 'photo.maybe-turned'], verdict };
}

/** The pose with the doubt about its direction taken back. */
function settled(pose: Pose): Pose {
  const usual = pose.source.attitude === 'gimbal' ? yawSigmaDeg : coarseYawSigmaDeg;
  return { ...pose, sigma: { ...pose.sigma, yawDeg: Math.min(pose.sigma.yawDeg, usual) } };
}
