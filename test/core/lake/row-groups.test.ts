import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowGroupSizes } from '#core/lake/row-groups.ts';

const limits = { fewest: 4, most: 8 };

it('row groups end between flights, not within one', () => {
  // Three flights of five rows, a kilometre apart.
  const lats = Float64Array.from({ length: 15 }, (_, row) => 56 + Math.floor(row / 5) * 0.01 + row * 1e-5);
  const lons = Float64Array.from({ length: 15 }, () => 12);
  expect(rowGroupSizes(lats, lons, limits)).toEqual([5, 5, 5]);
});

it('rows without a place are apart from those with one, and ground without steps gives few groups', () => {
  const lats = Float64Array.from({ length: 12 }, (_, row) => (row < 6 ? 56 + row : Number.NaN));
  expect(rowGroupSizes(lats, lats, limits)).toEqual([6, 6]);
  expect(rowGroupSizes(new Float64Array(24), new Float64Array(24), limits)).toEqual([8, 8, 8]);
  expect(rowGroupSizes(new Float64Array(0), new Float64Array(0), limits)).toEqual([0]);
});

it('row groups hold every row, none more than the most and none but the last less than the fewest', () => {
  const places = fc.array(fc.double({ min: -80, max: 80, noNaN: true }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(places, (values) => {
      const sizes = rowGroupSizes(Float64Array.from(values), Float64Array.from(values), limits);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(values.length);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(limits.most);
      for (const size of sizes.slice(0, -1)) expect(size).toBeGreaterThanOrEqual(limits.fewest);
    }),
    { numRuns: 100 },
  );
});
