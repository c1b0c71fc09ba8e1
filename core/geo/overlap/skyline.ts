/**
 * A symmetric matrix of which each row is kept from its first entry that is not 0 up to the diagonal. Factors have
 * entries nowhere else, so flights of thousands of photos fit: a photo is tied to few others.
 * Source: Jennings 1966, A Compact Storage Scheme for the Solution of Symmetric Linear Simultaneous Equations.
 */
export interface Skyline {
  readonly size: number;
  /** First column of each row. */
  readonly firsts: Int32Array;
  /** Where column 0 of each row would lie in `values`. */
  readonly origins: Int32Array;
  readonly values: Float64Array;
}

/** A matrix of zeros. @param firsts first column of each row that may hold an entry, at most the row itself */
export function skyline(firsts: Int32Array): Skyline {
  const origins = new Int32Array(firsts.length);
  let length = 0;
  firsts.forEach((first, row) => {
    origins[row] = length - first;
    length += row - first + 1;
  });
  return { size: firsts.length, firsts, origins, values: new Float64Array(length) };
}

/** The entry of a row and a column at or before the diagonal, within the row's own span. */
export function entry({ origins, values }: Skyline, row: number, col: number): number {
  return row >= col ? values[origins[row]! + col]! : values[origins[col]! + row]!;
}

/** Turns a positive definite matrix into its lower factor L (matrix = L times L transposed), in place. Cholesky's method. */
export function factorise({ size, firsts, origins, values }: Skyline): void {
  for (let row = 0; row < size; row++) {
    const own = origins[row]!;
    for (let col = firsts[row]!; col <= row; col++) {
      const other = origins[col]!;
      let rest = values[own + col]!;
      for (let k = Math.max(firsts[row]!, firsts[col]!); k < col; k++)
        rest -= values[own + k]! * values[other + k]!;
      values[own + col] = col === row ? Math.sqrt(rest) : rest / values[other + col]!;
    }
  }
}

/** Solves matrix times x = right side, in place. @param factor of `factorise` */
export function solveFactored({ size, firsts, origins, values }: Skyline, x: Float64Array): void {
  for (let row = 0; row < size; row++) {
    const own = origins[row]!;
    let rest = x[row]!;
    for (let k = firsts[row]!; k < row; k++) rest -= values[own + k]! * x[k]!;
    x[row] = rest / values[own + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    const own = origins[row]!;
    const solved = x[row]! / values[own + row]!;
    x[row] = solved;
    for (let k = firsts[row]!; k < row; k++) x[k]! -= values[own + k]! * solved;
  }
}

/**
 * The entries of the inverse that lie where the factor has its own: among them every variance, and the covariances of
 * what is tied. Source: Erisman and Tinney 1975, On Computing Certain Elements of the Inverse of a Sparse Matrix.
 */
export function inverseWithin(factor: Skyline): Skyline {
  const { size, origins, values } = factor;
  const inverse = skyline(factor.firsts);
  const below = rowsBelow(factor);
  for (let col = size - 1; col >= 0; col--) {
    const rows = below[col]!;
    const pivot = values[origins[col]! + col]!;
    let corner = 1 / pivot;
    for (const row of rows) {
      let sum = 0;
      for (const k of rows) sum += entry(inverse, row, k) * values[origins[k]! + col]!;
      inverse.values[origins[row]! + col] = -sum / pivot;
    }
    for (const k of rows) corner -= inverse.values[origins[k]! + col]! * values[origins[k]! + col]!;
    inverse.values[origins[col]! + col] = corner / pivot;
  }
  return inverse;
}

/** For each column the rows below the diagonal whose span holds it. */
function rowsBelow({ size, firsts }: Skyline): number[][] {
  const below: number[][] = Array.from({ length: size }, () => []);
  for (let row = 0; row < size; row++) for (let col = firsts[row]!; col < row; col++) below[col]!.push(row);
  return below;
}
