import { cellIdOf } from '../lake/coverage.ts';
import { bins, countBins } from './confidence-bins.ts';

/** A tile as far as its confidence is counted. */
export interface CountedTile {
  readonly confidence: number;
  /** Absent: nobody knows where its photo was taken. */
  readonly lat?: number;
  readonly lon?: number;
}

/** Counts the tiles of a flight by the piece of ground that they show. */
export interface GroundCounter {
  /** The tiles of one photo; photos come in the order in which they were taken. */
  add(tiles: readonly CountedTile[]): void;
  /** Tiles by bin of each piece of ground that was seen. */
  cells(): number[][];
}

/** Photos in a row that show the same ground where each overlaps the next by 80 %. */
const photosOfOnePlace = 5;

/**
 * A counter of nothing yet. Pieces of ground are the cells of the lake, 22 m wide: every view of a place falls into one, so that
 * what overlapping photos see twice is not taken for two places. Blocks of dependent data must be wider than what makes
 * neighbours alike (Lahiri 2003, Resampling Methods for Dependent Data, 12.3): stands and bushes are. Of photos without a place
 * five in a row count as one piece.
 */
export function countByGround(): GroundCounter {
  const counts = new Map<string, number[]>();
  let photo = 0;
  return {
    add(tiles) {
      const unplaced = `unplaced ${Math.floor(photo++ / photosOfOnePlace)}`;
      const byCell = Map.groupBy(tiles, ({ lat, lon }) =>
        lat === undefined || lon === undefined ? unplaced : cellIdOf(lat, lon),
      );
      for (const [cell, own] of byCell) {
        const sums = counts.get(cell) ?? Array.from({ length: bins }, () => 0);
        for (const [bin, count] of countBins(own.map(({ confidence }) => confidence)).entries())
          sums[bin]! += count;
        counts.set(cell, sums);
      }
    },
    cells: () => [...counts.values()],
  };
}
