import { degrees, radians, wrapAngle } from './ellipsoid.ts';

/** Attitude of a camera or an aircraft, degrees: roll about the forward axis, then pitch, then yaw, to north-east-down. */
export interface Attitude {
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly rollDeg: number;
}

/** Three axes of a body in north-east-down. */
export interface Axes {
  readonly forward: Vector;
  readonly right: Vector;
  readonly down: Vector;
}
export type Vector = readonly [north: number, east: number, down: number];

/** The body's axes: the columns of Rz(yaw) Ry(pitch) Rx(roll). Source: Diebel, Representing Attitude, 2006, (1,2,3) sequence. */
export function axesOf({ yawDeg, pitchDeg, rollDeg }: Attitude): Axes {
  const [sinYaw, cosYaw] = sinCos(yawDeg);
  const [sinPitch, cosPitch] = sinCos(pitchDeg);
  const [sinRoll, cosRoll] = sinCos(rollDeg);
  return {
    forward: [cosPitch * cosYaw, cosPitch * sinYaw, -sinPitch],
    right: [
      cosYaw * sinPitch * sinRoll - sinYaw * cosRoll,
      sinYaw * sinPitch * sinRoll + cosYaw * cosRoll,
      cosPitch * sinRoll,
    ],
    down: [
      cosYaw * sinPitch * cosRoll + sinYaw * sinRoll,
      sinYaw * sinPitch * cosRoll - cosYaw * sinRoll,
      cosPitch * cosRoll,
    ],
  };
}

/**
 * Yaw, pitch and roll of a body with these axes. Straight up or down only yaw minus or plus roll is defined:
 * then roll is 0.
 */
export function attitudeOf({ forward, right, down }: Axes): Attitude {
  const pitch = Math.asin(Math.max(-1, Math.min(1, -forward[2])));
  if (Math.hypot(forward[0], forward[1]) < 1e-9) {
    return { yawDeg: Math.atan2(-right[0], right[1]) * degrees, pitchDeg: pitch * degrees, rollDeg: 0 };
  }
  return {
    yawDeg: Math.atan2(forward[1], forward[0]) * degrees,
    pitchDeg: pitch * degrees,
    rollDeg: Math.atan2(right[2], down[2]) * degrees,
  };
}

/** Attitude of a camera that looks straight down when the frame that carries it is level. */
export function fromNadirFrame(frame: Attitude): Attitude {
  const { forward, right, down } = axesOf(frame);
  // Pitched down by a right angle, the camera's forward is the frame's down, and its down the frame's back.
  return attitudeOf({ forward: down, right, down: [-forward[0], -forward[1], -forward[2]] });
}

/** The same attitude with every angle in its usual range. */
export function normalised(attitude: Attitude): Attitude {
  return {
    yawDeg: wrapAngle(attitude.yawDeg),
    pitchDeg: wrapAngle(attitude.pitchDeg),
    rollDeg: wrapAngle(attitude.rollDeg),
  };
}

/** Exact at multiples of a right angle, where Math.cos(90 deg) would be 6e-17. */
function sinCos(angleDeg: number): readonly [sin: number, cos: number] {
  const angle = wrapAngle(angleDeg);
  if (angle === 0) return [0, 1];
  if (angle === 90) return [1, 0];
  if (angle === 180) return [0, -1];
  if (angle === -90) return [-1, 0];
  return [Math.sin(angle * radians), Math.cos(angle * radians)];
}
