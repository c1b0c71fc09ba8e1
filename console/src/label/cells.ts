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

/**
 * The answers to send: what differs from what stands already.
 * @param rest whether every untouched cell is said to hold no hogweed
 */
export function answersToSend(
  tiles: Pick<PhotoTiles, 'labels' | 'cols' | 'rows'>,
  marks: Marks,
  rest: boolean,
): CellAnswer[] {
  const standing = standingMarks(tiles);
  const versions = new Map(tiles.labels.map(({ index, version }) => [index, version]));
  return Array.from({ length: tiles.cols * tiles.rows }, (_, index) => index).flatMap((index) => {
    const answer = marks.get(index) ?? (rest ? 'NOT_HOGWEED' : undefined);
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
