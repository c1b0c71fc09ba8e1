import { createRandom } from '../random.ts';

/** Smooth noise on a square that repeats: random values on a lattice, blended with the smoothstep curve. */
export interface PeriodicField {
  /** Lattice points along a side. */
  readonly cells: number;
  readonly values: Float32Array;
}

/** A field with values in [0, 1). */
export function makeField(seed: number, cells: number): PeriodicField {
  const random = createRandom(seed);
  return { cells, values: Float32Array.from({ length: cells * cells }, () => random.next()) };
}

/** The field at (x, y) in lattice units; both must not be negative. */
export function fieldAt(field: PeriodicField, x: number, y: number): number {
  const { cells, values } = field;
  const x0 = x | 0;
  const y0 = y | 0;
  const fx = x - x0;
  const fy = y - y0;
  const sx = fx * fx * (3 - 2 * fx);
  const sy = fy * fy * (3 - 2 * fy);
  const left = x0 % cells;
  const right = (x0 + 1) % cells;
  const above = (y0 % cells) * cells;
  const below = ((y0 + 1) % cells) * cells;
  const high = values[above + left]! + (values[above + right]! - values[above + left]!) * sx;
  const low = values[below + left]! + (values[below + right]! - values[below + left]!) * sx;
  return high + (low - high) * sy;
}

/** Octaves of edge noise: lattice points along the side, and weight. */
const edgeOctaves = [
  [12, 0.2],
  [27, 0.22],
  [61, 0.22],
  [137, 0.2],
  [290, 0.16],
] as const;

/** A repeating square of noise bytes, 0..255, that makes the borders between ground covers ragged. */
export function makeEdgeNoise(seed: number, sizePx: number): Uint8Array {
  const noise = new Uint8Array(sizePx * sizePx);
  const fields = edgeOctaves.map(([cells, weight]) => ({ field: makeField(seed + cells, cells), weight }));
  for (let row = 0; row < sizePx; row++) {
    for (let column = 0; column < sizePx; column++) {
      let value = 0;
      for (const { field, weight } of fields) {
        value += weight * fieldAt(field, (column / sizePx) * field.cells, (row / sizePx) * field.cells);
      }
      // Sums of noise crowd around one half: stretch them over the byte.
      noise[row * sizePx + column] = Math.max(
        0,
        Math.min(255, Math.round(((value - 0.5) * 2.1 + 0.5) * 255)),
      );
    }
  }
  return noise;
}
