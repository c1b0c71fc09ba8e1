import { degreeLengths, radians, wrapLon } from '../ellipsoid.ts';
import type { Pose } from '../pose.ts';
import { attitudeOf, axesOf, type Vector } from '../rotation.ts';
import type { PoseCorrection } from './align.ts';

/** The pose with a correction added; its sigmas stay. */
export function correctedPose(pose: Pose, correction: PoseCorrection): Pose {
  const { latM, lonM } = degreeLengths(pose.lat);
  const turned = {
    ...pose,
    yawDeg: pose.yawDeg + correction.yawDeg,
    pitchDeg: pose.pitchDeg + correction.pitchDeg,
    heightAboveGroundM: pose.heightAboveGroundM + correction.heightM,
  };
  return {
    ...turned,
    ...leanSideways(turned, correction.rollDeg),
    lat: pose.lat + correction.northM / latM,
    lon: wrapLon(pose.lon + correction.eastM / lonM),
  };
}

/** The attitude after a turn about the level axis along the heading. Straight down, yaw and roll share that turn. */
function leanSideways(pose: Pose, angleDeg: number): { yawDeg: number; pitchDeg: number; rollDeg: number } {
  const { yawDeg, pitchDeg, rollDeg } = pose;
  if (angleDeg === 0) return { yawDeg, pitchDeg, rollDeg };
  const axis: Vector = [Math.cos(yawDeg * radians), Math.sin(yawDeg * radians), 0];
  const { forward, right, down } = axesOf(pose);
  const angle = angleDeg * radians;
  return attitudeOf({
    forward: rotated(forward, axis, angle),
    right: rotated(right, axis, angle),
    down: rotated(down, axis, angle),
  });
}

/** Rodrigues' rotation formula. */
function rotated(vector: Vector, axis: Vector, angle: number): Vector {
  const [x, y, z] = vector;
  const [a, b, c] = axis;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const along = (a * x + b * y + c * z) * (1 - cos);
  return [
    x * cos + (b * z - c * y) * sin + a * along,
    y * cos + (c * x - a * z) * sin + b * along,
    z * cos + (a * y - b * x) * sin + c * along,
  ];
}
