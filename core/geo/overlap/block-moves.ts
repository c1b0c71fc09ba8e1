import type { GroundRaster } from './ground-raster.ts';
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
const minBlockCells = 120;
/** A patch must stand out from chance as clearly as this. */
const minBlockScore = 4.5;
/** Moves of patches around the move of the whole: trees stand out by metres; more cells than these cost too much. */
const radiusM = 3;
const maxRadius = 5;

/**
 * The moves of patches within the common ground of two photos, where they can be told.
 * @param whole best match of the whole photos on a grid of the same cells
 */
export function blockMoves(
  a: GroundRaster,
  b: GroundRaster,
  whole: Pick<Match, 'dCol' | 'dRow'>,
): BlockMove[] {
  const left = Math.max(a.col0, b.col0 + whole.dCol);
  const right = Math.min(a.col0 + a.cols, b.col0 + whole.dCol + b.cols);
  const bottom = Math.max(a.row0, b.row0 + whole.dRow);
  const top = Math.min(a.row0 + a.rows, b.row0 + whole.dRow + b.rows);
  const cols = Math.floor((right - left) / blocksPerSide);
  const rows = Math.floor((top - bottom) / blocksPerSide);
  const search = {
    radius: Math.max(2, Math.min(maxRadius, Math.round(radiusM / a.cellM))),
    startCol: whole.dCol,
    startRow: whole.dRow,
    minCells: minBlockCells,
  };
  const moves: BlockMove[] = [];
  for (let i = 0; i < blocksPerSide * blocksPerSide; i++) {
    const window = {
      col0: left + (i % blocksPerSide) * cols,
      row0: bottom + Math.floor(i / blocksPerSide) * rows,
      cols,
      rows,
    };
    const match = bestMatch(a, b, { ...search, window });
    if (match === undefined || match.score < minBlockScore || isAtEdge(match, search)) continue;
    const { dCol, dRow } = refine(a, b, match, window);
    moves.push({
      eastM: (window.col0 + cols / 2) * a.cellM,
      northM: (window.row0 + rows / 2) * a.cellM,
      dEastM: dCol * a.cellM,
      dNorthM: dRow * a.cellM,
    });
  }
  return moves;
}

/** A best move at the edge of the search is the flank of something else. */
function isAtEdge(match: Match, search: { radius: number; startCol: number; startRow: number }): boolean {
  return (
    Math.abs(match.dCol - search.startCol) === search.radius ||
    Math.abs(match.dRow - search.startRow) === search.radius
  );
}
