import type { Flag } from '../geo/flags.ts';
import { degreesOf, numberOf, textOf, withoutUndefined } from './metadata-values.ts';

export interface LatLon {
  readonly lat: number;
  readonly lon: number;
}

export interface PositionTags {
  /** Where the camera was; absent when it is not told, out of range, or at 0,0. */
  readonly position?: LatLon;
  /** Height above the sea or the ellipsoid (makers differ), metres: tens of metres off on many drones. */
  readonly absoluteAltitudeM?: number;
  /** Height above the take-off point, metres. */
  readonly relativeAltitudeM?: number;
  /** Height above the ground as the drone measured it, metres. */
  readonly aboveGroundM?: number;
  /** 68 % radius that phones state for their position, metres. */
  readonly positionErrorM?: number;
  /** One sigma of each horizontal axis as the drone states it, metres. */
  readonly positionSigmaM?: number;
  /** DJI: 50 fixed, 34 float, 16 single point, 0 none. */
  readonly rtkFlag?: number;
  /** One sigma of the RTK solution, metres: the larger of north and east. */
  readonly rtkSigmaM?: number;
}

type Tags = ReadonlyMap<string, unknown>;
type Raise = (flag: Flag) => void;

/** Two statements of one position may differ by rounding, not by more than this. */
const sameDeg = 0.0003;

/** Position, heights and their accuracy, from EXIF and from the XMP of DJI, Autel and Parrot. */
export function positionOf(exif: Tags, xmp: Tags, raise: Raise): PositionTags {
  return withoutUndefined<PositionTags>({
    position: placeOf(exif, xmp, raise),
    absoluteAltitudeM: heightOf(xmp.get('AbsoluteAltitude'), raise) ?? exifAltitude(exif),
    relativeAltitudeM: heightOf(xmp.get('RelativeAltitude'), raise),
    aboveGroundM: heightOf(xmp.get('AboveGroundAltitude'), raise),
    positionErrorM: positive(exif.get('GPSHPositioningError')),
    positionSigmaM: positive(xmp.get('GPSXYAccuracy')),
    rtkFlag: numberOf(xmp.get('RtkFlag')),
    rtkSigmaM: larger(positive(xmp.get('RtkStdLat')), positive(xmp.get('RtkStdLon'))),
  });
}

function placeOf(exif: Tags, xmp: Tags, raise: Raise): LatLon | undefined {
  const fromExif = exifPlace(exif, raise);
  const fromXmp = xmpPlace(xmp, raise);
  if (fromExif !== undefined && fromXmp !== undefined && !isNear(fromExif, fromXmp))
    raise('gps.contradictory');
  const place = fromExif ?? fromXmp;
  if (place === undefined) {
    raise('gps.missing');
    return undefined;
  }
  // A receiver without a fix writes zeros; no hogweed grows in the Gulf of Guinea.
  if (Math.abs(place.lat) < 1e-6 && Math.abs(place.lon) < 1e-6) {
    raise('gps.zero');
    return undefined;
  }
  return place;
}

function exifPlace(exif: Tags, raise: Raise): LatLon | undefined {
  if (!exif.has('GPSLatitude') && !exif.has('GPSLongitude')) return undefined;
  const lat = degreesOf(exif.get('GPSLatitude'));
  const lon = degreesOf(exif.get('GPSLongitude'));
  if (lat === undefined || lon === undefined || lat > 90 || lon > 180) {
    raise('gps.invalid');
    return undefined;
  }
  const latSign = signOf(textOf(exif.get('GPSLatitudeRef')), 'N', 'S');
  const lonSign = signOf(textOf(exif.get('GPSLongitudeRef')), 'E', 'W');
  if (latSign !== undefined && lonSign !== undefined) return { lat: lat * latSign, lon: lon * lonSign };
  if (lat === 0 && lon === 0) return { lat, lon };
  // Without N/S and E/W the point may lie on another continent: better none.
  raise('gps.ref-missing');
  return undefined;
}

function signOf(ref: string | undefined, plus: string, minus: string): 1 | -1 | undefined {
  const letter = ref?.charAt(0).toUpperCase();
  if (letter === plus) return 1;
  return letter === minus ? -1 : undefined;
}

/** DJI writes GpsLatitude and GpsLongitude (older firmware and Autel: GpsLongtitude), some tools Latitude and Longitude. */
function xmpPlace(xmp: Tags, raise: Raise): LatLon | undefined {
  const latValue = xmp.get('GpsLatitude') ?? xmp.get('Latitude');
  const lonValue = xmp.get('GpsLongitude') ?? xmp.get('GpsLongtitude') ?? xmp.get('Longitude');
  if (latValue === undefined || lonValue === undefined) return undefined;
  const lat = numberOf(latValue);
  const lon = numberOf(lonValue);
  if (lat === undefined || lon === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180) {
    raise('gps.invalid');
    return undefined;
  }
  return { lat, lon };
}

function isNear(a: LatLon, b: LatLon): boolean {
  const lonDifference = Math.abs(((a.lon - b.lon + 540) % 360) - 180) * Math.cos((a.lat * Math.PI) / 180);
  return Math.abs(a.lat - b.lat) < sameDeg && lonDifference < sameDeg;
}

function heightOf(value: unknown, raise: Raise): number | undefined {
  const heightM = numberOf(value);
  if (value !== undefined && heightM === undefined) raise('height.invalid');
  return heightM;
}

function exifAltitude(exif: Tags): number | undefined {
  const altitudeM = numberOf(exif.get('GPSAltitude'));
  return altitudeM !== undefined && numberOf(exif.get('GPSAltitudeRef')) === 1 ? -altitudeM : altitudeM;
}

function larger(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

function positive(value: unknown): number | undefined {
  const number = numberOf(value);
  return number !== undefined && number > 0 ? number : undefined;
}
