import { wrapAngle } from './ellipsoid.ts';
import type { Pose } from './pose.ts';

/**
 * The pose of a photo whose pixels were turned by half a turn after it was taken: the camera, rolled about its line of
 * sight, with the principal point and the lens' tilt on the other side.
 */
export function turnedPose(pose: Pose): Pose {
  const { centre, lens, ...rest } = pose;
  return {
    ...rest,
    rollDeg: wrapAngle(pose.rollDeg + 180),
    ...(centre === undefined
      ? {}
      : { centre: { xPx: pose.widthPx - centre.xPx, yPx: pose.heightPx - centre.yPx } }),
    ...(lens === undefined ? {} : { lens: { ...lens, p1: -lens.p1, p2: -lens.p2 } }),
  };
}
