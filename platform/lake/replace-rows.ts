import {
  type FilesByTable,
  type LakeCommit,
  type LakeFile,
  replaceOwner,
  sharedFiles,
  swapFiles,
} from '#core/lake/commit.ts';
import { tableOf, type TableName } from '#core/lake/schema.ts';
import { changeMonth, type Lake, newFile } from './lake.ts';
import { readFile } from './read-file.ts';

export interface Replacement {
  readonly month: string;
  /** Value of the owner column: the run, for the tables of runs. */
  readonly owner: string;
  /** New files; a table that is not named keeps the owner's rows, an empty list takes them away. */
  readonly files: FilesByTable;
}

/**
 * Puts an owner's files into the lake in place of its former rows, in one step: a reader sees all of the former rows or
 * all of the new ones, in every table.
 */
export async function replaceRows(lake: Lake, { month, owner, files }: Replacement): Promise<void> {
  await changeMonth(lake, month, async (commit) => {
    const alone = await withoutShared(lake, commit, { owner, tables: Object.keys(files) as TableName[] });
    return replaceOwner(alone, { owner, files, at: lake.clock.now() });
  });
}

/** The commit in which no file of some tables holds the owner's rows together with others'. */
async function withoutShared(
  lake: Lake,
  commit: LakeCommit,
  { owner, tables }: { readonly owner: string; readonly tables: readonly TableName[] },
): Promise<LakeCommit> {
  let alone = commit;
  for (const { table, file } of sharedFiles(commit, owner)) {
    if (!tables.includes(table)) continue;
    const added = await copyWithout(lake, { table, month: commit.month, file, owner });
    const swapped = swapFiles(alone, { table, removed: [file.key], added: [added], at: lake.clock.now() });
    if (swapped !== undefined) alone = swapped;
  }
  return alone;
}

/** A copy of a file without the rows of one owner. */
async function copyWithout(
  lake: Lake,
  { table: name, month, file, owner }: { table: TableName; month: string; file: LakeFile; owner: string },
): Promise<LakeFile> {
  const table = tableOf(name);
  const owners = file.owners.filter((other) => other !== owner);
  const writer = newFile(lake, { table, month, name: 'compacted', owners, sortedRows: file.rows });
  for await (const rows of readFile(lake.objects, table, { bucket: lake.bucket, key: file.key }))
    await writer.add(rows.filter((row) => row[table.ownerColumn] !== owner));
  return writer.close();
}
