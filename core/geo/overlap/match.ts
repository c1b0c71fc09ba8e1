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

/**
 * The best move within `radius` cells of a start, or undefined when the photos share too little ground.
 * @param window of the first photo to compare; absent: all of it
 */
export function bestMatch(
  a: GroundRaster,
  b: GroundRaster,
  search: {
    readonly radius: number;
    readonly startCol?: number;
    readonly startRow?: number;
    readonly window?: Window;
    readonly minCells?: number;
  },
): Match | undefined {
  const { radius, startCol = 0, startRow = 0, window = a, minCells: least = minCells } = search;
  const unmoved = correlate(a, b, { dCol: startCol, dRow: startRow }, window).cells;
  // Small overlaps correlate by chance: a move may not win by shaking off the ground that the photos share.
  const atLeast = Math.max(least, unmoved / 2);
  let best: Match | undefined;
  for (let dRow = startRow - radius; dRow <= startRow + radius; dRow++) {
    for (let dCol = startCol - radius; dCol <= startCol + radius; dCol++) {
      const { correlation, cells } = correlate(a, b, { dCol, dRow }, window);
      if (cells < atLeast) continue;
      const score = correlation * Math.sqrt(cells / cellsPerSample);
      if (best === undefined || score > best.score) best = { dCol, dRow, correlation, cells, score };
    }
  }
  return best;
}

/** Normalised cross-correlation over the cells that both show, the second photo moved by whole cells. */
export function correlate(
  a: GroundRaster,
  b: GroundRaster,
  { dCol, dRow }: { readonly dCol: number; readonly dRow: number },
  window: Window,
): { readonly correlation: number; readonly cells: number } {
  const left = Math.max(a.col0, b.col0 + dCol, window.col0);
  const right = Math.min(a.col0 + a.cols, b.col0 + dCol + b.cols, window.col0 + window.cols);
  const bottom = Math.max(a.row0, b.row0 + dRow, window.row0);
  const top = Math.min(a.row0 + a.rows, b.row0 + dRow + b.rows, window.row0 + window.rows);
  let [both, squareA, squareB, cells] = [0, 0, 0, 0];
  for (let row = bottom; row < top; row++) {
    let atA = (row - a.row0) * a.cols + left - a.col0;
    let atB = (row - dRow - b.row0) * b.cols + left - dCol - b.col0;
    for (let col = left; col < right; col++, atA++, atB++) {
      if (a.mask[atA] === 0 || b.mask[atB] === 0) continue;
      const valueA = a.values[atA] ?? 0;
      const valueB = b.values[atB] ?? 0;
      both += valueA * valueB;
      squareA += valueA * valueA;
      squareB += valueB * valueB;
      cells++;
    }
  }
  const size = Math.sqrt(squareA * squareB);
  return { correlation: size > 0 ? both / size : 0, cells };
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
