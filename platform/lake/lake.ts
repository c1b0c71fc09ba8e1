import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { UmbelError } from '#core/errors.ts';
import { emptyCommit, type LakeCommit, type LakeFile, parseCommit } from '#core/lake/commit.ts';
import { commitKey, commitsPrefix, dataKey, monthOfCommit, symlinkKey } from '#core/lake/keys.ts';
import { lakeSchemaVersion, lakeTables, type LakeTable } from '#core/lake/schema.ts';
import { isObjectNotFound } from '../object-errors.ts';
import type { Clock, ObjectStore } from '../ports.ts';
import { tableWriter, type TableWriter } from './table-writer.ts';

/** Where the lake is. */
export interface Lake {
  readonly objects: ObjectStore;
  readonly bucket: string;
  readonly clock: Clock;
}

/** Writes rows of one owner, or of several, into a new file that nobody sees before it is committed. */
export interface LakeFileWriter extends Pick<TableWriter, 'add' | 'abandon'> {
  close(): Promise<LakeFile>;
}

export interface NewFile {
  readonly table: LakeTable;
  readonly month: string;
  /** Begins the file's name, for people who look at the bucket. */
  readonly name: string;
  readonly owners: readonly string[];
  /** Rows that are sorted together; default: what keeps memory flat. */
  readonly sortedRows?: number;
}

/** A writer of a file that is not in the lake yet. */
export function newFile(lake: Lake, { table, month, name, owners, sortedRows }: NewFile): LakeFileWriter {
  // Time and chance: two writers never write the same key, and files are written once.
  const chance = randomBytes(4).toString('hex');
  const key = dataKey({ table: table.name, month, name, writtenAtMs: lake.clock.now().getTime(), chance });
  const writer = tableWriter(lake.objects, table, { bucket: lake.bucket, key }, sortedRows);
  return {
    add: (rows) => writer.add(rows),
    abandon: () => writer.abandon(),
    async close() {
      const { box, ...written } = await writer.close();
      return {
        ...written,
        schemaVersion: lakeSchemaVersion,
        owners: [...owners],
        ...(box === undefined ? {} : { box }),
      };
    },
  };
}

/** What is in a month, and the etag that a change must match; no etag: nothing yet. */
export async function readCommit(
  { objects, bucket }: Lake,
  month: string,
): Promise<{ commit: LakeCommit; etag: string | undefined }> {
  const ref = { bucket, key: commitKey(month) };
  // First the etag: if the text is newer, the conditional write fails and reads again.
  const etag = (await objects.head(ref))?.etag;
  if (etag === undefined) return { commit: emptyCommit(month), etag };
  try {
    return { commit: parseCommit(new TextDecoder().decode(await objects.get(ref)), ref.key), etag };
  } catch (error) {
    if (isObjectNotFound(error)) return { commit: emptyCommit(month), etag: undefined };
    throw error;
  }
}

/** Every month of the lake, in order. */
export async function monthsOf({ objects, bucket }: Lake): Promise<string[]> {
  const months: string[] = [];
  for await (const { key } of objects.list(bucket, commitsPrefix)) {
    const month = monthOfCommit(key);
    if (month !== undefined) months.push(month);
  }
  return months;
}

const mostTries = 200;

/**
 * Changes a month: `change` gets what is there and returns what is to be there, or undefined for "no longer". It may be
 * asked again when another writer was faster: nobody's change is lost.
 * @returns whether it was changed
 * @throws UmbelError `lake.busy` when others are faster all the time
 */
export async function changeMonth(
  lake: Lake,
  month: string,
  change: (commit: LakeCommit) => LakeCommit | undefined | Promise<LakeCommit | undefined>,
): Promise<boolean> {
  const ref = { bucket: lake.bucket, key: commitKey(month) };
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const { commit, etag } = await readCommit(lake, month);
    const changed = await change(commit);
    if (changed === undefined) return false;
    const condition = { contentType: 'application/json', former: etag };
    if ((await lake.objects.putIf(ref, JSON.stringify(changed), condition)) === 'stored') {
      await writeSymlinks(lake, changed);
      return true;
    }
    // Chance keeps two writers from meeting again and again.
    await pause(Math.random() * Math.min(1000, 20 * (attempt + 1)));
  }
  throw new UmbelError({
    code: 'lake.busy',
    kind: 'try-again',
    message: `Others write to ${ref.key} all the time.`,
    hint: 'Try again in a minute; nothing is lost.',
  });
}

/**
 * Tells Athena what is in a month. A slower writer could put an older list over a newer one, so each looks again after
 * it wrote: the last one to write leaves the newest.
 */
export async function writeSymlinks(lake: Lake, written: LakeCommit): Promise<void> {
  for (let commit = written; ;) {
    for (const { name } of lakeTables) {
      const addresses = commit.tables[name].map(({ key }) => `s3://${lake.bucket}/${key}\n`).join('');
      await lake.objects.put(
        { bucket: lake.bucket, key: symlinkKey(name, commit.month) },
        addresses,
        'text/plain',
      );
    }
    const { commit: now } = await readCommit(lake, commit.month);
    if (now.version <= commit.version) return;
    commit = now;
  }
}
