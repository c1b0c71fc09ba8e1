import type { PhotoMetadata } from '../photo/metadata.ts';
import type { Angles } from '../photo/metadata-attitude.ts';
import { cameraStandsUpright, savedBy } from '../photo/metadata-software.ts';
import { wrapAngle } from './ellipsoid.ts';
import type { Flag } from './flags.ts';
import { fromNadirFrame, normalised, type Attitude } from './rotation.ts';
import {
  assumedNadirSigmaDeg,
  bodyYawSigmaDeg,
  coarseLevelSigmaDeg,
  coarseYawSigmaDeg,
  levelSigmaDeg,
  rollSigmaDeg,
  unknownYawDeg,
  yawSigmaDeg,
  type PoseSigma,
} from './sigma.ts';

type Raise = (flag: Flag) => void;
type AngleSigma = Pick<PoseSigma, 'yawDeg' | 'pitchDeg' | 'rollDeg'>;

export interface AttitudeOfPhoto extends Attitude {
  readonly sigma: AngleSigma;
  readonly source: string;
}

/** Flatter than this, points at the far edge of the photo are coarse. */
const obliqueDepressionDeg = 60;

/** The camera's attitude; undefined when what the photo says contradicts itself so that any point would be wrong. */
export function attitudeOfPhoto(
  metadata: PhotoMetadata,
  size: { readonly widthPx: number; readonly heightPx: number },
  raise: Raise,
): AttitudeOfPhoto | undefined {
  const told = toldAttitude(metadata, raise);
  if (told === undefined) return undefined;
  const attitude = { ...told, ...normalised(told) };
  tiltFlags(attitude).forEach(raise);
  return {
    ...attitude,
    sigma: { ...attitude.sigma, yawDeg: Math.max(attitude.sigma.yawDeg, turnedSigma(metadata, size, raise)) },
  };
}

/** Flags of where a camera looks. */
export function tiltFlags({ pitchDeg, rollDeg }: Pick<Attitude, 'pitchDeg' | 'rollDeg'>): readonly Flag[] {
  const flags: Flag[] = [];
  if (pitchDeg > 0) flags.push('attitude.above-horizon');
  else if (pitchDeg > -obliqueDepressionDeg || pitchDeg < obliqueDepressionDeg - 180)
    flags.push('attitude.oblique');
  if (Math.abs(wrapAngle(rollDeg)) > 90) flags.push('attitude.upside-down');
  return flags;
}

function toldAttitude(metadata: PhotoMetadata, raise: Raise): AttitudeOfPhoto | undefined {
  const { gimbal, nadirFrame } = metadata;
  if (gimbal?.pitchDeg !== undefined && !isUnset(gimbal, metadata.flight)) {
    return gimbalAttitude(
      { yawDeg: gimbal.yawDeg, pitchDeg: gimbal.pitchDeg, rollDeg: gimbal.rollDeg ?? 0 },
      metadata,
      raise,
    );
  }
  if (nadirFrame?.yawDeg !== undefined && nadirFrame.pitchDeg !== undefined) {
    const frame = {
      yawDeg: nadirFrame.yawDeg,
      pitchDeg: nadirFrame.pitchDeg,
      rollDeg: nadirFrame.rollDeg ?? 0,
    };
    const sigma = { yawDeg: coarseYawSigmaDeg, pitchDeg: coarseLevelSigmaDeg, rollDeg: coarseLevelSigmaDeg };
    return { ...fromNadirFrame(frame), sigma, source: 'camera-frame' };
  }
  return assumedNadir(metadata, raise);
}

/** All three angles exactly zero although the aircraft heads elsewhere: the gimbal reported nothing. */
function isUnset(gimbal: Angles, flight: Angles | undefined): boolean {
  const level = gimbal.pitchDeg === 0 && (gimbal.rollDeg ?? 0) === 0 && (gimbal.yawDeg ?? 0) === 0;
  return level && Math.abs(flight?.yawDeg ?? 180) > 1;
}

