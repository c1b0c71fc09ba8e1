type Position = readonly [number, number];

/**
 * The polygon in pieces that do not cross the antimeridian. Source of the rule: RFC 7946, section 3.1.9.
 * @param ring [lon, lat] pairs, not closed, longitudes running on past 180 where the polygon crosses it
 * @returns one or two rings, not closed, same direction, longitudes within -180..180
 */
export function cutAtAntimeridian(ring: readonly Position[]): Position[][] {
  const lons = ring.map(([lon]) => lon);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  // The world in which the western end lies: 0 for -180..180.
  const world = Math.floor((west + 180) / 360);
  const seam = world * 360 + 180;
  const shift = -360 * world;
  if (east <= seam) return [ring.map(([lon, lat]) => [lon + shift, lat])];
  return [
    clip(ring, seam, -1).map(([lon, lat]) => [lon + shift, lat] as const),
    clip(ring, seam, 1).map(([lon, lat]) => [lon + shift - 360, lat] as const),
  ].filter((piece) => piece.length >= 3);
}

/** The part of a ring west (side -1) or east (side 1) of a meridian. Source: Sutherland and Hodgman 1974, CACM 17(1). */
function clip(ring: readonly Position[], meridian: number, side: 1 | -1): Position[] {
  const inside = ([lon]: Position): boolean => (lon - meridian) * side >= 0;
  return ring.flatMap((to, i) => {
    const from = ring.at(i - 1)!;
    const crossing = inside(from) === inside(to) ? [] : [crossingOf(from, to, meridian)];
    return inside(to) ? [...crossing, to] : crossing;
  });
}

function crossingOf(from: Position, to: Position, meridian: number): Position {
  const share = (meridian - from[0]) / (to[0] - from[0]);
  return [meridian, from[1] + share * (to[1] - from[1])];
}
