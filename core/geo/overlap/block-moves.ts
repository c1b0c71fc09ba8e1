import type { Window } from './correlate.ts';
import type { GroundPyramid } from './ground-raster.ts';
import { bestMatch, refine, type Match } from './match.ts';

/** A patch of ground that two photos show at different places. */
export interface BlockMove {
  /** Middle of the patch as the first photo places it, metres east and north. */
  readonly eastM: number;
  readonly northM: number;
  /** Place by the first photo minus place by the second, metres. */
  readonly dEastM: number;
  readonly dNorthM: number;
}

/** Patches along each side of the common ground. */
const blocksPerSide = 3;
/** Middle cells that a patch must have at least. */
const minBlockCells = 30;
/** A patch must stand out from chance as clearly as this. */
const minBlockScore = 4.5;
/** Moves of patches around the move of the whole: trees stand out by metres; more cells than these cost too much. */
const radiusM = 3;
const maxRadius = 3;
/** Around twice the move in middle cells, fine cells. */
const fineRadius = 1;

/**
 * The moves of patches within the common ground of two photos, where they can be told: looked for in middle cells,
 * settled in fine ones.
 * @param whole best match of the whole photos, middle cells
 */
export function blockMoves(
  a: GroundPyramid,
  b: GroundPyramid,
  whole: Pick<Match, 'dCol' | 'dRow'>,
): BlockMove[] {
  const radius = Math.max(2, Math.min(maxRadius, Math.round(radiusM / a.middle.cellM)));
  const rough = { radius, startCol: whole.dCol, startRow: whole.dRow, minCells: minBlockCells };
  const moves: BlockMove[] = [];
  for (const window of blocksOf(a, b, whole)) {
    const seen = bestMatch(a.middle, b.middle, { ...rough, window });
    if (seen === undefined || isAtEdge(seen, rough)) continue;
    const fineWindow = {
      col0: 2 * window.col0,
      row0: 2 * window.row0,
      cols: 2 * window.cols,
      rows: 2 * window.rows,
    };
    const close = {
      radius: fineRadius,
      startCol: 2 * seen.dCol,
      startRow: 2 * seen.dRow,
      minCells: 4 * minBlockCells,
    };
    const match = bestMatch(a.fine, b.fine, { ...close, window: fineWindow });
    if (match === undefined || match.score < minBlockScore) continue;
    const { dCol, dRow } = refine(a.fine, b.fine, match, fineWindow);
    const { cellM } = a.fine;
    moves.push({
      eastM: (fineWindow.col0 + window.cols) * cellM,
      northM: (fineWindow.row0 + window.rows) * cellM,
      dEastM: dCol * cellM,
      dNorthM: dRow * cellM,
    });
  }
  return moves;
}

/** The common ground in equal parts, middle cells. */
function blocksOf(
  { middle: a }: GroundPyramid,
  { middle: b }: GroundPyramid,
  whole: Pick<Match, 'dCol' | 'dRow'>,
): Window[] {
  const left = Math.max(a.col0, b.col0 + whole.dCol);
  const right = Math.min(a.col0 + a.cols, b.col0 + whole.dCol + b.cols);
  const bottom = Math.max(a.row0, b.row0 + whole.dRow);
  const top = Math.min(a.row0 + a.rows, b.row0 + whole.dRow + b.rows);
  const cols = Math.floor((right - left) / blocksPerSide);
  const rows = Math.floor((top - bottom) / blocksPerSide);
  return Array.from({ length: blocksPerSide * blocksPerSide }, (_, i) => ({
    col0: left + (i % blocksPerSide) * cols,
    row0: bottom + Math.floor(i / blocksPerSide) * rows,
    cols,
    rows,
  }));
}

/** A best move at the edge of the search is the flank of something else. */
function isAtEdge(match: Match, search: { radius: number; startCol: number; startRow: number }): boolean {
  return (
    Math.abs(match.dCol - search.startCol) === search.radius ||
    Math.abs(match.dRow - search.startRow) === search.radius
  );
}
