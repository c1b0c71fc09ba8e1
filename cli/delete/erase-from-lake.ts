import { forgetRetired, parseCommit } from '#core/lake/commit.ts';
import { commitsPrefix, dataPrefix, monthOfCommit } from '#core/lake/keys.ts';
import { lakeTables } from '#core/lake/schema.ts';
import { changeMonth, type Lake, readCommit } from '#platform/lake/lake.ts';
import { replaceRows } from '#platform/lake/replace-rows.ts';

const nothing = Object.fromEntries(lakeTables.map(({ name }) => [name, []]));

export interface Erasure {
  /** A flight and its runs. */
  readonly owners: readonly string[];
  readonly dryRun: boolean;
  /** Deletes an object for good. */
  readonly purge: (key: string) => Promise<unknown>;
}

/**
 * Takes the rows of some owners out of every month of the lake, and with them the files that they stood in: a question
 * that is being answered from those files this moment fails and has to be asked again.
 * @returns files that held rows of theirs
 */
export async function eraseFromLake(lake: Lake, { owners, dryRun, purge }: Erasure): Promise<number> {
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
    if (!dryRun) await purgeRetired(lake, month, { owners, purge });
  }
  return files;
}

/**
 * Deletes files of a month that nobody reads any more and that held rows of the owners: replaced ones, and those that were
 * never committed because their writer died.
 */
async function purgeRetired(
  lake: Lake,
  month: string,
  { owners, purge }: Pick<Erasure, 'owners' | 'purge'>,
): Promise<void> {
  const { commit } = await readCommit(lake, month);
  const keys = new Set(commit.retired.map(({ key }) => key));
  for (const { name } of lakeTables)
    for await (const { key } of lake.objects.list(lake.bucket, dataPrefix(name, month))) keys.add(key);
  const read = new Set(Object.values(commit.tables).flatMap((files) => files.map(({ key }) => key)));
  const gone = [...keys].filter((key) => !read.has(key) && mayHold(key, owners));
  for (const key of gone) await purge(key);
  if (gone.length > 0) await changeMonth(lake, month, (now) => forgetRetired(now, gone));
}

/** A file is named after its owner; in a compacted one that was replaced may stand anybody's rows. */
function mayHold(key: string, owners: readonly string[]): boolean {
  const [, owner] = /([^/]+)-[0-9a-z]+\.parquet$/.exec(key) ?? [];
  return owner === 'compacted' || owners.some((other) => other === owner);
}
