import Flatbush from 'flatbush';
import { eastM, type GroundFrame, groundFrameOf, northM } from '../sighting/ground-frame.ts';
import type { Sighting } from '../sighting/sighting.ts';

/** Two sightings of different flights that are taken for the same site. */
export interface SitePair {
  readonly before: Sighting;
  readonly after: Sighting;
  readonly distanceM: number;
  /** Another sighting could be meant as well: the pair is a guess among neighbours. */
  readonly isAmbiguous: boolean;
}

export interface MatchedSites {
  readonly pairs: readonly SitePair[];
  readonly onlyBefore: readonly Sighting[];
  readonly onlyAfter: readonly Sighting[];
}

/** A plant stands where it stood, but its flower is up to so far from its root, metres: half a plant's width. */
const plantSpreadM = 1.5;
/** Distance in combined 95 % radii within which two sightings can be one site. */
const reach = 1;

interface Possible {
  readonly before: number;
  readonly after: number;
  readonly distanceM: number;
  /** Distance over what the two uncertainties allow. */
  readonly strain: number;
}

/**
 * The sites of two flights put together: the closest for their uncertainty first, each sighting once. Sightings can be one
 * site when they are no further apart than their 95 % radii allow, a stand's own width added.
 * The offset that two flights may have as a whole (another GPS day) must be taken out before.
 */
export function matchSites(before: readonly Sighting[], after: readonly Sighting[]): MatchedSites {
  const possible = possiblePairs(before, after).sort(
    (a, b) => a.strain - b.strain || a.distanceM - b.distanceM || a.before - b.before || a.after - b.after,
  );
  const choices = { before: countBy(possible, 'before'), after: countBy(possible, 'after') };
  const taken = { before: new Set<number>(), after: new Set<number>() };
  const pairs: SitePair[] = [];
  for (const pair of possible) {
    if (taken.before.has(pair.before) || taken.after.has(pair.after)) continue;
    taken.before.add(pair.before);
    taken.after.add(pair.after);
    pairs.push({
      before: before[pair.before]!,
      after: after[pair.after]!,
      distanceM: pair.distanceM,
      isAmbiguous: choices.before.get(pair.before)! > 1 || choices.after.get(pair.after)! > 1,
    });
  }
  return {
    pairs,
    onlyBefore: before.filter((_, i) => !taken.before.has(i)),
    onlyAfter: after.filter((_, i) => !taken.after.has(i)),
  };
}

function possiblePairs(before: readonly Sighting[], after: readonly Sighting[]): Possible[] {
  if (before.length === 0 || after.length === 0) return [];
  const frame = groundFrameOf([...before, ...after]);
  const index = new Flatbush(after.length);
  for (const sighting of after) {
    const { x, y } = placeIn(frame, sighting);
    index.add(x, y, x, y);
  }
  index.finish();
  const farthestM = Math.max(...after.map(ownReachM));
  return before.flatMap((sighting, i) => {
    const { x, y } = placeIn(frame, sighting);
    const most = reach * (ownReachM(sighting) + farthestM);
    return index.search(x - most, y - most, x + most, y + most).flatMap((j): Possible[] => {
      const other = after[j]!;
      const place = placeIn(frame, other);
      const distanceM = Math.hypot(place.x - x, place.y - y);
      const allowedM = reach * allowedBetween(sighting, other);
      return distanceM <= allowedM ? [{ before: i, after: j, distanceM, strain: distanceM / allowedM }] : [];
    });
  });
}

/** Errors add up as squares; the width of a stand does not shrink by that. */
function allowedBetween(a: Sighting, b: Sighting): number {
  return Math.hypot(a.uncertainty95M, b.uncertainty95M, plantSpreadM) + standRadiusM(a) + standRadiusM(b);
}

function ownReachM(sighting: Sighting): number {
  return sighting.uncertainty95M + plantSpreadM + standRadiusM(sighting);
}

/** Of a circle with the stand's area. */
export function standRadiusM({ stand }: Sighting): number {
  return stand === undefined ? 0 : Math.sqrt(stand.areaM2 / Math.PI);
}

function placeIn(frame: GroundFrame, { lat, lon }: Sighting): { x: number; y: number } {
  return { x: eastM(frame, lon), y: northM(frame, lat) };
}

function countBy(pairs: readonly Possible[], side: 'before' | 'after'): Map<number, number> {
  const counts = new Map<number, number>();
  for (const pair of pairs) counts.set(pair[side], (counts.get(pair[side]) ?? 0) + 1);
  return counts;
}
