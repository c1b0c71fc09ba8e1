import { UmbelError } from '#core/errors.ts';
import { type LakeCommit, type LakeFile, swapFiles } from '#core/lake/commit.ts';
import { compactionGroups, type CompactionGroup } from '#core/lake/compaction.ts';
import { tableOf } from '#core/lake/schema.ts';
import { changeMonth, type Lake, newFile, readCommit } from './lake.ts';
import { readFile } from './read-file.ts';

/** What a compaction did. */
export interface Compaction {
  readonly filesBefore: number;
  readonly filesAfter: number;
}

/**
 * Puts small files of a month together. Other writers may be at work meanwhile: a group of which a file was replaced by
 * then stays as it is, and so does one with a file that cannot be read. Former files stay for readers; `sweepMonth` deletes them.
 */
export async function compactMonth(
  lake: Lake,
  month: string,
  options: { readonly fewest?: number; readonly mostRows?: number } = {},
): Promise<Compaction> {
  const { commit } = await readCommit(lake, month);
  for (const group of compactionGroups(commit, options)) await compact(lake, month, group);
  const { commit: after } = await readCommit(lake, month);
  return { filesBefore: filesOf(commit), filesAfter: filesOf(after) };
}

function filesOf({ tables }: LakeCommit): number {
  return Object.values(tables).reduce((sum, files) => sum + files.length, 0);
}

async function compact(lake: Lake, month: string, { table, files }: CompactionGroup): Promise<void> {
  const added = await joined(lake, month, { table, files }).catch((error: unknown) => {
    // Left as it is: queries and `umbel lake repair` name the file that is damaged or gone.
    if (error instanceof UmbelError && unreadable.has(error.code)) return undefined;
    throw error;
  });
  if (added === undefined) return;
  const removed = files.map(({ key }) => key);
  // Undefined when a run was written again meanwhile: its former rows must not come back.
  await changeMonth(lake, month, (commit) =>
    swapFiles(commit, { table, removed, added: [added], at: lake.clock.now() }),
  );
}

const unreadable: ReadonlySet<string> = new Set(['lake.file-corrupt', 'lake.file-missing']);

async function joined(lake: Lake, month: string, { table: name, files }: CompactionGroup): Promise<LakeFile> {
  const table = tableOf(name);
  const owners = [...new Set(files.flatMap((file) => file.owners))];
  const sortedRows = files.reduce((sum, { rows }) => sum + rows, 0);
  const writer = newFile(lake, { table, month, name: 'compacted', owners, sortedRows });
  try {
    for (const { key } of files) {
      for await (const rows of readFile(lake.objects, table, { bucket: lake.bucket, key }))
        await writer.add(rows);
    }
    return await writer.close();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}
