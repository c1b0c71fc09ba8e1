import { z } from 'zod';
import { bins } from './confidence-bins.ts';

/** How pieces of ground differ, in as few numbers for a large flight as for a small one. */
export const cellMomentsSchema = z.strictObject({
  /** Pieces of ground. */
  count: z.int(),
  /** Sums over them of the product of their tiles in bin i and in bin j <= i: a lower triangle, row by row. */
  products: z.array(z.number()).length((bins * (bins + 1)) / 2),
});
export type CellMoments = z.infer<typeof cellMomentsSchema>;

/** The moments of pieces of ground, each given by its tiles in each bin. */
export function momentsOf(cells: readonly (readonly number[])[]): CellMoments {
  const products: number[] = [];
  for (let i = 0; i < bins; i++)
    for (let j = 0; j <= i; j++) products.push(cells.reduce((sum, cell) => sum + cell[i]! * cell[j]!, 0));
  return { count: cells.length, products };
}

/**
 * The variance of a linear figure of a flight's counts, found from how it differs between its pieces of ground: the sum of its
 * squares over them times count / (count - 1). The figure has to be 0 of the whole flight, as the residuals of a ratio are.
 * Source: Cochran 1977, Sampling Techniques, 3rd ed., 2.11 (ratio estimator over clusters).
 * @param weights of each bin
 */
export function varianceOf({ count, products }: CellMoments, weights: readonly number[]): number {
  let squares = 0;
  let at = 0;
  for (let i = 0; i < bins; i++)
    for (let j = 0; j <= i; j++) squares += products[at++]! * weights[i]! * weights[j]! * (i === j ? 1 : 2);
  return (Math.max(0, squares) * count) / (count - 1);
}