/** Nothing told: straight down, the way the aircraft or the compass points, or any way. */
function assumedNadir(metadata: PhotoMetadata, raise: Raise): AttitudeOfPhoto {
  raise('attitude.missing');
  const yawDeg = metadata.gimbal?.yawDeg ?? metadata.flight?.yawDeg ?? metadata.imageDirectionDeg;
  if (yawDeg === undefined) raise('attitude.yaw-missing');
  const yawSigma = yawDeg === undefined ? unknownYawDeg : bodyYawSigmaDeg;
  const sigma = { yawDeg: yawSigma, pitchDeg: assumedNadirSigmaDeg, rollDeg: assumedNadirSigmaDeg };
  return { yawDeg: yawDeg ?? 0, pitchDeg: -90, rollDeg: 0, sigma, source: 'assumed-straight-down' };
}

interface GimbalAngles {
  readonly yawDeg: number | undefined;
  readonly pitchDeg: number;
  readonly rollDeg: number;
}

function gimbalAttitude(
  told: GimbalAngles,
  metadata: PhotoMetadata,
  raise: Raise,
): AttitudeOfPhoto | undefined {
  const level = { pitchDeg: levelSigmaDeg, rollDeg: rollSigmaDeg };
  const flightYaw = metadata.flight?.yawDeg;
  const yawDeg = told.yawDeg ?? flightYaw;
  if (yawDeg === undefined) {
    raise('attitude.yaw-missing');
    return { ...told, yawDeg: 0, sigma: { yawDeg: unknownYawDeg, ...level }, source: 'gimbal' };
  }
  const apartDeg = flightYaw === undefined ? 0 : Math.abs(wrapAngle(yawDeg - flightYaw));
  if (Math.abs(wrapAngle(told.rollDeg)) > 90) return flippedGimbal({ ...told, yawDeg }, apartDeg > 90, raise);
  const sigma = { yawDeg: told.yawDeg === undefined ? bodyYawSigmaDeg : yawSigmaDeg, ...level };
  if (apartDeg <= 90) return { ...told, yawDeg, sigma, source: 'gimbal' };
  raise('attitude.yaw-disagrees');
  return { ...told, yawDeg, sigma: { ...sigma, yawDeg: unknownYawDeg }, source: 'gimbal' };
}

/** Tilt from straight down up to which a roll of 180 degrees is the gimbal's way of writing "past straight down". */
const lockRangeDeg = 30;

/**
 * Roll about 180: no drone flies its camera upside down. Yaw turned as well: the camera leans past straight down, and
 * (yaw, pitch, 180) is the same attitude as (yaw + 180, -180 - pitch, 0). Yaw as the aircraft's: the roll is a slip of
 * the Euler angles at the lock and means nothing. Away from the lock the two readings lie far apart: no pose.
 */
function flippedGimbal(told: Attitude, yawIsTurned: boolean, raise: Raise): AttitudeOfPhoto | undefined {
  const fromNadirDeg = Math.abs(told.pitchDeg + 90);
  if (fromNadirDeg > lockRangeDeg || (!yawIsTurned && fromNadirDeg > 2)) {
    raise('attitude.contradictory');
    return undefined;
  }
  raise('attitude.gimbal-lock');
  const upright = yawIsTurned
    ? { yawDeg: told.yawDeg + 180, pitchDeg: -180 - told.pitchDeg, rollDeg: 0 }
    : { ...told, rollDeg: 0 };
  // Near the lock the written pitch is as good as the lean that it hides.
  const levelDeg = Math.max(levelSigmaDeg, fromNadirDeg / 2);
  return {
    ...upright,
    sigma: { yawDeg: yawSigmaDeg, pitchDeg: levelDeg, rollDeg: levelDeg },
    source: 'gimbal',
  };
}

/** Sigma of the heading that a stay in another program leaves, degrees: 0, or anything. */
function turnedSigma(
  metadata: PhotoMetadata,
  size: { readonly widthPx: number; readonly heightPx: number },
  raise: Raise,
): number {
  if ((metadata.orientation ?? 1) !== 1) raise('photo.sideways-tag');
  if (cameraStandsUpright(metadata, size)) {
    raise('photo.turned-sideways');
    return unknownYawDeg;
  }
  const program = savedBy(metadata);
  if (program === 'viewer') raise('photo.maybe-turned');
  if (program === 'editor') raise('photo.edited');
  return program === 'viewer' ? unknownYawDeg : 0;
}
