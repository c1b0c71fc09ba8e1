/** One standard deviation of each part of a pose. */
export interface PoseSigma {
  /** Of north and of east, metres. */
  readonly horizontalM: number;
  /** Of the height above the ground at the point that is looked at, metres. */
  readonly heightM: number;
  /** Heading about the vertical axis, degrees. `unknownYawDeg`: any direction. */
  readonly yawDeg: number;
  /** Levelling about the horizontal axis across the heading, degrees. */
  readonly pitchDeg: number;
  /** Levelling about the horizontal axis along the heading, degrees. */
  readonly rollDeg: number;
  readonly focalPx: number;
  /** How these errors go together in photos that were fitted to each other; absent: they are independent. */
  readonly coupling?: PoseCoupling;
}

/**
 * Covariances within a pose. When a whole flight is a little too large or turned, its outer photos are off by most, and
 * what they show beyond themselves by more.
 */
export interface PoseCoupling {
  /** Of the place below the camera and the heading, metres x radians. */
  readonly eastYaw: number;
  readonly northYaw: number;
  /** Of that place and the height, square metres. */
  readonly eastHeight: number;
  readonly northHeight: number;
  /** Of heading and height, radians x metres. */
  readonly yawHeight: number;
}

/**
 * Consumer receiver in open sky, metres per axis. Source: measured on the sample flights (1.5-2.5 m); the GPS SPS
 * Performance Standard 2020 promises 8 m at 95 % for any place, receivers with several constellations do far better.
 */
export const consumerGpsSigmaM = 1.5;
/** Least sigma of a fixed RTK solution: antenna to camera, and the moment of exposure, metres. */
export const rtkFixedSigmaM = 0.1;
export const rtkFloatSigmaM = 0.5;

/** Heading by magnetic compass and gimbal encoders; the two sample flights agree within it. */
export const yawSigmaDeg = 2;
/** Heading of the aircraft instead of the camera: gimbals pan a few degrees against wind and turns. */
export const bodyYawSigmaDeg = 10;
/** A heading about which nothing is known. The error formula is bounded, so larger values change nothing. */
export const unknownYawDeg = 180;
/** Levelling of a stabilised gimbal in pitch: the RTK sample asks for -80 and its points fit best with -80.55. */
export const levelSigmaDeg = 0.5;
/** The same sideways: gimbals level the horizon better than they know their pitch. */
export const rollSigmaDeg = 0.3;
/** Levelling of a camera that is only assumed to look straight down: aircraft lean that far in wind. */
export const assumedNadirSigmaDeg = 10;
/** Angles of older Autel firmware (`Camera:Yaw`) and of fixed mounts, known to be coarse. */
export const coarseYawSigmaDeg = 5;
export const coarseLevelSigmaDeg = 1.5;

/**
 * One sigma of a height above take-off taken as height above the ground, metres: air pressure over a flight (1.5 %)
 * and ground as level as a meadow (0.5 m). Slopes need a terrain or `groundOffsetM`: no sigma can stand for them.
 */
export function heightSigmaM(heightAboveGroundM: number): number {
  return Math.hypot(0.5, 0.015 * heightAboveGroundM);
}

/** Sigma of a focal length in pixels, as a share of it, by where it came from. */
export const focalSigmaShares = {
  /** Self-calibration of this very camera, or given in the flight's file. */
  calibrated: 0.005,
  /** Self-calibration of another camera of the model. */
  table: 0.01,
  /** Sensor size and millimetres: both are rounded. */
  millimetres: 0.02,
  /** 35-mm equivalent: half a millimetre of rounding comes on top. */
  equivalent: 0.01,
  /** The format of the sensor is a guess. */
  assumed: 0.05,
} as const;

/** Usual sigmas of a drone's photo whose pose says none. */
export function defaultSigma(heightAboveGroundM: number, focalPx: number): PoseSigma {
  return {
    horizontalM: consumerGpsSigmaM,
    heightM: heightSigmaM(heightAboveGroundM),
    yawDeg: yawSigmaDeg,
    pitchDeg: levelSigmaDeg,
    rollDeg: rollSigmaDeg,
    focalPx: focalSigmaShares.calibrated * focalPx,
  };
}
