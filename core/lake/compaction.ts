import type { LakeCommit, LakeFile } from './commit.ts';
import { placeOrder } from './place-order.ts';
import { lakeTables, type TableName } from './schema.ts';

/** Rows of a compacted file: some 15 MB of tiles, sorted in memory by a function of 3 GB. */
export const compactedRows = 1_000_000;

/** Files that become one. */
export interface CompactionGroup {
  readonly table: TableName;
  readonly files: readonly LakeFile[];
}

/**
 * Which files of a month to put together: small ones, neighbours on the map first, up to a million rows.
 * @param fewest groups of fewer files are left alone: they would cost more than they save
 */
export function compactionGroups(
  commit: LakeCommit,
  { fewest = 8, mostRows = compactedRows } = {},
): CompactionGroup[] {
  return lakeTables.flatMap(({ name }) => {
    const small = commit.tables[name].filter(({ rows }) => rows < mostRows / 2);
    const groups: LakeFile[][] = [];
    let rows = mostRows;
    for (const file of small.toSorted((a, b) => middleOf(a) - middleOf(b) || (a.key < b.key ? -1 : 1))) {
      if (rows + file.rows > mostRows) {
        groups.push([]);
        rows = 0;
      }
      groups.at(-1)!.push(file);
      rows += file.rows;
    }
    return groups
      .filter((files) => files.length >= Math.max(2, fewest))
      .map((files) => ({ table: name, files }));
  });
}

function middleOf({ box }: LakeFile): number {
  return box === undefined ? 0 : placeOrder((box[1] + box[3]) / 2, (box[0] + box[2]) / 2);
}
