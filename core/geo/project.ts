import type { LatLon } from '../photo/metadata-position.ts';
import { degreeLengths, wrapLon } from './ellipsoid.ts';
import { distort, undistort } from './lens.ts';
import { minSinDepression, type Pose } from './pose.ts';
import { axesOf } from './rotation.ts';
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
 * Source of the geometry: docs of the pose in `Pose`; line of sight (1, x, y) in the camera's (forward, right, down).
 */
export function projector(pose: Pose, terrain?: Terrain): Projector {
  const { forward, right, down } = axesOf(pose);
  const focalPx = pose.focalPx;
  const centreX = pose.centre?.xPx ?? pose.widthPx / 2;
  const centreY = pose.centre?.yPx ?? pose.heightPx / 2;
  const lens = pose.lens;
  const [fN, fE, fD] = forward;
  const [rN, rE, rD] = right;
  const [dN, dE, dD] = down;
  const { latM, lonM } = degreeLengths(pose.lat);
  const heightM = pose.heightAboveGroundM;
  const point = new Float64Array(3);

  const ray = (u: number, v: number, out: Float64Array, at: number): void => {
    let x = (u - centreX) / focalPx;
    let y = (v - centreY) / focalPx;
    if (lens !== undefined) {
      undistort(lens, x, y, point);
      x = point[0] ?? x;
      y = point[1] ?? y;
    }
    out[at] = fN + x * rN + y * dN;
    out[at + 1] = fE + x * rE + y * dE;
    out[at + 2] = fD + x * rD + y * dD;
  };

  const offset = (u: number, v: number, out: Float64Array, at: number): boolean => {
    ray(u, v, point, 0);
    const north = point[0] ?? 0;
    const east = point[1] ?? 0;
    const sink = point[2] ?? 0;
    if (!(heightM > 0) || !(sink > minSinDepression * Math.sqrt(north * north + east * east + sink * sink)))
      return false;
    const length =
      terrain === undefined ? heightM / sink : meetTerrain(terrain, pose, { north, east, sink, latM, lonM });
    if (length === undefined) return false;
    out[at] = length * north;
    out[at + 1] = length * east;
    out[at + 2] = length * sink;
    return true;
  };

  const local = new Float64Array(3);
  const ground = (u: number, v: number, out: Float64Array, at: number): boolean => {
    if (!offset(u, v, local, 0)) return false;
    out[at] = pose.lat + (local[0] ?? 0) / latM;
    out[at + 1] = wrapLon(pose.lon + (local[1] ?? 0) / lonM);
    return true;
  };

  const cameraGroundM = terrain?.heightAt(pose.lat, pose.lon);
  const dropTo = (lat: number, lon: number): number => {
    const placeGroundM = cameraGroundM === undefined ? undefined : terrain?.heightAt(lat, lon);
    return cameraGroundM === undefined || placeGroundM === undefined
      ? heightM
      : heightM + cameraGroundM - placeGroundM;
  };

  const pixel = (lat: number, lon: number, out: Float64Array, at: number): boolean => {
    const north = (lat - pose.lat) * latM;
    const east = wrapLon(lon - pose.lon) * lonM;
    const drop = dropTo(lat, lon);
    const along = north * fN + east * fE + drop * fD;
    if (!(along > 0)) return false;
    let x = (north * rN + east * rE + drop * rD) / along;
    let y = (north * dN + east * dE + drop * dD) / along;
    if (lens !== undefined) {
      distort(lens, x, y, point);
      x = point[0] ?? x;
      y = point[1] ?? y;
    }
    out[at] = centreX + x * focalPx;
    out[at + 1] = centreY + y * focalPx;
    return true;
  };

  return { pose, ground, offset, ray, pixel };
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
