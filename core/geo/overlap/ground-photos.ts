import type { Flag } from '../flags.ts';
import { localFrame, type LocalFrame } from '../local-frame.ts';
import { gsdM, type Pose } from '../pose.ts';
import type { Terrain } from '../terrain.ts';
import { turnedPose } from '../turn.ts';
import { groundPyramid, type GreyImage, type GroundPyramid } from './ground-raster.ts';
import { neighbourPairs } from './neighbours.ts';
import { pairEvidence, type PairEvidence, type RasterSource } from './pair-evidence.ts';

/** A placed photo with its small picture. */
export interface OverlapPhoto {
  readonly pose: Pose;
  readonly flags: readonly Flag[];
  /** Grey picture of the whole photo as stored, about 256 pixels wide. */
  readonly image: GreyImage;
}

/** The photos of a flight, laid on the ground when they are asked for. */
export interface GroundPhotos extends RasterSource {
  readonly photos: readonly OverlapPhoto[];
  readonly frame: LocalFrame;
}

/** Middle cells along the longer side of a photo. */
const cellsAcross = 80;
/** Moves beyond this are no errors of position, metres and share of a photo. */
const maxMoveM = 8;
const maxMoveShare = 0.3;

/** The photos, ready to be compared. */
export function groundPhotos(photos: readonly OverlapPhoto[], terrain?: Terrain): GroundPhotos {
  const frame = localFrame(photos[0]?.pose ?? { lat: 0, lon: 0 });
  const acrossM = median(photos.map(({ pose }) => (gsdM(pose) ?? 0) * Math.max(pose.widthPx, pose.heightPx)));
  const cellM = acrossM / cellsAcross;
  return {
    photos,
    frame,
    ground: groundCache(photos, { frame, terrain, cellM: cellM / 2 }),
    radius: Math.max(2, Math.round(Math.min(maxMoveM, maxMoveShare * acrossM) / cellM)),
    position: (i) => {
      const { lat, lon } = photos[i]?.pose ?? frame.origin;
      return [frame.eastM(lon) / cellM, frame.northM(lat) / cellM];
    },
    sigmaCells: ({ a, b }) => Math.hypot(sigmaM(photos[a]), sigmaM(photos[b])) / cellM,
  };
}

/** What every pair of neighbours says, one pair after the other. */
export function* comparePhotos(source: GroundPhotos): Generator<PairEvidence> {
  const poses = source.photos.map(({ pose }) => pose);
  for (const pair of neighbourPairs(poses, source.frame)) yield pairEvidence(pair, source);
}

interface GroundSetting {
  readonly frame: LocalFrame;
  readonly terrain: Terrain | undefined;
  readonly cellM: number;
}

/**
 * Photos that are kept laid out, some 40 kB each in their three sizes. Pairs come in the order of photos, so those that
 * were used last are needed next; what was dropped is laid out again.
 */
const keptGrounds = 300;

function groundCache(
  photos: readonly OverlapPhoto[],
  { frame, terrain, cellM }: GroundSetting,
): RasterSource['ground'] {
  const grounds = new Map<string, GroundPyramid | undefined>();
  return (i, turn) => {
    const key = `${i} ${turn}`;
    const photo = photos[i];
    if (photo === undefined) return undefined;
    const kept = grounds.get(key);
    const isKept = kept !== undefined || grounds.has(key);
    const pose = turn === 1 ? turnedPose(photo.pose) : photo.pose;
    const ground = isKept ? kept : groundPyramid({ image: photo.image, pose, frame, terrain }, cellM);
    grounds.delete(key);
    grounds.set(key, ground);
    if (grounds.size > keptGrounds) grounds.delete(grounds.keys().next().value ?? key);
    return ground;
  };
}

/** One sigma of where a photo's content lies: its position, and a degree of lean. */
function sigmaM(photo: OverlapPhoto | undefined): number {
  return photo === undefined
    ? 1
    : Math.hypot(photo.pose.sigma.horizontalM, 0.02 * photo.pose.heightAboveGroundM, 0.1);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
