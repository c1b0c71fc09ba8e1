import { describe, expect, it } from 'vitest';
import { countByGround } from '#core/drift/ground-cells.ts';

/** Tiles of a photo every 5 m to the north. */
const photo = (north: number, confidence = 0.01) =>
  Array.from({ length: 8 }, (_, i) => ({ confidence, lat: 56 + (north + 5 * i) / 111_320, lon: 9.5001 }));
const sum = (cells: number[][]) => cells.flat().reduce((total, count) => total + count, 0);

describe('pieces of ground', () => {
  it('are the same for every photo that shows them', () => {
    const once = countByGround();
    once.add(photo(0));
    const often = countByGround();
    for (let i = 0; i < 6; i++) often.add(photo(0, 0.97));
    expect(often.cells()).toHaveLength(once.cells().length);
    expect(sum(often.cells())).toBe(48);
    expect(often.cells().every((cell) => cell[19] === cell.reduce((a, b) => a + b, 0))).toBe(true);
  });

  it('are more with new ground, not with new photos of it', () => {
    const strip = countByGround();
    for (let i = 0; i < 10; i++) strip.add(photo(10 * i));
    // 125 m of ground in cells of 22 m.
    expect(strip.cells().length).toBeGreaterThanOrEqual(6);
    expect(strip.cells().length).toBeLessThanOrEqual(7);
  });

  it('are five photos in a row where nobody knows the place', () => {
    const unplaced = countByGround();
    for (let i = 0; i < 11; i++) unplaced.add([{ confidence: 0.5 }, { confidence: 0.01 }]);
    expect(unplaced.cells().map((cell) => cell[0])).toEqual([5, 5, 1]);
  });
});
