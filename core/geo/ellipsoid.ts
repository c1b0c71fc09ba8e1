/** WGS 84 (NIMA TR8350.2, table 3.1). */
const semiMajorM = 6_378_137;
const flattening = 1 / 298.257_223_563;
const eccentricity2 = flattening * (2 - flattening);

export const radians = Math.PI / 180;
export const degrees = 180 / Math.PI;

/** Metres of one degree of latitude and of longitude at a place. */
export interface DegreeLengths {
  readonly latM: number;
  readonly lonM: number;
}

/**
 * Lengths of a degree at latitude `lat`, from the radii of curvature of the meridian and of the prime vertical.
 * Good to millimetres over the few hundred metres that one photo spans. Source: Torge, Geodesy, 4th ed., 4.1.
 */
export function degreeLengths(lat: number): DegreeLengths {
  const sin = Math.sin(lat * radians);
  const w2 = 1 - eccentricity2 * sin * sin;
  const primeVerticalM = semiMajorM / Math.sqrt(w2);
  const meridianM = (primeVerticalM * (1 - eccentricity2)) / w2;
  return { latM: meridianM * radians, lonM: primeVerticalM * Math.cos(lat * radians) * radians };
}

/** The same longitude in -180 (included) to 180 degrees. */
export function wrapLon(lon: number): number {
  // Whole turns are added and taken off exactly; a remainder would round at 360 and cost a millionth of a pixel.
  if (lon >= -180 && lon < 180) return lon;
  if (lon >= 180 && lon < 540) return lon - 360;
  if (lon < -180 && lon >= -540) return lon + 360;
  return ((((lon + 180) % 360) + 360) % 360) - 180;
}

/** The same angle in -180 (excluded) to 180 degrees. */
export function wrapAngle(angleDeg: number): number {
  if (angleDeg > -180 && angleDeg <= 180) return angleDeg;
  const wrapped = ((angleDeg % 360) + 360) % 360;
  return wrapped > 180 ? wrapped - 360 : wrapped;
}
