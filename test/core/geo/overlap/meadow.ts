import { localFrame } from '#core/geo/local-frame.ts';
import type { GreyImage } from '#core/geo/overlap/ground-raster.ts';
import type { OverlapPhoto } from '#core/geo/overlap/ground-photos.ts';
import type { Pose } from '#core/geo/pose.ts';
import { projector } from '#core/geo/project.ts';
import type { Terrain } from '#core/geo/terrain.ts';
import { defaultSigma } from '#core/geo/sigma.ts';
import { normalNumbers } from '../normal-numbers.ts';
import { samplePose } from '../sample-pose.ts';

export const origin = { lat: 56.1, lon: 9.5 };
const frame = localFrame(origin);

/** A photo over a made-up meadow: the pose that it was taken with, and what the drone says. */
export interface MeadowPhoto extends OverlapPhoto {
  readonly truth: Pose;
}

export interface MeadowOptions {
  readonly seed: number;
  readonly lines: number;
  readonly perLine: number;
  readonly gpsSigmaM?: number;
  readonly yawSigmaDeg?: number;
  /** Errors of height and pitch of each photo. */
  readonly heightSigmaM?: number;
  readonly pitchSigmaDeg?: number;
  /** Error of position that all photos share, metres. */
  readonly sharedEastM?: number;
  /** Lean that every photo's tags lack, degrees. */
  readonly pitchOffsetDeg?: number;
  /** Rise of the ground to the east, metres a metre; the drone keeps its height above the sea. */
  readonly slope?: number;
  /** Photos whose pixels are turned by half a turn after the flight. */
  readonly turned?: ReadonlySet<number>;
}

const size = { widthPx: 128, heightPx: 96 };
const heightM = 40;
const focalPx = 128;

/** A lawnmower flight of 75 and 60 percent overlap, lines flown there and back. */
export function meadowFlight(options: MeadowOptions): MeadowPhoto[] {
  const {
    seed,
    lines,
    perLine,
    gpsSigmaM = 1.5,
    yawSigmaDeg = 2,
    heightSigmaM = 0,
    pitchSigmaDeg = 0,
    sharedEastM = 0,
    pitchOffsetDeg = 0,
    slope = 0,
    turned = new Set(),
  } = options;
  const normal = normalNumbers(seed);
  return Array.from({ length: lines * perLine }, (_, i) => {
    const line = Math.floor(i / perLine);
    const step = i % perLine;
    const isBack = line % 2 === 1;
    const eastM = 16 * line;
    const northM = 10 * (isBack ? perLine - 1 - step : step);
    const level = poseAt(
      eastM + 0.3 * normal(),
      northM + 0.3 * normal(),
      (isBack ? 180 : 0) + 2 * normal(),
      -90 + pitchOffsetDeg,
    );
    const riseM = slope * frame.eastM(level.lon);
    const truth = { ...level, heightAboveGroundM: level.heightAboveGroundM - riseM };
    const told = {
      ...truth,
      lat: truth.lat + (gpsSigmaM * normal()) / metresOfLat,
      lon: truth.lon + (sharedEastM + gpsSigmaM * normal()) / metresOfLon,
      yawDeg: truth.yawDeg + yawSigmaDeg * normal(),
      heightAboveGroundM: truth.heightAboveGroundM + heightSigmaM * normal(),
      pitchDeg: -90 + pitchSigmaDeg * normal(),
    };
    const image = render(truth, seed, slopeOf(slope));
    return {
      truth,
      pose: told,
      flags: [],
      image: turned.has(i) ? { ...image, grey: image.grey.toReversed() } : image,
    };
  });
}

const metresOfLat = 1 / (frame.lat(1) - origin.lat);
const metresOfLon = 1 / (frame.lon(1) - origin.lon);

function poseAt(eastM: number, northM: number, yawDeg: number, pitchDeg: number): Pose {
  return samplePose({
    lat: frame.lat(northM),
    lon: frame.lon(eastM),
    heightAboveGroundM: heightM,
    yawDeg,
    pitchDeg,
    focalPx,
    sigma: defaultSigma(heightM, focalPx),
    ...size,
  });
}

/** Ground that rises to the east; undefined for level ground. */
export function slopeOf(slope: number): Terrain | undefined {
  return slope === 0 ? undefined : { heightAt: (_lat, lon) => slope * frame.eastM(lon) };
}

function render(pose: Pose, seed: number, terrain: Terrain | undefined): GreyImage {
  const camera = projector(pose, terrain);
  const place = new Float64Array(2);
  const grey = new Uint8Array(size.widthPx * size.heightPx);
  for (let v = 0; v < size.heightPx; v++) {
    for (let u = 0; u < size.widthPx; u++) {
      camera.ground(u + 0.5, v + 0.5, place, 0);
      const [lat = 0, lon = 0] = place;
      grey[v * size.widthPx + u] = meadow(frame.eastM(lon), frame.northM(lat), seed);
    }
  }
  return { ...size, grey };
}

/** Grey of the ground: value noise of three sizes. */
function meadow(eastM: number, northM: number, seed: number): number {
  const value =
    noise(eastM / 1.2, northM / 1.2, seed) +
    noise(eastM / 3, northM / 3, seed + 1) +
    noise(eastM / 8, northM / 8, seed + 2);
  return Math.round((255 * value) / 3);
}

function noise(x: number, y: number, seed: number): number {
  const [left, below] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [smooth(x - left), smooth(y - below)];
  const first = knot(left, below, seed) * (1 - fx) + knot(left + 1, below, seed) * fx;
  const second = knot(left, below + 1, seed) * (1 - fx) + knot(left + 1, below + 1, seed) * fx;
  return first + (second - first) * fy;
}

const smooth = (t: number): number => t * t * (3 - 2 * t);

/** A number in 0..1 for every knot of the lattice. */
function knot(x: number, y: number, seed: number): number {
  let hash = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
