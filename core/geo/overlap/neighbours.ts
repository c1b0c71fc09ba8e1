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

/**
 * Pairs of photos that overlap, each photo with at most `most` partners of its own choice (large overlaps, but not from
 * one spot; of equal ones those that were taken shortly before or after), in a stable order. O(n log n).
 */
export function neighbourPairs(poses: readonly Pose[], frame: LocalFrame, most = 4): Pair[] {
  const boxes = poses.map((pose) => boundsOf(pose, frame));
  if (boxes.length < 2) return [];
  const index = new Flatbush(boxes.length);
  for (const box of boxes) index.add(box.left, box.bottom, box.right, box.top);
  index.finish();
  const chosen = new Map<string, Pair>();
  boxes.forEach((box, i) => {
    const partners = index
      .search(box.left, box.bottom, box.right, box.top, (j) => j !== i)
      .map((j) => ({ j, share: commonShare(box, boxes[j] ?? box) }))
      .filter(({ share }) => share >= leastShare)
      .map(({ j, share }) => ({ j, use: share <= bestShare ? share : 2 * bestShare - share }))
      .sort(
        (one, other) => other.use - one.use || Math.abs(i - one.j) - Math.abs(i - other.j) || one.j - other.j,
      )
      .slice(0, most);
    for (const { j } of partners) {
      const pair = { a: Math.min(i, j), b: Math.max(i, j) };
      chosen.set(`${pair.a} ${pair.b}`, pair);
    }
  });
  return [...chosen.values()].sort((one, other) => one.a - other.a || one.b - other.b);
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
