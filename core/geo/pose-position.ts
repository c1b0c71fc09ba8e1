import type { FlightGeometry } from '../flight/manifest.ts';
import type { PhotoMetadata } from '../photo/metadata.ts';
import type { LatLon } from '../photo/metadata-position.ts';
import type { Flag } from './flags.ts';
import { consumerGpsSigmaM, heightSigmaM, rtkFixedSigmaM, rtkFloatSigmaM } from './sigma.ts';
import type { Terrain } from './terrain.ts';

export interface TerrainOptions {
  /** Ground heights of the area. */
  readonly terrain?: Terrain | undefined;
  /** Where the drone took off: relative heights count from the terrain there. Absent: from the terrain below the photo. */
  readonly takeOff?: LatLon | undefined;
  /** A guess at the same, where it is not given. */
  readonly assumedTakeOff?: LatLon | undefined;
}

type Raise = (flag: Flag) => void;

/** 68 % radius of a circular normal error in sigmas of one axis: sqrt(-2 ln 0.32). */
const radius68Sigmas = Math.sqrt(-2 * Math.log(1 - 0.68));
/** Two statements of the position that differ: neither is worth more than this, metres. */
const doubtfulSigmaM = 20;

/** The position with one sigma of each axis; undefined without one (the metadata's flags say why). */
export function positionSigmaOf(
  metadata: PhotoMetadata,
  raise: Raise,
): { readonly place: LatLon; readonly sigmaM: number; readonly source: string } | undefined {
  const place = metadata.position;
  if (place === undefined) return undefined;
  if (metadata.flags.includes('gps.contradictory')) return { place, sigmaM: doubtfulSigmaM, source: 'exif' };
  const { rtkFlag, rtkSigmaM, positionErrorM, positionSigmaM } = metadata;
  if (rtkFlag === 50) return { place, sigmaM: Math.max(rtkFixedSigmaM, rtkSigmaM ?? 0), source: 'rtk-fixed' };
  if (rtkFlag === 34) {
    raise('gps.rtk-float');
    return { place, sigmaM: Math.max(rtkFloatSigmaM, rtkSigmaM ?? 0), source: 'rtk-float' };
  }
  if (rtkFlag !== undefined) raise('gps.rtk-lost');
  if (positionErrorM !== undefined)
    return { place, sigmaM: positionErrorM / radius68Sigmas, source: 'phone' };
  if (positionSigmaM !== undefined)
    return { place, sigmaM: Math.max(rtkFixedSigmaM, positionSigmaM), source: 'gps' };
  return { place, sigmaM: consumerGpsSigmaM, source: 'gps' };
}

/** Heights outside are the take-off, or a broken sensor. */
const heightRangeM = { min: 2, max: 5000 };

/** What is wrong with a height above the ground, or undefined when a photo can be placed from it. */
export function heightFlag(heightM: number): Flag | undefined {
  if (heightM >= heightRangeM.min && heightM <= heightRangeM.max) return undefined;
  return heightM < heightRangeM.min ? 'height.too-low' : 'height.implausible';
}

export interface HeightOfPhoto {
  readonly heightM: number;
  readonly sigmaM: number;
  readonly source: string;
}

/**
 * Height above the ground: measured, above take-off (plus the flight's offset), or given for the flight.
 * Heights above the sea are of no use: makers mix sea level and ellipsoid, tens of metres apart.
 */
export function heightOfPhoto(
  metadata: PhotoMetadata,
  options: FlightGeometry & TerrainOptions,
  raise: Raise,
): HeightOfPhoto | undefined {
  if (metadata.aboveGroundM !== undefined) return withSigma(metadata.aboveGroundM, 'above-ground');
  if (metadata.relativeAltitudeM !== undefined) {
    const aboveTakeOffM = metadata.relativeAltitudeM + (options.groundOffsetM ?? 0);
    const riseM = terrainRise(metadata.position, options, raise);
    return withSigma(
      aboveTakeOffM - (riseM ?? 0),
      riseM === undefined ? 'above-take-off' : 'above-take-off-and-terrain',
    );
  }
  if (options.heightAboveGroundM !== undefined) return withSigma(options.heightAboveGroundM, 'flight');
  raise('height.missing');
  return undefined;
}

/** Terrain below the photo minus terrain at the take-off, metres. */
function terrainRise(place: LatLon | undefined, options: TerrainOptions, raise: Raise): number | undefined {
  const { terrain, takeOff = options.assumedTakeOff } = options;
  if (terrain === undefined || place === undefined) return undefined;
  if (takeOff === undefined) {
    raise('terrain.take-off-unknown');
    return undefined;
  }
  if (options.takeOff === undefined) raise('terrain.take-off-assumed');
  const here = terrain.heightAt(place.lat, place.lon);
  const there = terrain.heightAt(takeOff.lat, takeOff.lon);
  if (here !== undefined && there !== undefined) return here - there;
  raise('terrain.outside');
  return undefined;
}

function withSigma(heightM: number, source: string): HeightOfPhoto {
  return { heightM, sigmaM: heightSigmaM(heightM), source };
}
