import { createRandom, hashInts } from '../random.ts';
import { toLatLon, type LatLon, type LocalFrame } from './local-frame.ts';
import { wrapDegrees, type Station } from './survey.ts';

export interface MeasureOptions {
  readonly seed: number;
  /** 1-sigma of the position to the east and to the north, each, in metres; 0 = exact. */
  readonly gpsSigmaM: number;
  readonly yawSigmaDeg: number;
  readonly pitchSigmaDeg: number;
  /** Height of the flat ground above sea level in metres. */
  readonly groundAltitudeM: number;
}

/** What the drone believes about itself: this goes into the photo's metadata. */
export interface MeasuredPose extends LatLon {
  /** Above take-off, which is on the ground here. */
  readonly relativeAltitudeM: number;
  readonly absoluteAltitudeM: number;
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly rollDeg: number;
  readonly flightYawDeg: number;
  readonly flightPitchDeg: number;
  readonly flightRollDeg: number;
}

/** Share of the horizontal GPS error that the barometer's height has; a barometer is the better one over minutes. */
const barometerShare = 0.2;

/** The pose of a station with normal measurement errors, independent from photo to photo. */
export function measurePose(station: Station, frame: LocalFrame, options: MeasureOptions): MeasuredPose {
  const random = createRandom(hashInts(options.seed, 0x6e5, station.index));
  const { pose } = station;
  const eastM = pose.eastM + options.gpsSigmaM * random.normal();
  const northM = pose.northM + options.gpsSigmaM * random.normal();
  const heightErrorM = options.gpsSigmaM * random.normal();
  const yawErrorDeg = options.yawSigmaDeg * random.normal();
  return {
    ...toLatLon(frame, eastM, northM),
    relativeAltitudeM: pose.heightM + barometerShare * options.gpsSigmaM * random.normal(),
    absoluteAltitudeM: options.groundAltitudeM + pose.heightM + 1.5 * heightErrorM,
    yawDeg: wrapDegrees(pose.yawDeg + yawErrorDeg),
    pitchDeg: pose.pitchDeg + options.pitchSigmaDeg * random.normal(),
    rollDeg: pose.rollDeg,
    flightYawDeg: wrapDegrees(station.flightYawDeg + yawErrorDeg),
    flightPitchDeg: station.flightPitchDeg,
    flightRollDeg: station.flightRollDeg,
  };
}
