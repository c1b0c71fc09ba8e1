/** Distortion of a lens: Brown's model, in units of the focal length (OpenCV's order and signs). */
export interface Distortion {
  readonly k1: number;
  readonly k2: number;
  readonly p1: number;
  readonly p2: number;
  readonly k3: number;
}

/** Writes where the lens puts the ideal point `x, y`. Source: Brown 1971, Photogrammetric Engineering 37(8), as in OpenCV. */
export function distort(lens: Distortion, x: number, y: number, out: Float64Array): void {
  const r2 = x * x + y * y;
  const radial = 1 + r2 * (lens.k1 + r2 * (lens.k2 + r2 * lens.k3));
  out[0] = x * radial + 2 * lens.p1 * x * y + lens.p2 * (r2 + 2 * x * x);
  out[1] = y * radial + lens.p1 * (r2 + 2 * y * y) + 2 * lens.p2 * x * y;
}

const newtonSteps = 12;

/** Writes the ideal point that the lens puts at `xd, yd`: Newton's method on the model above, to rounding error. */
export function undistort(lens: Distortion, xd: number, yd: number, out: Float64Array): void {
  let x = xd;
  let y = yd;
  for (let step = 0; step < newtonSteps; step++) {
    const r2 = x * x + y * y;
    const radial = 1 + r2 * (lens.k1 + r2 * (lens.k2 + r2 * lens.k3));
    const slope = lens.k1 + r2 * (2 * lens.k2 + r2 * 3 * lens.k3);
    const errorX = x * radial + 2 * lens.p1 * x * y + lens.p2 * (r2 + 2 * x * x) - xd;
    const errorY = y * radial + lens.p1 * (r2 + 2 * y * y) + 2 * lens.p2 * x * y - yd;
    const xx = radial + 2 * x * x * slope + 2 * lens.p1 * y + 6 * lens.p2 * x;
    const xy = 2 * x * y * slope + 2 * lens.p1 * x + 2 * lens.p2 * y;
    const yy = radial + 2 * y * y * slope + 6 * lens.p1 * y + 2 * lens.p2 * x;
    const determinant = xx * yy - xy * xy;
    if (!(determinant > 1e-6)) break; // past the fold of the polynomial: no lens does that inside its picture
    const stepX = (yy * errorX - xy * errorY) / determinant;
    const stepY = (xx * errorY - xy * errorX) / determinant;
    x -= stepX;
    y -= stepY;
    if (Math.abs(stepX) + Math.abs(stepY) < 1e-15) break;
  }
  out[0] = x;
  out[1] = y;
}
