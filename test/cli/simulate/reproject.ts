interface Place {
  readonly lat: number;
  readonly lon: number;
}

export interface ReprojectInput extends Place {
  /** Where the local frame touches the ellipsoid. */
  readonly origin: Place;
  readonly camera: { readonly widthPx: number; readonly heightPx: number; readonly focalPx: number };
  readonly pose: Place & {
    readonly heightAboveGroundM: number;
    readonly yawDeg: number;
    readonly pitchDeg: number;
    readonly rollDeg: number;
  };
}

const toRad = Math.PI / 180;

/**
 * Pixel of a place on flat ground, worked out the other way round from the simulator: the vector from the camera to the
 * place is turned from north-east-down into the body by the inverse rotations (yaw, pitch, roll), then divided by depth.
 */
export function reproject(input: ReprojectInput): { readonly u: number; readonly v: number } {
  const { camera, pose, origin } = input;
  // WGS84 from its defining constants: semi-major axis and flattening.
  const [a, f] = [6_378_137, 1 / 298.257_223_563];
  const e2 = f * (2 - f);
  const w = Math.sqrt(1 - e2 * Math.sin(origin.lat * toRad) ** 2);
  const north = (input.lat - pose.lat) * toRad * ((a * (1 - e2)) / w ** 3);
  const east = (input.lon - pose.lon) * toRad * (a / w) * Math.cos(origin.lat * toRad);
  const unyawed = turned([north, east], -pose.yawDeg);
  const [down, forward] = turned([pose.heightAboveGroundM, unyawed[0]], -pose.pitchDeg);
  const [right, below] = turned([unyawed[1], down], -pose.rollDeg);
  return {
    u: camera.widthPx / 2 + (camera.focalPx * right) / forward,
    v: camera.heightPx / 2 + (camera.focalPx * below) / forward,
  };
}

/** A vector turned by an angle from its first axis to its second. */
function turned([x, y]: readonly [number, number], degrees: number): [number, number] {
  const [c, s] = [Math.cos(degrees * toRad), Math.sin(degrees * toRad)];
  return [c * x - s * y, s * x + c * y];
}
