import Flatbush from 'flatbush';
import { convexHull, polygonArea, type Point } from './hull.ts';
import { lonOf, type GroundFrame } from './ground-frame.ts';
import type { Stand } from './sighting.ts';

/** A plant as the search for stands sees it. */
export interface PlacedPlant extends Point {
  /** Plants closer than this cannot be told apart for certain, metres. */
  readonly linkM: number;
}

/** Fewest plants that make a stand; two plants side by side stay two sightings. */
const leastPlants = 3;

/**
 * Groups of plants that stand denser than the error: each within `linkM` of another or touching it, `leastPlants` or more.
 * @param touching for each plant those that it touches, seen from both sides
 * @returns lists of indexes, ascending, in order of their first plant
 */
export function findStands(
  plants: readonly PlacedPlant[],
  touching: ReadonlyMap<number, readonly number[]> = new Map(),
): number[][] {
  if (plants.length < leastPlants) return [];
  const index = new Flatbush(plants.length);
  for (const { x, y } of plants) index.add(x, y);
  index.finish();
  const seen = new Uint8Array(plants.length);
  const stands: number[][] = [];
  for (let start = 0; start < plants.length; start++) {
    if (seen[start] === 1) continue;
    seen[start] = 1;
    const group = [start];
    for (let next = 0; next < group.length; next++) {
      const plant = group[next]!;
      for (const other of [...linkedTo(plant, plants, index), ...(touching.get(plant) ?? [])]) {
        if (seen[other] === 1) continue;
        seen[other] = 1;
        group.push(other);
      }
    }
    if (group.length >= leastPlants) stands.push(group.toSorted((a, b) => a - b));
  }
  return stands;
}

function linkedTo(i: number, plants: readonly PlacedPlant[], index: Flatbush): number[] {
  const { x, y, linkM } = plants[i]!;
  return index.search(x - linkM, y - linkM, x + linkM, y + linkM, (j) => {
    const other = plants[j]!;
    // Both must agree, so that the link is the same from either side.
    return Math.hypot(other.x - x, other.y - y) <= Math.min(linkM, other.linkM);
  });
}

/** Corners of the circle that stands for one plant in a stand's outline. */
const plantCorners = 8;

/**
 * The outline of a stand: the convex hull of its plants, each a disc of `radiusM`.
 * @param points places of the members in the flight's frame
 */
export function standOf(
  points: readonly Point[],
  { frame, radiusM, plants }: { frame: GroundFrame; radiusM: number; plants: number },
): Stand {
  const discs = convexHull(points).flatMap(({ x, y }) =>
    Array.from({ length: plantCorners }, (_, i) => {
      const angle = (2 * Math.PI * i) / plantCorners;
      return { x: x + radiusM * Math.cos(angle), y: y + radiusM * Math.sin(angle) };
    }),
  );
  const outline = convexHull(discs);
  return {
    polygon: outline.map(
      ({ x, y }) => [lonOf(frame, x), frame.originLat + y / frame.metresPerDegLat] as const,
    ),
    areaM2: polygonArea(outline),
    plantsAtLeast: plants,
  };
}
