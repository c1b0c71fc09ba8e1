import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degreeLengths } from '#core/geo/ellipsoid.ts';
import { footprint, splitAtAntimeridian, type Footprint } from '#core/geo/footprint.ts';
import type { Terrain } from '#core/geo/terrain.ts';
import { anyPose, samplePose } from './sample-pose.ts';

type Ring = Footprint['ring'];

/** Twice the signed area, in degrees: positive is counter-clockwise. */
function area(ring: Ring): number {
  const [x0 = 0, y0 = 0] = ring[0] ?? [];
  let sum = 0;
  ring.forEach(([x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] ?? [x, y];
    sum += (x - x0) * (nextY - y0) - (nextX - x0) * (y - y0);
  });
  return sum;
}

/** Convex and counter-clockwise: then it is valid, without any edge crossing another. */
function turnsLeft(ring: Ring): boolean {
  return ring.every(([x1, y1], i) => {
    const [x2, y2] = ring[(i + 1) % ring.length] ?? [x1, y1];
    const [x3, y3] = ring[(i + 2) % ring.length] ?? [x1, y1];
    return (x2 - x1) * (y3 - y2) - (x3 - x2) * (y2 - y1) > 0;
  });
}

describe('outline of a photo', () => {
  it('straight down: the rectangle below the camera', () => {
    const { ring = [], flags } = footprint(samplePose()) ?? {};
    const { latM, lonM } = degreeLengths(56.1);
    const corners = ring.map(([lon, lat]) => [(lon - 9.5) * lonM, (lat - 56.1) * latM]);
    const expected = [
      [-30, 20],
      [-30, -20],
      [30, -20],
      [30, 20],
    ];
    corners.forEach(([x = 0, y = 0], i) => {
      expect(x).toBeCloseTo(expected[i]?.[0] ?? 0, 6);
      expect(y).toBeCloseTo(expected[i]?.[1] ?? 0, 6);
    });
    expect(flags).toEqual([]);
  });

  it('of a tile: its part of the photo', () => {
    const box = { leftPx: 0, topPx: 1824, widthPx: 2736, heightPx: 1824 };
    const { ring = [] } = footprint(samplePose(), box) ?? {};
    expect(Math.max(...ring.map(([lon]) => lon))).toBeCloseTo(9.5, 9);
    expect(Math.max(...ring.map(([, lat]) => lat))).toBeCloseTo(56.1, 9);
  });

  it('on a terrain: its corners are where the lines of sight meet the ground', () => {
    const { latM } = degreeLengths(56.1);
    const hill = { heightAt: (lat: number) => ((lat - 56.1) * latM > 5 ? 20 : 0) };
    const north = (terrain?: Terrain) =>
      Math.max(
        ...(footprint(samplePose(), undefined, terrain)?.ring ?? []).map(([, lat]) => (lat - 56.1) * latM),
      );
    expect(north()).toBeCloseTo(20, 6);
    expect(north(hill)).toBeCloseTo(10, 2);
  });

  it('is counter-clockwise and valid for every pose that sees ground', () => {
    fc.assert(
      fc.property(anyPose, (pose) => {
        const { ring } = footprint(pose) ?? {};
        expect(ring).toBeDefined();
        expect(ring?.length).toBeGreaterThanOrEqual(3);
        expect(area(ring ?? [])).toBeGreaterThan(0);
        expect(pose.lens !== undefined || turnsLeft(ring ?? [])).toBe(true);
      }),
      { numRuns: 2000, seed: 9 },
    );
  });

  it('ends where the view becomes too flat, and says so', () => {
    const { ring = [], flags } = footprint(samplePose({ pitchDeg: -20 })) ?? {};
    expect(flags).toEqual(['footprint.clipped']);
    const { latM } = degreeLengths(56.1);
    const farthestM = (Math.max(...ring.map(([, lat]) => lat)) - 56.1) * latM;
    expect(farthestM).toBeGreaterThan(200);
    expect(farthestM).toBeLessThan(40 / Math.tan((5 * Math.PI) / 180) + 1);
    expect(turnsLeft(ring)).toBe(true);
  });

  it('does not exist for a view of the sky', () => {
    expect(footprint(samplePose({ pitchDeg: 40 }))).toBeUndefined();
  });
});

describe('the antimeridian', () => {
  it('leaves the outline in one piece, and GeoJSON in two', () => {
    const { ring = [] } = footprint(samplePose({ lon: 179.9999 })) ?? {};
    expect(Math.max(...ring.map(([lon]) => lon))).toBeGreaterThan(180);
    const shape = splitAtAntimeridian(ring);
    expect(shape.type).toBe('MultiPolygon');
    if (shape.type !== 'MultiPolygon') return;
    const parts = shape.coordinates.map(([outer = []]) =>
      outer.map(([lon = 0, lat = 0]) => [lon, lat] as const),
    );
    for (const part of parts) {
      expect(part[0]).toEqual(part.at(-1));
      expect(area(part.slice(0, -1))).toBeGreaterThan(0);
      expect(part.every(([lon]) => lon >= -180 && lon <= 180)).toBe(true);
    }
    expect(parts.reduce((sum, part) => sum + area(part.slice(0, -1)), 0)).toBeCloseTo(area(ring), 12);
  });

  it('is the same from the other side', () => {
    const east = footprint(samplePose({ lon: -179.9999 }));
    expect(splitAtAntimeridian(east?.ring ?? []).type).toBe('MultiPolygon');
  });

  it('cuts nothing elsewhere', () => {
    expect(splitAtAntimeridian(footprint(samplePose())?.ring ?? []).type).toBe('Polygon');
  });

  it('keeps the area for every pose', () => {
    fc.assert(
      fc.property(anyPose, (pose) => {
        const ring = footprint(pose)?.ring ?? [];
        const shape = splitAtAntimeridian(ring);
        const parts = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
        const sum = parts.reduce(
          (all, [outer = []]) => all + area(outer.map(([lon = 0, lat = 0]) => [lon, lat])),
          0,
        );
        expect(sum / area(ring)).toBeCloseTo(1, 3);
      }),
      { numRuns: 500, seed: 10 },
    );
  });
});
