import { expiredFiles, forgetRetired } from '#core/lake/commit.ts';
import { dataPrefix, writtenAtMs } from '#core/lake/keys.ts';
import { lakeTables } from '#core/lake/schema.ts';
import { changeMonth, type Lake, readCommit } from './lake.ts';

/** Readers that began before a file was replaced have this long to end: Athena lets a query run for half an hour. */
const graceMs = 24 * 3600 * 1000;

/**
 * Deletes the files of a month that were replaced a day ago, and those that were written then and never committed: their
 * writer died.
 * @returns how many
 */
export async function sweepMonth(lake: Lake, month: string): Promise<number> {
  const before = new Date(lake.clock.now().getTime() - graceMs);
  const { commit } = await readCommit(lake, month);
  const expired = expiredFiles(commit, before);
  const known = new Set([
    ...Object.values(commit.tables).flatMap((files) => files.map(({ key }) => key)),
    ...commit.retired.map(({ key }) => key),
  ]);
  const lost: string[] = [];
  for (const { name } of lakeTables) {
    for await (const { key } of lake.objects.list(lake.bucket, dataPrefix(name, month))) {
      const writtenMs = writtenAtMs(key);
      if (!known.has(key) && writtenMs !== undefined && writtenMs < before.getTime()) lost.push(key);
    }
  }
  for (const key of [...expired, ...lost]) await lake.objects.delete({ bucket: lake.bucket, key });
  if (expired.length > 0) await changeMonth(lake, month, (now) => forgetRetired(now, expired));
  return expired.length + lost.length;
}
