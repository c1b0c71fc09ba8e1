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

/** Reads a field row by row, `sizePx` values over the whole side: far cheaper than point by point. */
export interface FieldReader {
  /** Fills `out` with the values at `row` of `sizePx` rows. */
  read(row: number, out: Float32Array): void;
}

/** A reader of the field shifted by (shiftX, shiftY) lattice units. */
export function fieldReader(field: PeriodicField, sizePx: number, shiftX = 0, shiftY = 0): FieldReader {
  const { cells, values } = field;
  const lefts = new Int32Array(sizePx);
  const blends = new Float32Array(sizePx);
  for (let column = 0; column < sizePx; column++) {
    const { low, blend } = latticeAt((column * cells) / sizePx + shiftX, cells);
    lefts[column] = low;
    blends[column] = blend;
  }
  // One more than the cells: the last point is the first again.
  const line = new Float32Array(cells + 1);
  return {
    read(row, out) {
      const { low, blend } = latticeAt((row * cells) / sizePx + shiftY, cells);
      const above = low * cells;
      const below = ((low + 1) % cells) * cells;
      for (let i = 0; i < cells; i++)
        line[i] = values[above + i]! + (values[below + i]! - values[above + i]!) * blend;
      line[cells] = line[0]!;
      for (let column = 0; column < sizePx; column++) {
        const left = line[lefts[column]!]!;
        out[column] = left + (line[lefts[column]! + 1]! - left) * blends[column]!;
      }
    },
  };
}

/** The lattice point at or before a place, and how far (smoothstep) it is to the next. */
function latticeAt(place: number, cells: number): { readonly low: number; readonly blend: number } {
  const wrapped = ((place % cells) + cells) % cells;
  const low = Math.min(cells - 1, Math.floor(wrapped));
  const t = wrapped - low;
  return { low, blend: t * t * (3 - 2 * t) };
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
  const noise = new Uint8Array(new SharedArrayBuffer(sizePx * sizePx));
  const readers = edgeOctaves.map(([cells]) => fieldReader(makeField(seed + cells, cells), sizePx));
  const sum = new Float32Array(sizePx);
  const line = new Float32Array(sizePx);
  for (let row = 0; row < sizePx; row++) {
    sum.fill(0);
    for (const [octave, reader] of readers.entries()) {
      const weight = edgeOctaves[octave]![1];
      reader.read(row, line);
      for (let column = 0; column < sizePx; column++) sum[column] = sum[column]! + weight * line[column]!;
    }
    // Sums of noise crowd around one half: stretch them over the byte.
    for (let column = 0; column < sizePx; column++) {
      const stretched = ((sum[column]! - 0.5) * 2.1 + 0.5) * 255;
      noise[row * sizePx + column] = Math.max(0, Math.min(255, Math.round(stretched)));
    }
  }
  return noise;
}
