/**
 * How pixels and ground belong together: two 3x3 matrices, row by row, on homogeneous coordinates.
 * Pixel (u, v) is continuous: the centre of the first pixel is (0.5, 0.5). Ground is (east, north) in metres on height 0.
 */
export interface View {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Ground metres of one pixel in the middle of the picture. */
  readonly gsdM: number;
  readonly toGround: Float64Array;
  readonly toPixel: Float64Array;
}

/** True position and attitude of a camera over flat ground (east, north of the scene's origin; angles as DJI names them). */
export interface CameraPose {
  readonly eastM: number;
  readonly northM: number;
  readonly heightM: number;
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly rollDeg: number;
}

export interface CameraModel {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly focalPx: number;
}

const perDegree = Math.PI / 180;

/**
 * The view of a pinhole camera. The ray of pixel (u, v) in the body frame (forward, right, down) is
 * (1, (u - cx) / f, (v - cy) / f); roll about x, pitch about y, yaw about z turn it to north-east-down; it meets
 * the ground after height / down. Written as a matrix: ground = H (u, v, 1).
 */
export function cameraView(camera: CameraModel, pose: CameraPose): View {
  const { widthPx, heightPx, focalPx } = camera;
  const [north, east, down] = bodyToNed(pose);
  const row = (axis: readonly [number, number, number]): readonly [number, number, number] => [
    axis[1] / focalPx,
    axis[2] / focalPx,
    axis[0] - (axis[1] * widthPx) / 2 / focalPx - (axis[2] * heightPx) / 2 / focalPx,
  ];
  const n = row(north);
  const e = row(east);
  const d = row(down);
  const toGround = new Float64Array(9);
  for (let i = 0; i < 3; i++) {
    toGround[i] = pose.heightM * e[i]! + pose.eastM * d[i]!;
    toGround[3 + i] = pose.heightM * n[i]! + pose.northM * d[i]!;
    toGround[6 + i] = d[i]!;
  }
  const slant = Math.max(0.05, down[0]);
  return { widthPx, heightPx, gsdM: pose.heightM / focalPx / slant, toGround, toPixel: invert(toGround) };
}

/** Rows (north, east, down) of the rotation Rz(yaw) Ry(pitch) Rx(roll). */
function bodyToNed(pose: CameraPose): [Axis, Axis, Axis] {
  const cy = Math.cos(pose.yawDeg * perDegree);
  const sy = Math.sin(pose.yawDeg * perDegree);
  const cp = Math.cos(pose.pitchDeg * perDegree);
  const sp = Math.sin(pose.pitchDeg * perDegree);
  const cr = Math.cos(pose.rollDeg * perDegree);
  const sr = Math.sin(pose.rollDeg * perDegree);
  return [
    [cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr],
    [sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr],
    [-sp, cp * sr, cp * cr],
  ];
}

type Axis = readonly [number, number, number];

export interface TileFrame {
  readonly centerEastM: number;
  readonly centerNorthM: number;
  readonly gsdM: number;
  readonly sizePx: number;
  /** Compass direction of the tile's upper edge; default 0, north up. */
  readonly yawDeg?: number | undefined;
}

/** The view straight down on a small square of ground, without perspective. */
export function tileView(frame: TileFrame): View {
  const yaw = (frame.yawDeg ?? 0) * perDegree;
  const { gsdM, sizePx } = frame;
  const cos = Math.cos(yaw) * gsdM;
  const sin = Math.sin(yaw) * gsdM;
  const half = sizePx / 2;
  const toGround = new Float64Array([
    cos,
    -sin,
    frame.centerEastM - cos * half + sin * half,
    -sin,
    -cos,
    frame.centerNorthM + sin * half + cos * half,
    0,
    0,
    1,
  ]);
  return { widthPx: sizePx, heightPx: sizePx, gsdM, toGround, toPixel: invert(toGround) };
}

/** Pixel (u, v) of a place on the ground. */
export function groundToPixel(
  view: View,
  eastM: number,
  northM: number,
): { readonly u: number; readonly v: number } {
  const [u, v] = project(view.toPixel, eastM, northM);
  return { u, v };
}

/** Place on the ground of a pixel (u, v). */
export function pixelToGround(
  view: View,
  u: number,
  v: number,
): { readonly eastM: number; readonly northM: number } {
  const [eastM, northM] = project(view.toGround, u, v);
  return { eastM, northM };
}

function project(matrix: Float64Array, x: number, y: number): [number, number] {
  const w = matrix[6]! * x + matrix[7]! * y + matrix[8]!;
  return [
    (matrix[0]! * x + matrix[1]! * y + matrix[2]!) / w,
    (matrix[3]! * x + matrix[4]! * y + matrix[5]!) / w,
  ];
}

/** Inverse up to scale (the adjugate), its last element scaled so that w is positive in front of the camera. */
function invert(m: Float64Array): Float64Array {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = m;
  const adjugate = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  const determinant = a * adjugate[0]! + b * adjugate[3]! + c * adjugate[6]!;
  return new Float64Array(adjugate.map((value) => value / determinant));
}
