import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { photoOrder } from '#core/geo/overlap/photo-order.ts';
import {
  entry,
  factorise,
  inverseWithin,
  skyline,
  solveFactored,
  type Skyline,
} from '#core/geo/overlap/skyline.ts';

/** A positive definite matrix with that outline, and the same as rows of numbers. */
function matrixOf(
  firsts: readonly number[],
  numbers: readonly number[],
): { sparse: Skyline; full: number[][] } {
  const size = firsts.length;
  const sparse = skyline(Int32Array.from(firsts));
  const full = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  let used = 0;
  for (let row = 0; row < size; row++) {
    for (let col = firsts[row]!; col <= row; col++) {
      const value = row === col ? size + 1 : (numbers[used++ % numbers.length] ?? 0);
      full[row]![col] = full[col]![row] = value;
      sparse.values[sparse.origins[row]! + col] = value;
    }
  }
  return { sparse, full };
}

const times = (rows: readonly (readonly number[])[], x: readonly number[]) =>
  rows.map((row) => row.reduce((sum, value, i) => sum + value * x[i]!, 0));

const anyMatrix = fc
  .integer({ min: 1, max: 9 })
  .chain((size) =>
    fc.tuple(
      fc.tuple(...Array.from({ length: size }, (_, row) => fc.integer({ min: 0, max: row }))),
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }),
    ),
  );

describe('a matrix kept from the first entry of each row', () => {
  it('solves what the whole matrix would', () => {
    fc.assert(
      fc.property(anyMatrix, ([firsts, numbers]) => {
        const { sparse, full } = matrixOf(firsts, numbers);
        const x = firsts.map((_, i) => i - 2);
        const solved = Float64Array.from(times(full, x));
        factorise(sparse);
        solveFactored(sparse, solved);
        x.forEach((value, i) => expect(solved[i]).toBeCloseTo(value, 9));
      }),
    );
  });

  it('gives the entries of the inverse within its outline', () => {
    fc.assert(
      fc.property(anyMatrix, ([firsts, numbers]) => {
        const { sparse, full } = matrixOf(firsts, numbers);
        factorise(sparse);
        const inverse = inverseWithin(sparse);
        for (let col = 0; col < firsts.length; col++) {
          const unit = Float64Array.from({ length: firsts.length }, (_, i) => (i === col ? 1 : 0));
          solveFactored(sparse, unit);
          const kept = firsts.flatMap((first, row) => (row >= col && first <= col ? [row] : []));
          for (const row of kept) expect(entry(inverse, row, col)).toBeCloseTo(unit[row]!, 9);
          expect(times(full, [...unit])[col]).toBeCloseTo(1, 9);
        }
      }),
    );
  });
});

describe('the order of photos', () => {
  it('keeps neighbours near each other: a grid is walked across its short side', () => {
    const [cols, rows] = [4, 30];
    const at = (col: number, row: number) => col * rows + row;
    const pairs = Array.from(
      { length: cols * rows },
      (_, i) => [i % cols, Math.floor(i / cols)] as const,
    ).flatMap(([col, row]) => [
      ...(col + 1 < cols ? [{ a: at(col, row), b: at(col + 1, row) }] : []),
      ...(row + 1 < rows ? [{ a: at(col, row), b: at(col, row + 1) }] : []),
    ]);
    const ranks = photoOrder(cols * rows, pairs);
    expect([...ranks].toSorted((a, b) => a - b)).toEqual(Array.from({ length: cols * rows }, (_, i) => i));
    const apart = pairs.map(({ a, b }) => Math.abs(ranks[a]! - ranks[b]!));
    expect(Math.max(...apart)).toBeLessThanOrEqual(cols + 1);
  });

  it('counts photos without neighbours too', () => {
    expect([...photoOrder(3, [])]).toEqual([0, 1, 2]);
    expect(photoOrder(0, [])).toHaveLength(0);
  });
});
