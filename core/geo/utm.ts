import { radians, wrapLon } from './ellipsoid.ts';

/** Metres east and north on a map grid. */
export interface GridPlace {
  readonly eastM: number;
  readonly northM: number;
}

/** A zone of the Universal Transverse Mercator grid, 1..60. */
export interface UtmZone {
  readonly zone: number;
  readonly isSouth: boolean;
}

const semiMajorM = 6_378_137;
const flattening = 1 / 298.257_223_563;
const n = flattening / (2 - flattening);
const eccentricity = Math.sqrt(flattening * (2 - flattening));
const scale = 0.9996;
const falseEastM = 500_000;
const falseNorthM = 10_000_000;

/** Radius of the circle whose circumference is that of the meridian. */
const rectifyingM = (semiMajorM / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64 + n ** 6 / 256);

/** Krüger's series to the fourth power of the third flattening; good to a micrometre within a zone. */
const alpha = [
  n / 2 - (2 / 3) * n ** 2 + (5 / 16) * n ** 3 + (41 / 180) * n ** 4,
  (13 / 48) * n ** 2 - (3 / 5) * n ** 3 + (557 / 1440) * n ** 4,
  (61 / 240) * n ** 3 - (103 / 140) * n ** 4,
  (49_561 / 161_280) * n ** 4,
] as const;

/**
 * The place on the grid of a zone, for WGS 84 and, within a metre, ETRS89 and NAD83.
 * Source: Karney 2011, Transverse Mercator with an accuracy of a few nanometers, J. Geodesy 85, eq. 7-13 and 35.
 */
export function toUtm(lat: number, lon: number, { zone, isSouth }: UtmZone): GridPlace {
  const tau = Math.tan(lat * radians);
  const lambda = wrapLon(lon - (6 * zone - 183)) * radians;
  const sigma = Math.sinh(eccentricity * Math.atanh((eccentricity * tau) / Math.hypot(1, tau)));
  const conformal = tau * Math.hypot(1, sigma) - sigma * Math.hypot(1, tau);
  const cosLambda = Math.cos(lambda);
  const xi = Math.atan2(conformal, cosLambda);
  const eta = Math.asinh(Math.sin(lambda) / Math.hypot(conformal, cosLambda));
  let [east, north] = [eta, xi];
  alpha.forEach((factor, i) => {
    const times = 2 * (i + 1);
    north += factor * Math.sin(times * xi) * Math.cosh(times * eta);
    east += factor * Math.cos(times * xi) * Math.sinh(times * eta);
  });
  return {
    eastM: falseEastM + scale * rectifyingM * east,
    northM: (isSouth ? falseNorthM : 0) + scale * rectifyingM * north,
  };
}
