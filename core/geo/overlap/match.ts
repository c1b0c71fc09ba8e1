import type { GroundRaster } from './ground-raster.ts';

/** How well two photos show the same ground when the second is moved. */
export interface Match {
  /** Move of the second photo that fits best, cells east and north. */
  readonly dCol: number;
  readonly dRow: number;
  /** Normalised cross-correlation there, -1..1. */
  readonly correlation: number;
  /** Cells that both show. */
  readonly cells: number;
  /** Correlation in its standard deviations under chance; from about 4 it is none (see `chanceScore`). */
  readonly score: number;
}

/** Cells of a grid. */
export interface Window {
  readonly col0: number;
  readonly row0: number;
  readonly cols: number;
  readonly rows: number;
}

/** Neighbouring cells of photos resemble each other: about this many make one independent sample (measured). */
const cellsPerSample = 6;
/** Fewer common cells say nothing. */
export const minCells = 300;

export interface Search {
  /** Moves looked at on each side of the start, cells. */
  readonly radius: number;
  readonly startCol?: number;
  readonly startRow?: number;
  /** Part of the first photo to compare; absent: all of it. */
  readonly window?: Window;
  readonly minCells?: number;
}

/** The best move within `radius` cells of a start, or undefined when the photos share too little ground. */
export function bestMatch(a: GroundRaster, b: GroundRaster, search: Search): Match | undefined {
  const { radius, startCol = 0, startRow = 0, window = a, minCells: least = minCells } = search;
  const unmoved = correlate(a, b, { dCol: startCol, dRow: startRow }, window).cells;
  // Small overlaps correlate by chance: a move may not win by shaking off the ground that the photos share.
  const atLeast = Math.max(least, unmoved / 2);
  const energyAt = energyLattice(a, b, { radius, startCol, startRow, window });
  let best: { dCol: number; dRow: number } | undefined;
  let bestScore = -Infinity;
  for (let row = -radius; row <= radius; row++) {
    for (let col = -radius; col <= radius; col++) {
      const { energy, cells } = energyAt(col, row);
      if (cells < atLeast) continue;
      const move = { dCol: startCol + col, dRow: startRow + row };
      const score = (product(a, b, move, window) / energy) * Math.sqrt(cells);
      if (score > bestScore) [best, bestScore] = [move, score];
    }
  }
  if (best === undefined) return undefined;
  const { correlation, cells } = correlate(a, b, best, window);
  return { ...best, correlation, cells, score: correlation * Math.sqrt(cells / cellsPerSample) };
}

/** Moves between two exact values of the energies. */
const latticeStep = 4;

/**
 * Energies and counts of the common cells as a function of the move. They change slowly with it: they are taken on a
 * lattice and interpolated, so that every move costs one product only.
 */
function energyLattice(
  a: GroundRaster,
  b: GroundRaster,
  { radius, startCol, startRow, window }: Required<Omit<Search, 'minCells'>>,
): (col: number, row: number) => { readonly energy: number; readonly cells: number } {
  const side = Math.ceil((2 * radius) / latticeStep) + 1;
  const energies = new Float64Array(side * side);
  const counts = new Float64Array(side * side);
  for (let i = 0; i < side * side; i++) {
    const dCol = startCol - radius + (i % side) * latticeStep;
    const dRow = startRow - radius + Math.floor(i / side) * latticeStep;
    const { size, cells } = correlate(a, b, { dCol, dRow }, window);
    energies[i] = size;
    counts[i] = cells;
  }
  return (col, row) => {
    const x = (col + radius) / latticeStep;
    const y = (row + radius) / latticeStep;
    const left = Math.min(side - 2, Math.floor(x));
    const below = Math.min(side - 2, Math.floor(y));
    const at = below * side + left;
    const mix = (values: Float64Array): number => {
      const first = values[at]! + (values[at + 1]! - values[at]!) * (x - left);
      const second = values[at + side]! + (values[at + side + 1]! - values[at + side]!) * (x - left);
      return first + (second - first) * (y - below);
    };
    return { energy: Math.max(1e-9, mix(energies)), cells: mix(counts) };
  };
}

