import type { Detection } from './detection.ts';

/** WGS84 ellipsoid. Source: NIMA TR8350.2, 3rd edition, table 3.1 and 3.3. */
const semiMajorM = 6_378_137;
const eccentricitySquared = 0.006_694_379_990_14;
const radPerDeg = Math.PI / 180;

/** A flat frame in metres around one flight: x to the east, y to the north. */
export interface GroundFrame {
  readonly originLat: number;
  readonly originLon: number;
  readonly metresPerDegLat: number;
  readonly metresPerDegLon: number;
}

/**
 * A frame around the middle of the points: scale errors stay below 0.1 % within 5 km up to 70 degrees of latitude.
 * The antimeridian is no seam: longitudes count from the mean direction.
 */
export function groundFrameOf(points: readonly Pick<Detection, 'lat' | 'lon'>[]): GroundFrame {
  let south = 90;
  let north = -90;
  let cosSum = 0;
  let sinSum = 0;
  for (const { lat, lon } of points) {
    south = Math.min(south, lat);
    north = Math.max(north, lat);
    cosSum += Math.cos(lon * radPerDeg);
    sinSum += Math.sin(lon * radPerDeg);
  }
  const originLat = points.length === 0 ? 0 : (south + north) / 2;
  const originLon = points.length === 0 ? 0 : Math.atan2(sinSum, cosSum) / radPerDeg;
  return groundFrameAt(originLat, originLon);
}

/** A frame around one point; radii of curvature in the meridian and the prime vertical. Source: Rapp 1991, Geometric Geodesy I, 3.3. */
export function groundFrameAt(originLat: number, originLon: number): GroundFrame {
  const sinLat = Math.sin(originLat * radPerDeg);
  const root = Math.sqrt(1 - eccentricitySquared * sinLat * sinLat);
  const meridianM = (semiMajorM * (1 - eccentricitySquared)) / root ** 3;
  const primeVerticalM = semiMajorM / root;
  return {
    originLat,
    originLon,
    metresPerDegLat: meridianM * radPerDeg,
    metresPerDegLon: primeVerticalM * Math.cos(originLat * radPerDeg) * radPerDeg,
  };
}

/** Metres east of the frame's origin. */
export function eastM(frame: GroundFrame, lon: number): number {
  return wrapDeg(lon - frame.originLon) * frame.metresPerDegLon;
}

/** Metres north of the frame's origin. */
export function northM(frame: GroundFrame, lat: number): number {
  return (lat - frame.originLat) * frame.metresPerDegLat;
}

/** Degrees of a place in the frame; the longitude within -180..180. */
export function placeOf(frame: GroundFrame, x: number, y: number): { lat: number; lon: number } {
  return { lat: frame.originLat + y / frame.metresPerDegLat, lon: wrapDeg(lonOf(frame, x)) };
}

/** Longitude of a place in the frame, not wrapped: neighbours stay neighbours across the antimeridian. */
export function lonOf(frame: GroundFrame, x: number): number {
  return frame.originLon + x / frame.metresPerDegLon;
}

/** An angle within -180 (included) and 180 (excluded) degrees. */
export function wrapDeg(deg: number): number {
  if (deg >= -180 && deg < 180) return deg;
  return ((((deg + 180) % 360) + 360) % 360) - 180;
}
