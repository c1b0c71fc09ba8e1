import { describe, expect, it } from 'vitest';
import { chiSquareTail } from '#core/drift/chi-square.ts';
import { fQuantile, fTail } from '#core/drift/f-distribution.ts';

describe('the F distribution', () => {
  it('is that of the tables (Abramowitz and Stegun 26.9)', () => {
    for (const [x, upper, lower, tail] of [
      [4.9646, 1, 10, 0.05],
      [2.978237, 10, 10, 0.05],
      [4.102685, 5, 20, 0.01],
      [99.0, 2, 2, 0.01],
      [6.6349, 1, 1e6, 0.01],
    ] as const) {
      expect(fTail(x, upper, lower)).toBeCloseTo(tail, 4);
      expect(fQuantile(tail, upper, lower) / x).toBeCloseTo(1, 3);
    }
    expect(fTail(0, 3, 4)).toBe(1);
    expect(fTail(Infinity, 3, 4)).toBe(0);
  });

  it('is chi-square over its freedom where the lower freedom is large', () => {
    for (const upper of [1, 3, 14])
      for (const x of [0.2, 1, 4])
        expect(fTail(x, upper, 1e6)).toBeCloseTo(chiSquareTail(x * upper, upper), 4);
  });
});
