import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, convexHull, polygonArea } from '#core/sighting/hull.ts';

const point = fc.record({
  x: fc.integer({ min: -500, max: 500 }),
  y: fc.integer({ min: -500, max: 500 }),
});

describe('convex hull', () => {
  it('holds every point, runs counter-clockwise and has no needless corner', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 60 }), (points) => {
        const hull = convexHull(points);
        fc.pre(hull.length >= 3);
        expect(polygonArea(hull)).toBeGreaterThan(0);
        hull.forEach((a, i) => {
          const b = hull[(i + 1) % hull.length]!;
          for (const p of points)
            expect((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)).toBeGreaterThanOrEqual(0);
        });
        for (const corner of hull)
          expect(convexHull(points.filter(({ x, y }) => x !== corner.x || y !== corner.y))).not.toEqual(hull);
      }),
    );
  });

  it('measures a rectangle and knows what is inside', () => {
    const hull = convexHull([
      { x: 0, y: 0 },
      { x: 4, y: 0 },
      { x: 4, y: 3 },
      { x: 0, y: 3 },
      { x: 2, y: 1 },
    ]);
    expect(hull).toHaveLength(4);
    expect(polygonArea(hull)).toBe(12);
    expect(contains(hull, { x: 1, y: 1 })).toBe(true);
    expect(contains(hull, { x: 5, y: 1 })).toBe(false);
  });
});
