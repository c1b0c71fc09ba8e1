import type { Position } from 'geojson';
import type { PixelBox } from '../tiling/plan.ts';
import { degreeLengths } from './ellipsoid.ts';
import type { Flag } from './flags.ts';
import type { Pose } from './pose.ts';
import { projector } from './project.ts';
import type { Terrain } from './terrain.ts';
import { meetTerrain } from './terrain-ray.ts';

/** Outline on the ground. */
export interface Footprint {
  /**
   * [lon, lat] pairs, counter-clockwise, not closed. Longitudes run on across the antimeridian (180.001 after 179.999),
   * so that the outline is one piece; `splitAtAntimeridian` makes the GeoJSON of it.
   */
  readonly ring: readonly (readonly [lon: number, lat: number])[];
  readonly flags: readonly Flag[];
}

/** Outlines end where the view is flatter than this: beyond 11 heights away nothing is recognised on the ground. */
export const footprintDepressionDeg = 5;
const minSin = Math.sin((footprintDepressionDeg * Math.PI) / 180);

/**
 * The outline of a photo, or of a tile of it; undefined when all of it is too flat or above the horizon.
 * @param terrain ground heights, for the corners; absent: level ground
 */
export function footprint(pose: Pose, box?: PixelBox, terrain?: Terrain): Footprint | undefined {
  const { leftPx, topPx, widthPx, heightPx } = box ?? {
    leftPx: 0,
    topPx: 0,
    widthPx: pose.widthPx,
    heightPx: pose.heightPx,
  };
  const corners: readonly Pixel[] = [
    [leftPx, topPx],
    [leftPx, topPx + heightPx],
    [leftPx + widthPx, topPx + heightPx],
    [leftPx + widthPx, topPx],
  ];
  const camera = projector(pose);
  const ray = new Float64Array(3);
  // Clipping where the sink of the ray (linear in the pixel) falls below a constant keeps the outline convex.
  let longest = 0;
  const sinks = corners.map(([u, v]) => {
    camera.ray(u, v, ray, 0);
    const [north = 0, east = 0, sink = 0] = ray;
    longest = Math.max(longest, Math.hypot(north, east, sink));
    return sink;
  });
  const limit = minSin * longest;
  const kept = clip(corners, sinks, limit);
  if (kept.length < 3) return undefined;
  const { latM, lonM } = degreeLengths(pose.lat);
  const ring = kept.map(([u, v]): readonly [number, number] => {
    camera.ray(u, v, ray, 0);
    const [north = 0, east = 0, rawSink = 1] = ray;
    const sink = Math.max(rawSink, limit);
    const sight = { north, east, sink, latM, lonM };
    const met = terrain === undefined ? undefined : meetTerrain(terrain, pose, sight);
    const length = met ?? pose.heightAboveGroundM / sink;
    return [pose.lon + (length * east) / lonM, pose.lat + (length * north) / latM];
  });
  return { ring, flags: sinks.some((sink) => sink < limit) ? ['footprint.clipped'] : [] };
}

type Pixel = readonly [u: number, v: number];

/** Sutherland-Hodgman against one line: the part of the convex outline where the sink is at least `limit`. */
function clip(corners: readonly Pixel[], sinks: readonly number[], limit: number): Pixel[] {
  const kept: Pixel[] = [];
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % corners.length] ?? corner;
    const here = (sinks[i] ?? 0) - limit;
    const there = (sinks[(i + 1) % corners.length] ?? 0) - limit;
    if (here >= 0) kept.push(corner);
    if (here >= 0 !== there >= 0) {
      const share = here / (here - there);
      kept.push([corner[0] + share * (next[0] - corner[0]), corner[1] + share * (next[1] - corner[1])]);
    }
  });
  return kept;
}

/** GeoJSON of an outline: cut in two at the antimeridian where it crosses it, as RFC 7946, 3.1.9 asks. */
export function splitAtAntimeridian(
  ring: Footprint['ring'],
): { type: 'Polygon'; coordinates: Position[][] } | { type: 'MultiPolygon'; coordinates: Position[][][] } {
  const lons = ring.map(([lon]) => lon);
  const edge = Math.max(...lons) > 180 ? 180 : -180;
  if (Math.max(...lons) <= 180 && Math.min(...lons) >= -180)
    return { type: 'Polygon', coordinates: [closed(ring)] };
  const inside = halfOf(ring, (lon) => (edge === 180 ? 180 - lon : lon + 180));
  const beyond = halfOf(ring, (lon) => (edge === 180 ? lon - 180 : -180 - lon));
  const moved = beyond.map(([lon, lat]): readonly [number, number] => [lon - 2 * edge, lat]);
  const parts = [inside, moved].filter((part) => part.length >= 3).map(closed);
  return parts.length === 1
    ? { type: 'Polygon', coordinates: parts }
    : { type: 'MultiPolygon', coordinates: parts.map((part) => [part]) };
}

function halfOf(ring: Footprint['ring'], distance: (lon: number) => number): (readonly [number, number])[] {
  const points: readonly Pixel[] = ring;
  return clip(
    points,
    ring.map(([lon]) => distance(lon)),
    0,
  ).map(([lon, lat]) => [lon, lat] as const);
}

function closed(ring: Footprint['ring']): Position[] {
  const first = ring[0];
  return [...ring, ...(first === undefined ? [] : [first])].map(([lon, lat]) => [lon, lat]);
}
