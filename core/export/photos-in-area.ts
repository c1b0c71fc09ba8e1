import { contains, type Point } from '../sighting/hull.ts';
import type { ExportedPhoto } from './exported-photo.ts';
import type { Area, SightingFilter } from './filter.ts';
import { liesIn, type PolygonArea } from './polygon-area.ts';

/** The photos whose outline shows any ground of the area, in the same order; all without an area. */
export function photosInArea(
  photos: readonly ExportedPhoto[],
  { area }: Pick<SightingFilter, 'area'>,
): ExportedPhoto[] {
  if (area === undefined) return [...photos];
  const wanted = 'polygons' in area ? area : { polygons: [[boxRing(area)]] };
  return photos.filter(({ footprint }) => footprint.length >= 3 && meet(wanted, footprint));
}

/** West above east spans the antimeridian: the ring then runs on past 180 degrees. */
function boxRing({ west, south, east, north }: Area): Point[] {
  const end = east < west ? east + 360 : east;
  return [
    { x: west, y: south },
    { x: end, y: south },
    { x: end, y: north },
    { x: west, y: north },
  ];
}

function meet(area: PolygonArea, footprint: ExportedPhoto['footprint']): boolean {
  // One of them lies in the other, holes told from ground by `liesIn`, or their edges cross.
  if (footprint.some(([lon, lat]) => liesIn(area, { lat, lon }))) return true;
  const rings = area.polygons.flat();
  return [-360, 0, 360].some((shift) => {
    const outline = footprint.map(([lon, lat]) => ({ x: lon + shift, y: lat }));
    return rings.some(
      (ring) => ring.some((corner) => contains(outline, corner)) || edgesCross(ring, outline),
    );
  });
}

function edgesCross(one: readonly Point[], other: readonly Point[]): boolean {
  const others = edgesOf(other);
  return edgesOf(one).some(([a, b]) =>
    others.some(([c, d]) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0),
  );
}

function edgesOf(ring: readonly Point[]): [Point, Point][] {
  return ring.map((corner, i) => [corner, ring[(i + 1) % ring.length]!]);
}

/** Positive where `place` lies left of the way from `from` to `to`, negative right of it. */
function side(from: Point, to: Point, place: Point): number {
  return (to.x - from.x) * (place.y - from.y) - (to.y - from.y) * (place.x - from.x);
}
