import type { Flag } from '../geo/flags.ts';
import { numberOf, textOf, withoutUndefined } from './metadata-values.ts';

/** Angles in degrees, north-east-down: yaw clockwise from north, pitch up from the horizon, roll clockwise. */
export interface Angles {
  readonly yawDeg?: number;
  readonly pitchDeg?: number;
  readonly rollDeg?: number;
}

export interface AttitudeTags {
  /** The camera: DJI and Autel `Gimbal*Degree`, Parrot `Camera*Degree`. Pitch -90 looks straight down. */
  readonly gimbal?: Angles;
  /** The aircraft: `Flight*Degree`. */
  readonly flight?: Angles;
  /** `Camera:Yaw/Pitch/Roll` (Pix4D's convention; Autel's older firmware, Parrot, senseFly): 0,0,0 looks straight down. */
  readonly nadirFrame?: Angles;
  /** Compass direction of the view, degrees clockwise from true north (phones). */
  readonly imageDirectionDeg?: number;
}

type Tags = ReadonlyMap<string, unknown>;

/** Camera and aircraft angles. An angle that is told but is no angle raises `attitude.invalid` and is absent. */
export function attitudesOf(exif: Tags, xmp: Tags, raise: (flag: Flag) => void): AttitudeTags {
  const angle = (name: string): number | undefined => {
    const value = xmp.get(name);
    // Camera:Yaw and the like are common names: other makers use them for nested values, which are no angles.
    if (value === undefined || (typeof value !== 'string' && typeof value !== 'number')) return undefined;
    const degrees = numberOf(value);
    if (degrees === undefined || Math.abs(degrees) > 360) {
      raise('attitude.invalid');
      return undefined;
    }
    return degrees;
  };
  const angles = (yaw: string, pitch: string, roll: string): Angles | undefined => {
    const found = withoutUndefined<Angles>({
      yawDeg: angle(yaw),
      pitchDeg: angle(pitch),
      rollDeg: angle(roll),
    });
    return Object.keys(found).length === 0 ? undefined : found;
  };
  const dji = angles('GimbalYawDegree', 'GimbalPitchDegree', 'GimbalRollDegree');
  return withoutUndefined<AttitudeTags>({
    gimbal: dji ?? angles('CameraYawDegree', 'CameraPitchDegree', 'CameraRollDegree'),
    flight: angles('FlightYawDegree', 'FlightPitchDegree', 'FlightRollDegree'),
    nadirFrame: angles('Yaw', 'Pitch', 'Roll'),
    imageDirectionDeg: imageDirection(exif),
  });
}

function imageDirection(exif: Tags): number | undefined {
  const degrees = numberOf(exif.get('GPSImgDirection'));
  // Magnetic directions are off by the local declination, up to tens of degrees in the north.
  const isTrue = textOf(exif.get('GPSImgDirectionRef'))?.toUpperCase() !== 'M';
  return degrees !== undefined && isTrue && degrees >= 0 && degrees <= 360 ? degrees : undefined;
}
