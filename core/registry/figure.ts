/**
 * A measured number as it is kept: nine digits, and 0 for what is smaller than a trillionth. A table's numbers end at
 * 1e-130, p-values do not.
 */
export function figure(value: number): number {
  return Math.abs(value) < 1e-12 ? 0 : Number(value.toPrecision(9));
}
