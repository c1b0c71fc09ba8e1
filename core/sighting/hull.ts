/** A place in the flight's frame, metres. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The corners of the convex hull, counter-clockwise, not closed. Source: Andrew 1979, monotone chain, Inf. Proc. Letters 9(5). */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y);
  if (sorted.length < 3) return sorted;
  const lower = chain(sorted);
  const upper = chain(sorted.toReversed());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function chain(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    while (kept.length >= 2 && turn(kept.at(-2)!, kept.at(-1)!, point) <= 0) kept.pop();
    kept.push(point);
  }
  return kept;
}

function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** Area of a polygon (shoelace formula), positive when its corners run counter-clockwise. */
export function polygonArea(corners: readonly Point[]): number {
  let doubled = 0;
  for (let i = 0; i < corners.length; i++) {
    const [a, b] = [corners[i]!, corners[(i + 1) % corners.length]!];
    doubled += a.x * b.y - b.x * a.y;
  }
  return doubled / 2;
}

/** Whether a polygon contains a point. Source: W. R. Franklin, PNPOLY (even-odd crossing test). */
export function contains(corners: readonly Point[], { x, y }: Point): boolean {
  let inside = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
    const [a, b] = [corners[i]!, corners[j]!];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
