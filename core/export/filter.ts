import type { Band } from '../review/band.ts';
import { reviewOf, type ReviewState } from '../sighting/review-state.ts';
import type { Sighting } from '../sighting/sighting.ts';
import { wrapDeg } from '../sighting/ground-frame.ts';
import { liesIn, type PolygonArea } from './polygon-area.ts';

/** Part of the Earth between two parallels and two meridians, degrees; west > east spans the antimeridian. */
export interface Area {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Which sightings are wanted; what is absent does not restrict. */
export interface SightingFilter {
  readonly bands?: readonly Band[];
  readonly reviews?: readonly ReviewState[];
  /** A stand counts by its middle. */
  readonly area?: Area | PolygonArea;
  /** Least confidence, 0..1; what a person confirmed passes below it, for the model's doubt is settled. */
  readonly confidenceFrom?: number;
}

/** The sightings that pass, in the same order, with the same numbers. */
export function filterSightings(sightings: readonly Sighting[], filter: SightingFilter): Sighting[] {
  const { bands, reviews, area, confidenceFrom } = filter;
  return sightings.filter(
    (sighting) =>
      (bands === undefined || bands.includes(sighting.band)) &&
      (reviews === undefined || reviews.includes(reviewOf(sighting))) &&
      (area === undefined || isInside(area, sighting)) &&
      passesThreshold(sighting, confidenceFrom),
  );
}

/** Whether a sighting is kept at a threshold: by its confidence, or as a person confirmed it. */
export function passesThreshold(sighting: Sighting, confidenceFrom: number | undefined): boolean {
  return (
    confidenceFrom === undefined ||
    sighting.confidence >= confidenceFrom ||
    reviewOf(sighting) === 'confirmed'
  );
}

function isInside(area: Area | PolygonArea, sighting: Sighting): boolean {
  return 'polygons' in area ? liesIn(area, sighting) : isWithin(area, sighting);
}

/** Whether a place lies in the area, edges included. */
export function isWithin(area: Area, { lat, lon }: { readonly lat: number; readonly lon: number }): boolean {
  if (lat < area.south || lat > area.north) return false;
  if (area.east - area.west >= 360) return true;
  const west = wrapDeg(area.west);
  const east = wrapDeg(area.east);
  const meridian = wrapDeg(lon);
  // 180 wraps to -180: as an eastern edge it is the end of the range, not its start.
  const eastEdge = east === -180 && area.east > area.west ? 180 : east;
  return west <= eastEdge
    ? meridian >= west && meridian <= eastEdge
    : meridian >= west || meridian <= eastEdge;
}

/** The smallest area that holds all places; undefined for none. Across the antimeridian west > east (RFC 7946, 5.2). */
export function areaOf(places: readonly { readonly lat: number; readonly lon: number }[]): Area | undefined {
  if (places.length === 0) return undefined;
  const lons = places.map(({ lon }) => wrapDeg(lon)).sort((a, b) => a - b);
  // The widest gap between neighbouring meridians is what the area leaves out.
  let widest = lons[0]! + 360 - lons.at(-1)!;
  let start = 0;
  for (let i = 1; i < lons.length; i++) {
    const gap = lons[i]! - lons[i - 1]!;
    if (gap > widest) [widest, start] = [gap, i];
  }
  let south = 90;
  let north = -90;
  for (const { lat } of places) {
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return { west: lons[start]!, south, east: lons[(start + lons.length - 1) % lons.length]!, north };
}