interface Move {
  readonly dCol: number;
  readonly dRow: number;
}

/** The cells of the window that both photos' rasters cover, the second one moved. */
function commonCells(a: GroundRaster, b: GroundRaster, { dCol, dRow }: Move, window: Window) {
  return {
    left: Math.max(a.col0, b.col0 + dCol, window.col0),
    right: Math.min(a.col0 + a.cols, b.col0 + dCol + b.cols, window.col0 + window.cols),
    bottom: Math.max(a.row0, b.row0 + dRow, window.row0),
    top: Math.min(a.row0 + a.rows, b.row0 + dRow + b.rows, window.row0 + window.rows),
  };
}

/** Sum of the products of the common cells; values outside the photos are 0 and add nothing. */
function product(a: GroundRaster, b: GroundRaster, move: Move, window: Window): number {
  const { left, right, bottom, top } = commonCells(a, b, move, window);
  const valuesA = a.values;
  const valuesB = b.values;
  let sum = 0;
  for (let row = bottom; row < top; row++) {
    const rowA = row - a.row0;
    const rowB = row - move.dRow - b.row0;
    const shift = b.col0 + move.dCol;
    const first = Math.max(left, a.col0 + a.starts[rowA]!, shift + b.starts[rowB]!);
    const count = Math.min(right, a.col0 + a.ends[rowA]!, shift + b.ends[rowB]!) - first;
    const atA = rowA * a.cols + first - a.col0;
    const atB = rowB * b.cols + first - shift;
    for (let i = 0; i < count; i++) sum += valuesA[atA + i]! * valuesB[atB + i]!;
  }
  return sum;
}

/** Normalised cross-correlation over the cells that both show, the second photo moved by whole cells. */
export function correlate(
  a: GroundRaster,
  b: GroundRaster,
  move: Move,
  window: Window,
): { readonly correlation: number; readonly cells: number; readonly size: number } {
  const { left, right, bottom, top } = commonCells(a, b, move, window);
  let [both, squareA, squareB, cells] = [0, 0, 0, 0];
  for (let row = bottom; row < top; row++) {
    const atA = (row - a.row0) * a.cols + left - a.col0;
    const atB = (row - move.dRow - b.row0) * b.cols + left - move.dCol - b.col0;
    for (let i = 0; i < right - left; i++) {
      const common = a.mask[atA + i]! & b.mask[atB + i]!;
      const valueA = a.values[atA + i]! * common;
      const valueB = b.values[atB + i]! * common;
      both += valueA * valueB;
      squareA += valueA * valueA;
      squareB += valueB * valueB;
      cells += common;
    }
  }
  const size = Math.sqrt(squareA * squareB);
  return { correlation: size > 0 ? both / size : 0, cells, size };
}

/** Scores below are what the best of some hundred moves reaches by chance. */
export const chanceScore = 3.6;

/** Logarithm of the odds that a match is none of chance, from its score: half the square above chance. */
export function matchEvidence(match: Match | undefined): number {
  const score = match?.score ?? 0;
  return score <= chanceScore ? 0 : (score * score - chanceScore * chanceScore) / 2;
}

/** The best move with fractions: the vertex of the parabola through the neighbours on each axis. */
export function refine(
  a: GroundRaster,
  b: GroundRaster,
  match: Match,
  window: Window,
): { dCol: number; dRow: number } {
  const at = (col: number, row: number) =>
    correlate(a, b, { dCol: match.dCol + col, dRow: match.dRow + row }, window).correlation;
  return {
    dCol: match.dCol + vertex(at(-1, 0), match.correlation, at(1, 0)),
    dRow: match.dRow + vertex(at(0, -1), match.correlation, at(0, 1)),
  };
}

function vertex(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after;
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
}
