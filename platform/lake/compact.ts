import { expiredFiles, forgetRetired, type LakeCommit, swapFiles } from '#core/lake/commit.ts';
import { compactionGroups, type CompactionGroup } from '#core/lake/compaction.ts';
import { tableOf } from '#core/lake/schema.ts';
import { changeMonth, type Lake, newFile, readCommit } from './lake.ts';
import { readFile } from './read-file.ts';

/** What a tidying did. */
export interface Tidied {
  readonly filesBefore: number;
  readonly filesAfter: number;
  /** Files deleted that were replaced long ago. */
  readonly deleted: number;
}

/** Readers that began before a file was replaced have this long to end: twice what Athena lets a query run, and more. */
const graceMs = 24 * 3600 * 1000;

/** Puts small files of a month together and deletes what was replaced a day ago. Other writers may be at work meanwhile. */
export async function tidyMonth(
  lake: Lake,
  month: string,
  options: { readonly fewest?: number; readonly mostRows?: number } = {},
): Promise<Tidied> {
  const { commit } = await readCommit(lake, month);
  for (const group of compactionGroups(commit, options)) await compact(lake, month, group);
  const deleted = await deleteExpired(lake, month);
  const { commit: after } = await readCommit(lake, month);
  return { filesBefore: filesOf(commit), filesAfter: filesOf(after), deleted };
}

function filesOf({ tables }: LakeCommit): number {
  return Object.values(tables).reduce((sum, files) => sum + files.length, 0);
}

async function compact(lake: Lake, month: string, { table: name, files }: CompactionGroup): Promise<void> {
  const table = tableOf(name);
  const owners = [...new Set(files.flatMap((file) => file.owners))];
  const sortedRows = files.reduce((sum, { rows }) => sum + rows, 0);
  const writer = newFile(lake, { table, month, name: 'compacted', owners, sortedRows });
  for (const { key } of files) {
    for await (const rows of readFile(lake.objects, table, { bucket: lake.bucket, key }))
      await writer.add(rows);
  }
  const added = await writer.close();
  const removed = files.map(({ key }) => key);
  const isDone = await changeMonth(lake, month, (commit) =>
    swapFiles(commit, { table: name, removed, added: [added], at: lake.clock.now() }),
  );
  // A run was written again meanwhile: its former rows must not come back.
  if (!isDone) await lake.objects.delete({ bucket: lake.bucket, key: added.key });
}

async function deleteExpired(lake: Lake, month: string): Promise<number> {
  const { commit } = await readCommit(lake, month);
  const expired = expiredFiles(commit, new Date(lake.clock.now().getTime() - graceMs));
  if (expired.length === 0) return 0;
  for (const key of expired) await lake.objects.delete({ bucket: lake.bucket, key });
  await changeMonth(lake, month, (now) => forgetRetired(now, expired));
  return expired.length;
}
