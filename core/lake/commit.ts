import { z } from 'zod';
import { UmbelError } from '../errors.ts';
import { describeZodError } from '../validation.ts';
import { lakeTables, type TableName } from './schema.ts';

const lakeFileSchema = z.strictObject({
  key: z.string(),
  rows: z.int().min(0),
  sizeBytes: z.int().min(0),
  /** CRC-32 of its bytes; absent in lists of before. */
  checksum: z.int().min(0).exactOptional(),
  /** Version of the schema that it was written with. */
  schemaVersion: z.int().min(1),
  /** Whose rows it holds: values of the table's owner column. */
  owners: z.array(z.string()),
  /** West, south, east, north of its rows, degrees; absent: no row has a place. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).exactOptional(),
});

/** A file of the lake. It never changes. */
export type LakeFile = z.infer<typeof lakeFileSchema>;

const filesByTable = Object.fromEntries(
  lakeTables.map(({ name }) => [name, z.array(lakeFileSchema).default([])]),
) as Record<TableName, z.ZodDefault<z.ZodArray<typeof lakeFileSchema>>>;

const commitSchema = z.strictObject({
  schema: z.literal('umbel.lake-commit/1'),
  month: z.string(),
  /** Raised with every change. */
  version: z.int().min(0),
  tables: z.strictObject(filesByTable),
  /** Files that nobody may begin to read any more, and since when: readers of a former version may still be at it. */
  retired: z.array(z.strictObject({ key: z.string(), at: z.iso.datetime() })),
});

/** Everything that is in a month: what is not named here is not in the lake. */
export type LakeCommit = z.infer<typeof commitSchema>;

/** A month without anything. */
export function emptyCommit(month: string): LakeCommit {
  return commitSchema.parse({ schema: 'umbel.lake-commit/1', month, version: 0, tables: {}, retired: [] });
}

/** @throws UmbelError `lake.commit-invalid` */
export function parseCommit(text: string, key: string): LakeCommit {
  let problem = 'it is no JSON';
  try {
    const result = commitSchema.safeParse(JSON.parse(text));
    if (result.success) return result.data;
    problem = describeZodError(result.error);
  } catch {
    // Told below.
  }
  throw new UmbelError({
    code: 'lake.commit-invalid',
    kind: 'conflict',
    message: `${key}, the list of what is in a month of the lake, cannot be read: ${problem}.`,
    hint: 'Bring back its former version (the bucket keeps versions), or delete it and run the flights of that month again.',
  });
}

export type FilesByTable = Partial<Record<TableName, readonly LakeFile[]>>;

/** Files in which the owner's rows lie among others': they must be written again without these before they are replaced. */
export function sharedFiles(commit: LakeCommit, owner: string): { table: TableName; file: LakeFile }[] {
  return lakeTables.flatMap(({ name }) =>
    commit.tables[name]
      .filter(({ owners }) => owners.includes(owner) && owners.length > 1)
      .map((file) => ({ table: name, file })),
  );
}

export interface OwnerChange {
  readonly owner: string;
  /** Tables of which the owner's rows are replaced: others keep theirs. */
  readonly files: FilesByTable;
  readonly at: Date;
}

/** The commit with the owner's files in place of its former ones. Shared files must be gone before. */
export function replaceOwner(commit: LakeCommit, { owner, files, at }: OwnerChange): LakeCommit {
  const tables = { ...commit.tables };
  const retired = [...commit.retired];
  for (const { name } of lakeTables) {
    const added = files[name];
    if (added === undefined) continue;
    const replaced = tables[name].filter(({ owners }) => owners.includes(owner));
    if (replaced.some(({ owners }) => owners.length > 1)) throw new RangeError(`${owner} shares a file`);
    const addedKeys = new Set(added.map(({ key }) => key));
    retired.push(
      ...retire(
        replaced.filter(({ key }) => !addedKeys.has(key)),
        at,
      ),
    );
    tables[name] = [
      ...tables[name].filter((file) => !replaced.includes(file)),
      ...added.filter(({ rows }) => rows > 0),
    ];
  }
  return { ...commit, version: commit.version + 1, tables, retired };
}

export interface FileSwap {
  readonly table: TableName;
  readonly removed: readonly string[];
  readonly added: readonly LakeFile[];
  readonly at: Date;
}

/** The commit with some files in place of others that hold the same rows; undefined when one of these is gone meanwhile. */
export function swapFiles(
  commit: LakeCommit,
  { table, removed, added, at }: FileSwap,
): LakeCommit | undefined {
  const files = commit.tables[table];
  const leaving = files.filter(({ key }) => removed.includes(key));
  if (leaving.length !== removed.length) return undefined;
  return {
    ...commit,
    version: commit.version + 1,
    tables: {
      ...commit.tables,
      [table]: [...files.filter((file) => !leaving.includes(file)), ...added.filter(({ rows }) => rows > 0)],
    },
    retired: [...commit.retired, ...retire(leaving, at)],
  };
}

/** Retired files that no reader can still be at. */
export function expiredFiles({ retired }: LakeCommit, before: Date): string[] {
  return retired.filter(({ at }) => Date.parse(at) < before.getTime()).map(({ key }) => key);
}

/** The commit without the memory of some retired files. */
export function forgetRetired(commit: LakeCommit, keys: readonly string[]): LakeCommit {
  const gone = new Set(keys);
  return {
    ...commit,
    version: commit.version + 1,
    retired: commit.retired.filter(({ key }) => !gone.has(key)),
  };
}

function retire(files: readonly LakeFile[], at: Date): LakeCommit['retired'] {
  return files.map(({ key }) => ({ key, at: at.toISOString() }));
}
