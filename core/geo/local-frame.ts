import type { LatLon } from '../photo/metadata-position.ts';
import { degreeLengths, wrapLon } from './ellipsoid.ts';

/** Metres east and north of an origin: a flat map for distances and clusters within some kilometres. */
export interface LocalFrame {
  readonly origin: LatLon;
  readonly eastM: (lon: number) => number;
  readonly northM: (lat: number) => number;
  readonly lat: (northM: number) => number;
  readonly lon: (eastM: number) => number;
}

/** The local frame around an origin; distances are good to 1e-4 within 10 km below 80 degrees of latitude. */
export function localFrame(origin: LatLon): LocalFrame {
  const { latM, lonM } = degreeLengths(origin.lat);
  return {
    origin,
    eastM: (lon) => wrapLon(lon - origin.lon) * lonM,
    northM: (lat) => (lat - origin.lat) * latM,
    lat: (northM) => origin.lat + northM / latM,
    lon: (eastM) => wrapLon(origin.lon + eastM / lonM),
  };
}
