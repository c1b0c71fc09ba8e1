import type { GroundGrid } from './ground-raster.ts';

/** Value of a contrast of one standard deviation. Three fit into a byte; more is cut. */
export const contrastUnit = 40;

/** Cells on each side over which the contrast is taken: what is larger (light, shadow of clouds) is not compared. */
const radius = 6;
/** Grey levels below which a difference is noise. */
const noiseGrey = 5;

/**
 * Difference of every cell to the mean of its surroundings in their standard deviations: light and season fall out.
 * @param grey 0 outside of the grid's runs
 * @returns in `contrastUnit`; 0 outside of the runs
 */
export function localContrast(grid: GroundGrid, grey: Uint8Array): Int8Array {
  const { cols, rows, starts, ends } = grid;
  const contrast = new Int8Array(cols * rows);
  const window = columnSums(cols);
  for (let row = -radius; row < rows; row++) {
    if (row + radius < rows) addRow(window, grid, grey, { row: row + radius, sign: 1 });
    if (row - radius - 1 >= 0) addRow(window, grid, grey, { row: row - radius - 1, sign: -1 });
    if (row < 0) continue;
    let [count, sum, squares] = [0, 0, 0];
    const [first, end] = [starts[row]!, ends[row]!];
    for (let col = Math.max(0, first - radius); col < end + radius; col++) {
      if (col < cols) {
        count += window.counts[col]!;
        sum += window.sums[col]!;
        squares += window.squares[col]!;
      }
      const middle = col - radius;
      if (middle < first) continue;
      const at = row * cols + middle;
      const mean = sum / count;
      const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
      const value = (contrastUnit * (grey[at]! - mean)) / (deviation + noiseGrey);
      contrast[at] = Math.max(-127, Math.min(127, Math.round(value)));
      const gone = middle - radius;
      if (gone < 0) continue;
      count -= window.counts[gone]!;
      sum -= window.sums[gone]!;
      squares -= window.squares[gone]!;
    }
  }
  return contrast;
}

/** Per column: number, sum and sum of squares of the cells within the rows around the current one. */
interface ColumnSums {
  readonly counts: Int32Array;
  readonly sums: Int32Array;
  readonly squares: Int32Array;
}

function columnSums(cols: number): ColumnSums {
  return { counts: new Int32Array(cols), sums: new Int32Array(cols), squares: new Int32Array(cols) };
}

/** Adds a row to the sums, or takes it off. */
function addRow(
  { counts, sums, squares }: ColumnSums,
  { cols, starts, ends }: GroundGrid,
  grey: Uint8Array,
  { row, sign }: { readonly row: number; readonly sign: 1 | -1 },
): void {
  for (let col = starts[row]!; col < ends[row]!; col++) {
    const value = grey[row * cols + col]!;
    counts[col]! += sign;
    sums[col]! += sign * value;
    squares[col]! += sign * value * value;
  }
}
