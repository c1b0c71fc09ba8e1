import { parseCommit } from '#core/lake/commit.ts';
import { commitsPrefix, monthOfCommit } from '#core/lake/keys.ts';
import { lakeTables } from '#core/lake/schema.ts';
import type { Lake } from '#platform/lake/lake.ts';
import { replaceRows } from '#platform/lake/replace-rows.ts';

const nothing = Object.fromEntries(lakeTables.map(({ name }) => [name, []]));

/**
 * Takes the rows of some owners (a flight, its runs) out of every month of the lake. The files themselves go with the next
 * compaction: until then readers of a former version may be at them.
 * @returns files that held rows of theirs
 */
export async function eraseFromLake(lake: Lake, owners: readonly string[], dryRun: boolean): Promise<number> {
  let files = 0;
  for await (const { key } of lake.objects.list(lake.bucket, commitsPrefix)) {
    const month = monthOfCommit(key);
    if (month === undefined) continue;
    const text = new TextDecoder().decode(await lake.objects.get({ bucket: lake.bucket, key }));
    const held = Object.values(parseCommit(text, key).tables).flat();
    for (const owner of owners) {
      const count = held.filter((file) => file.owners.includes(owner)).length;
      files += count;
      if (count > 0 && !dryRun) await replaceRows(lake, { month, owner, files: nothing });
    }
  }
  return files;
}
