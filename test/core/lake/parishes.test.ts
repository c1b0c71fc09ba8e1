import { describe, expect, it } from 'vitest';
import { parseParishes } from '#core/lake/parishes.ts';
import { runCostUsd } from '#core/lake/run-cost.ts';

const parish = (name: string, west: number) => ({
  type: 'Feature',
  properties: { name },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, 55],
        [west + 1, 55],
        [west + 1, 56],
        [west, 56],
        [west, 55],
      ],
    ],
  },
});
const collection = (...features: object[]) => JSON.stringify({ type: 'FeatureCollection', features });

describe('parishes', () => {
  it('are found by place', () => {
    const parishAt = parseParishes(collection(parish('Nim', 9), parish('Føvling', 10)), 'p.geojson');
    expect(parishAt({ lat: 55.5, lon: 9.5 })).toBe('Nim');
    expect(parishAt({ lat: 55.5, lon: 10.5 })).toBe('Føvling');
    expect(parishAt({ lat: 55.5, lon: 12 })).toBeNull();
    expect(parishAt({ lat: 54.5, lon: 9.5 })).toBeNull();
  });

  it.each([
    '{',
    '[]',
    collection(),
    collection({ ...parish('x', 9), properties: {} }),
    collection({ ...parish('x', 9), geometry: { type: 'Point', coordinates: [9, 55] } }),
  ])('refuse %s, naming the file', (text) => {
    expect(() => parseParishes(text, 'p.geojson')).toThrow(/p\.geojson/);
  });
});

describe('the cost of a run', () => {
  it('grows with photos and tiles, and is some dollars for 20,000 photos', () => {
    const one = runCostUsd({ photos: 1, tiles: 600, cutPhotos: 0.3, reviewTiles: 8 });
    expect(
      runCostUsd({ photos: 20_000, tiles: 12_000_000, cutPhotos: 6000, reviewTiles: 160_000 }),
    ).toBeCloseTo(20_000 * one, 4);
    expect(20_000 * one).toBeGreaterThan(0.05);
    expect(20_000 * one).toBeLessThan(10);
    expect(runCostUsd({ photos: 0, tiles: 0, cutPhotos: 0, reviewTiles: 0 })).toBe(0);
  });
});
