import type { Answer, PhotoTilesResult } from '../api/operations.generated.ts';

export type PhotoTiles = NonNullable<PhotoTilesResult['photoTiles']>;

/** What a person says of each cell; cells without an entry have not been touched. */
export type Marks = ReadonlyMap<number, Answer>;

/** An answer that is to be sent for a cell. */
export interface CellAnswer {
  readonly index: number;
  readonly answer: Answer;
  readonly expectedVersion: number;
}

/** The standing answers on the cells of a photo. */
export function standingMarks({ labels }: Pick<PhotoTiles, 'labels'>): Map<number, Answer> {
  return new Map(labels.map(({ index, answer }) => [index, answer]));
}

/** The marks after one press on a cell: hogweed, or not any more. */
export function toggleHogweed(marks: Marks, index: number): Marks {
  return new Map(marks).set(index, marks.get(index) === 'HOGWEED' ? 'NOT_HOGWEED' : 'HOGWEED');
}

/** The marks after "unsure" on a cell, or taking that back. */
export function toggleUnsure(marks: Marks, index: number): Marks {
  return new Map(marks).set(index, marks.get(index) === 'UNSURE' ? 'NOT_HOGWEED' : 'UNSURE');
}

/** How cells lie over their photo. */
export type CellPlan = Pick<
  PhotoTiles,
  'cols' | 'rows' | 'leftsPx' | 'topsPx' | 'tileWidthPx' | 'tileHeightPx'
>;

/** Whether some cells lie over each other: then one plant may stand in up to four of them. */
export function hasOverlap({ leftsPx, topsPx, tileWidthPx, tileHeightPx }: CellPlan): boolean {
  return overlaps(leftsPx, tileWidthPx) || overlaps(topsPx, tileHeightPx);
}

function overlaps(starts: readonly number[], size: number): boolean {
  return starts.some((start, i) => i > 0 && start < starts[i - 1]! + size);
}

/**
 * The cells that lie over a cell with hogweed, or over one that a person is unsure of. The plant may stand in the strip
 * that they share, and nobody said in which cells it is: to call them empty would teach the model that it is none.
 */
export function besideMarked(tiles: CellPlan, marks: Marks): Set<number> {
  const { cols, leftsPx, topsPx, tileWidthPx, tileHeightPx } = tiles;
  const beside = new Set<number>();
  for (const [index, answer] of marks) {
    if (answer !== 'HOGWEED' && answer !== 'UNSURE') continue;
    const left = leftsPx[index % cols]!;
    const top = topsPx[Math.floor(index / cols)]!;
    topsPx.forEach((otherTop, row) => {
      if (Math.abs(otherTop - top) >= tileHeightPx) return;
      leftsPx.forEach((otherLeft, col) => {
        if (Math.abs(otherLeft - left) < tileWidthPx) beside.add(row * cols + col);
      });
    });
  }
  return beside;
}

/** Where the lines of one plain grid run: halfway through the strip that two neighbours share. */
export function gridLines(startsPx: readonly number[], sizePx: number): number[] {
  return startsPx.slice(1).map((start, i) => (start + startsPx[i]! + sizePx) / 2);
}

/**
 * The answers to send: what differs from what stands already.
 * @param rest whether every untouched cell is said to hold no hogweed, but for those that overlap a marked one
 */
export function answersToSend(
  tiles: Pick<PhotoTiles, 'labels'> & CellPlan,
  marks: Marks,
  rest: boolean,
): CellAnswer[] {
  const standing = standingMarks(tiles);
  const beside = rest ? besideMarked(tiles, marks) : new Set<number>();
  const versions = new Map(tiles.labels.map(({ index, version }) => [index, version]));
  return Array.from({ length: tiles.cols * tiles.rows }, (_, index) => index).flatMap((index) => {
    const answer = marks.get(index) ?? (rest && !beside.has(index) ? 'NOT_HOGWEED' : undefined);
    if (answer === undefined || answer === standing.get(index)) return [];
    return [{ index, answer, expectedVersion: versions.get(index) ?? 0 }];
  });
}

/** The cell that an arrow leads to from another; the same one at an edge. */
export function neighbourCell(
  index: number,
  key: string,
  { cols, rows }: { readonly cols: number; readonly rows: number },
): number {
  const col = index % cols;
  const row = Math.floor(index / cols);
  if (key === 'ArrowLeft') return col > 0 ? index - 1 : index;
  if (key === 'ArrowRight') return col < cols - 1 ? index + 1 : index;
  if (key === 'ArrowUp') return row > 0 ? index - cols : index;
  if (key === 'ArrowDown') return row < rows - 1 ? index + cols : index;
  return index;
}
