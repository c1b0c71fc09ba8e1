import type { LatLon } from '../photo/metadata-position.ts';
import { degreeLengths, wrapLon, type DegreeLengths } from './ellipsoid.ts';
import { distort, undistort } from './lens.ts';
import { minSinDepression, type Pose } from './pose.ts';
import { axesOf, type Vector } from './rotation.ts';
import type { Terrain } from './terrain.ts';
import { meetTerrain } from './terrain-ray.ts';

/** Projection of one photo, prepared once: no call allocates. Results are written to `out` from index `at` on. */
export interface Projector {
  readonly pose: Pose;
  /**
   * Writes latitude and longitude of the ground under pixel `u, v` (from the left and top edges of the photo as stored).
   * @returns false, and writes nothing, when the pixel shows no ground: at or above 1 degree below the horizon
   */
  ground(u: number, v: number, out: Float64Array, at: number): boolean;
  /** The same in metres north, east and down from the camera. */
  offset(u: number, v: number, out: Float64Array, at: number): boolean;
  /** Writes the line of sight of a pixel: north, east, down, not normalised; 1 along the optical axis. */
  ray(u: number, v: number, out: Float64Array, at: number): void;
  /**
   * Writes the pixel that shows the ground at `lat, lon`; it may lie outside the photo.
   * @returns false, and writes nothing, when the place is behind the camera
   */
  pixel(lat: number, lon: number, out: Float64Array, at: number): boolean;
}

/**
 * The projector of a pose over level ground, or over a terrain.
 * Geometry: the line of sight of a pixel is (1, x, y) in the camera's (forward, right, down), x and y in focal lengths.
 */
export function projector(pose: Pose, terrain?: Terrain): Projector {
  const lengths = degreeLengths(pose.lat);
  const ray = rayWriter(pose);
  const offset = offsetWriter({ pose, terrain, lengths, ray });
  const pixel = pixelWriter({ pose, terrain, lengths });
  const isPlain = terrain === undefined && pose.lens === undefined;
  const ground = isPlain ? plainGroundWriter({ pose, lengths }) : groundWriter({ pose, lengths, offset });
  return { pose, ground, offset, ray, pixel };
}

function groundWriter({
  pose,
  lengths,
  offset,
}: Pick<Setting, 'pose' | 'lengths'> & Pick<Projector, 'offset'>): Projector['ground'] {
  const local = new Float64Array(3);
  return (u, v, out, at) => {
    if (!offset(u, v, local, 0)) return false;
    out[at] = pose.lat + local[0]! / lengths.latM;
    out[at + 1] = wrapLon(pose.lon + local[1]! / lengths.lonM);
    return true;
  };
}

/** The same for level ground and a lens without distortion, in one piece: every tile of a flight goes through it. */
function plainGroundWriter({ pose, lengths }: Pick<Setting, 'pose' | 'lengths'>): Projector['ground'] {
  const { forward, right, down } = axesOf(pose);
  const { lat, lon, focalPx, heightAboveGroundM: heightM } = pose;
  const { latM, lonM } = lengths;
  const { xPx, yPx } = centreOf(pose);
  // The line of sight is linear in the pixel: that of pixel 0, 0 and what each pixel to the right and down adds.
  const [rN, rE, rD] = scaled(right, 1 / focalPx);
  const [dN, dE, dD] = scaled(down, 1 / focalPx);
  const [oN, oE, oD] = [
    forward[0] - xPx * rN - yPx * dN,
    forward[1] - xPx * rE - yPx * dE,
    forward[2] - xPx * rD - yPx * dD,
  ];
  return (u, v, out, at) => {
    const north = oN + u * rN + v * dN;
    const east = oE + u * rE + v * dE;
    const sink = oD + u * rD + v * dD;
    const isTooFlat = !(sink > minSinDepression * Math.sqrt(north * north + east * east + sink * sink));
    if (isTooFlat || !(heightM > 0)) return false;
    const length = heightM / sink;
    out[at] = lat + (length * north) / latM;
    out[at + 1] = wrapLon(lon + (length * east) / lonM);
    return true;
  };
}

