import Flatbush from 'flatbush';
import { footprint } from '../footprint.ts';
import type { LocalFrame } from '../local-frame.ts';
import type { Pose } from '../pose.ts';

/** Two photos, by index, that show common ground. */
export interface Pair {
  readonly a: number;
  readonly b: number;
}

/** Overlaps smaller than this share of the smaller photo are left alone. */
const leastShare = 0.2;

/** Larger overlaps are of little use: photos from one spot agree with each other and tie nothing together. */
const bestShare = 0.85;
/** What a second partner in the same direction is worth less: photos on one line do not hold lines together. */
const sameDirectionLoss = 0.6;

/**
 * Pairs of photos that overlap, each photo with at most `most` partners of its own choice, in a stable order: large
 * overlaps, but not from one spot, and on all sides; of equal ones those that were taken shortly before or after.
 * O(n log n).
 */
export function neighbourPairs(poses: readonly Pose[], frame: LocalFrame, most = 3): Pair[] {
  const boxes = poses.map((pose) => boundsOf(pose, frame));
  if (boxes.length < 2) return [];
  const index = new Flatbush(boxes.length);
  for (const box of boxes) index.add(box.left, box.bottom, box.right, box.top);
  index.finish();
  const chosen = new Map<string, Pair>();
  boxes.forEach((box, i) => {
    const found = index.search(box.left, box.bottom, box.right, box.top, (j) => j !== i);
    const candidates = found
      .map((j) => candidateOf(i, j, boxes))
      .filter(({ share }) => share >= leastShare)
      .sort((one, other) => Math.abs(i - one.j) - Math.abs(i - other.j) || one.j - other.j);
    for (const { j } of onAllSides(candidates, most)) {
      const pair = { a: Math.min(i, j), b: Math.max(i, j) };
      chosen.set(`${pair.a} ${pair.b}`, pair);
    }
  });
  return [...chosen.values()].sort((one, other) => one.a - other.a || one.b - other.b);
}

interface Candidate {
  readonly j: number;
  readonly share: number;
  /** Direction to the other photo, of length 1; 0, 0 from one spot. */
  readonly east: number;
  readonly north: number;
}

function candidateOf(i: number, j: number, boxes: readonly Bounds[]): Candidate {
  const [own, other] = [boxes[i]!, boxes[j]!];
  const east = (other.left + other.right - own.left - own.right) / 2;
  const north = (other.bottom + other.top - own.bottom - own.top) / 2;
  const length = Math.hypot(east, north) || 1;
  return { j, share: commonShare(own, other), east: east / length, north: north / length };
}

/** The most useful candidates, each next one judged beside those that are chosen already; of equal ones the first. */
function onAllSides(candidates: readonly Candidate[], most: number): Candidate[] {
  const chosen: Candidate[] = [];
  while (chosen.length < Math.min(most, candidates.length)) {
    let [best, bestUse]: [Candidate | undefined, number] = [undefined, -Infinity];
    for (const candidate of candidates) {
      if (chosen.includes(candidate)) continue;
      const use = useOf(candidate, chosen);
      if (use > bestUse) [best, bestUse] = [candidate, use];
    }
    if (best === undefined) break;
    chosen.push(best);
  }
  return chosen;
}

function useOf({ share, east, north }: Candidate, chosen: readonly Candidate[]): number {
  const use = share <= bestShare ? share : 2 * bestShare - share;
  const alike = chosen.reduce((most, other) => Math.max(most, east * other.east + north * other.north), 0);
  return use * (1 - sameDirectionLoss * alike);
}

interface Bounds {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

/** Box around the outline; of a photo without one, an empty box at the camera. */
function boundsOf(pose: Pose, frame: LocalFrame): Bounds {
  const ring = footprint(pose)?.ring ?? [[pose.lon, pose.lat] as const];
  const easts = ring.map(([lon]) => frame.eastM(lon));
  const norths = ring.map(([, lat]) => frame.northM(lat));
  return {
    left: Math.min(...easts),
    right: Math.max(...easts),
    bottom: Math.min(...norths),
    top: Math.max(...norths),
  };
}

function commonShare(a: Bounds, b: Bounds): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.top, b.top) - Math.max(a.bottom, b.bottom);
  const area = ({ left, right, bottom, top }: Bounds) => (right - left) * (top - bottom);
  const smaller = Math.min(area(a), area(b));
  return width > 0 && height > 0 && smaller > 0 ? (width * height) / smaller : 0;
}
