import type { GroundRaster } from './ground-raster.ts';
import { commonCells, correlate, product, type Move, type Window } from './correlate.ts';

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

/** Neighbouring cells of photos resemble each other: about this many make one independent sample (measured). */
const cellsPerSample = 6;
/** Fewer common cells say nothing. */
export const minCells = 300;

export interface Search {
  /** Moves looked at on each side of the start, cells. */
  readonly radius: number;
  /** Cells from one move to the next; default 1. */
  readonly step?: number;
  readonly startCol?: number;
  readonly startRow?: number;
  /** Part of the first photo to compare; absent: all of it. */
  readonly window?: Window;
  readonly minCells?: number;
}

/** The best move within `radius` cells of a start, or undefined when the photos share too little ground. */
export function bestMatch(a: GroundRaster, b: GroundRaster, search: Search): Match | undefined {
  const { radius, step = 1, startCol = 0, startRow = 0, window = a, minCells: least = minCells } = search;
  const start = { dCol: startCol, dRow: startRow };
  // Small overlaps correlate by chance: a move may not win by shaking off the ground that the photos share.
  const atLeast = Math.max(least, commonCells(a, b, start, window) / 2);
  const energyAt = energyLattice(a, b, { radius, startCol, startRow, window });
  let best: Move | undefined;
  let bestScore = -Infinity;
  for (let row = -radius; row <= radius; row += step) {
    for (let col = -radius; col <= radius; col += step) {
      const { energy, cells } = energyAt(col, row);
      if (cells < atLeast) continue;
      const move = { dCol: startCol + col, dRow: startRow + row };
      const score = (product(a, b, move, window) / energy) * Math.sqrt(cells);
      if (score > bestScore) [best, bestScore] = [move, score];
    }
  }
  return best === undefined ? undefined : matchAt(a, b, best, window);
}

/** The match at a move. */
function matchAt(a: GroundRaster, b: GroundRaster, move: Move, window: Window): Match {
  const { correlation, cells } = correlate(a, b, move, window);
  return { ...move, correlation, cells, score: correlation * Math.sqrt(cells / cellsPerSample) };
}

/** Moves between two exact values of the energies. */
const latticeStep = 5;

/**
 * Energies and counts of the common cells as a function of the move. They change slowly with it: they are taken on a
 * lattice and interpolated, so that every move costs one product only.
 */
function energyLattice(
  a: GroundRaster,
  b: GroundRaster,
  { radius, startCol, startRow, window }: Required<Omit<Search, 'minCells' | 'step'>>,
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