interface Setting {
  readonly pose: Pose;
  readonly terrain: Terrain | undefined;
  readonly lengths: DegreeLengths;
}

function rayWriter(pose: Pose): Projector['ray'] {
  const { forward, right, down } = axesOf(pose);
  const [fN, fE, fD] = forward;
  const [rN, rE, rD] = right;
  const [dN, dE, dD] = down;
  const { focalPx, lens } = pose;
  const { xPx, yPx } = centreOf(pose);
  const ideal = new Float64Array(2);
  return (u, v, out, at) => {
    let x = (u - xPx) / focalPx;
    let y = (v - yPx) / focalPx;
    if (lens !== undefined) {
      undistort(lens, x, y, ideal);
      x = ideal[0] ?? x;
      y = ideal[1] ?? y;
    }
    out[at] = fN + x * rN + y * dN;
    out[at + 1] = fE + x * rE + y * dE;
    out[at + 2] = fD + x * rD + y * dD;
  };
}

function scaled([north, east, down]: Vector, by: number): Vector {
  return [by * north, by * east, by * down];
}

function offsetWriter({
  pose,
  terrain,
  lengths,
  ray,
}: Setting & Pick<Projector, 'ray'>): Projector['offset'] {
  const heightM = pose.heightAboveGroundM;
  const sight = new Float64Array(3);
  return (u, v, out, at) => {
    ray(u, v, sight, 0);
    const north = sight[0] ?? 0;
    const east = sight[1] ?? 0;
    const sink = sight[2] ?? 0;
    const isTooFlat = !(sink > minSinDepression * Math.sqrt(north * north + east * east + sink * sink));
    if (isTooFlat || !(heightM > 0)) return false;
    const length =
      terrain === undefined ? heightM / sink : meetTerrain(terrain, pose, { north, east, sink, ...lengths });
    if (length === undefined) return false;
    out[at] = length * north;
    out[at + 1] = length * east;
    out[at + 2] = length * sink;
    return true;
  };
}

function pixelWriter({ pose, terrain, lengths }: Setting): Projector['pixel'] {
  const { forward, right, down } = axesOf(pose);
  const { focalPx, lens } = pose;
  const { xPx, yPx } = centreOf(pose);
  const cameraGroundM = terrain?.heightAt(pose.lat, pose.lon);
  const dropTo = (lat: number, lon: number): number => {
    const placeGroundM = cameraGroundM === undefined ? undefined : terrain?.heightAt(lat, lon);
    return pose.heightAboveGroundM + (cameraGroundM ?? 0) - (placeGroundM ?? cameraGroundM ?? 0);
  };
  const real = new Float64Array(2);
  return (lat, lon, out, at) => {
    const north = (lat - pose.lat) * lengths.latM;
    const east = wrapLon(lon - pose.lon) * lengths.lonM;
    const drop = dropTo(lat, lon);
    const along = north * forward[0] + east * forward[1] + drop * forward[2];
    if (!(along > 0)) return false;
    let x = (north * right[0] + east * right[1] + drop * right[2]) / along;
    let y = (north * down[0] + east * down[1] + drop * down[2]) / along;
    if (lens !== undefined) {
      distort(lens, x, y, real);
      x = real[0] ?? x;
      y = real[1] ?? y;
    }
    out[at] = xPx + x * focalPx;
    out[at + 1] = yPx + y * focalPx;
    return true;
  };
}

function centreOf(pose: Pose): { readonly xPx: number; readonly yPx: number } {
  return pose.centre ?? { xPx: pose.widthPx / 2, yPx: pose.heightPx / 2 };
}

/** The pixel that shows a place, or undefined when it lies behind the camera or outside the photo. */
export function pixelOf(
  pose: Pose,
  place: LatLon,
  terrain?: Terrain,
): { readonly u: number; readonly v: number } | undefined {
  const out = new Float64Array(2);
  if (!projector(pose, terrain).pixel(place.lat, place.lon, out, 0)) return undefined;
  const [u = -1, v = -1] = out;
  return u >= 0 && v >= 0 && u <= pose.widthPx && v <= pose.heightPx ? { u, v } : undefined;
}
