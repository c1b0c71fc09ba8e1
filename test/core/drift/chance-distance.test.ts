import { describe, expect, it } from 'vitest';
import { momentsOf, varianceOf } from '#core/drift/cell-moments.ts';
import { chanceDistance } from '#core/drift/chance-distance.ts';
import { adjustPrevalence } from '#core/drift/prevalence.ts';
import { createRandom } from '#core/simulate/random.ts';

const reference = Array.from({ length: 20 }, (_, bin) => (bin === 0 ? 0.9 : bin === 19 ? 0.04 : 0.06 / 18));
const groups = [[0], [1, 2, 3, 4, 5, 6, 7, 8, 9], [10, 11, 12, 13, 14, 15, 16, 17, 18], [19]];

/** Pieces of ground with tiles drawn from the reference, each tile seen so many times. */
function drawCells(seed: number, count: number, views: number): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const cell = reference.map(() => 0);
    for (let tile = 0; tile < 100; tile++) {
      let rest = random.next();
      let bin = 0;
      while (bin < 19 && rest >= reference[bin]!) rest -= reference[bin++]!;
      cell[bin]! += views;
    }
    return cell;
  });
}

function effectiveOf(cells: number[][], usualDesign = 1) {
  const seen = reference.map((_, bin) => cells.reduce((sum, cell) => sum + cell[bin]!, 0));
  const adjusted = adjustPrevalence(reference, seen);
  return chanceDistance(
    { seen, from: 0, adjusted, cells: momentsOf(cells), usualDesign, referenceTiles: 1e6, between: 0 },
    groups,
  );
}

describe('independent tiles of a flight', () => {
  it('are its tiles where each is drawn by itself', () => {
    const shares = Array.from(
      { length: 20 },
      (_, seed) => effectiveOf(drawCells(seed, 60, 1)).effective / 6000,
    );
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(mean).toBeGreaterThan(0.75);
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  });

  it('are a quarter of them where four photos show each place', () => {
    const shares = Array.from(
      { length: 20 },
      (_, seed) => effectiveOf(drawCells(seed, 60, 4)).effective / 24_000,
    );
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(mean).toBeGreaterThan(0.2);
    expect(mean).toBeLessThan(0.32);
  });

  it('are what is usual where one piece of ground, or none, was seen', () => {
    const [cell] = drawCells(1, 1, 1);
    expect(effectiveOf([cell!], 5)).toEqual({ effective: 20, freedom: 4 });
  });

  it('come from a variance that is that of the sum over pieces of ground', () => {
    const cells = drawCells(3, 10, 1);
    const weights = reference.map((_, bin) => (bin === 0 ? 0.1 : -0.9));
    const squares = cells.reduce(
      (sum, cell) => sum + cell.reduce((own, count, bin) => own + count * weights[bin]!, 0) ** 2,
      0,
    );
    expect(varianceOf(momentsOf(cells), weights)).toBeCloseTo((squares * 10) / 9, 6);
  });
});
