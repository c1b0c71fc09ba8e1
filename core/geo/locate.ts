import type { Flag } from './flags.ts';
import type { Pose } from './pose.ts';
import { projector } from './project.ts';
import type { Terrain } from './terrain.ts';
import { errorModel, errorRadii, type ErrorRadii, type PixelSpread } from './uncertainty.ts';

/** A place on the ground with how well it is known. */
export interface GroundPoint extends ErrorRadii {
  readonly lat: number;
  readonly lon: number;
  readonly flags: readonly Flag[];
}

/** Views flatter than this give coarse places: the error grows with 1 / sin2. */
const shallowSin = Math.sin((15 * Math.PI) / 180);

/**
 * The ground under a pixel with its uncertainty, or the flag that says why there is none.
 * @param pixel from the left and top edges of the photo as stored
 * @param terrain ground heights; absent: level ground below the camera
 * @param spread how far from the pixel the plant may stand, pixels; absent: exactly there
 */
export function groundPoint(
  pose: Pose,
  pixel: { readonly u: number; readonly v: number },
  options: { readonly terrain?: Terrain; readonly spread?: PixelSpread } = {},
): GroundPoint | { readonly flag: Flag } {
  const camera = projector(pose, options.terrain);
  const offset = new Float64Array(3);
  const place = new Float64Array(2);
  if (!camera.offset(pixel.u, pixel.v, offset, 0) || !camera.ground(pixel.u, pixel.v, place, 0)) {
    return { flag: 'ground.horizon' };
  }
  const [north = 0, east = 0, down = 0] = offset;
  const covariance = new Float64Array(3);
  errorModel(pose, options.spread)(offset, covariance);
  const [north2 = 0, northEast = 0, east2 = 0] = covariance;
  const [lat = 0, lon = 0] = place;
  const isShallow = down < shallowSin * Math.hypot(north, east, down);
  return {
    lat,
    lon,
    ...errorRadii({ north2, northEast, east2 }),
    flags: isShallow ? ['ground.shallow'] : [],
  };
}
