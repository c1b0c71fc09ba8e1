import { crc32 } from 'node:zlib';
import { UmbelError } from '#core/errors.ts';
import { type LakeFile, swapFiles } from '#core/lake/commit.ts';
import { lakeTables, type LakeTable } from '#core/lake/schema.ts';
import { changeMonth, type Lake, monthsOf, readCommit } from './lake.ts';
import { readFile } from './read-file.ts';

/** A file that was taken out of the lake. */
export interface TakenOut {
  readonly table: string;
  readonly key: string;
  readonly problem: 'gone' | 'damaged';
  /** Whose rows it held: runs, or flights for answers. */
  readonly owners: readonly string[];
}

/**
 * Takes files out of the lake that are damaged or gone: every file is read to its end. The rows of the others stay;
 * the objects stay too, for whoever wants to look.
 */
export async function repair(lake: Lake): Promise<TakenOut[]> {
  const taken: TakenOut[] = [];
  for (const month of await monthsOf(lake)) {
    const { commit } = await readCommit(lake, month);
    for (const table of lakeTables) {
      for (const file of commit.tables[table.name]) {
        const problem = await problemOf(lake, table, file);
        if (problem === undefined) continue;
        await changeMonth(lake, month, (now) =>
          swapFiles(now, { table: table.name, removed: [file.key], added: [], at: lake.clock.now() }),
        );
        taken.push({ table: table.name, key: file.key, problem, owners: file.owners });
      }
    }
  }
  return taken;
}

async function problemOf(
  lake: Lake,
  table: LakeTable,
  { key, rows, checksum }: LakeFile,
): Promise<TakenOut['problem'] | undefined> {
  const ref = { bucket: lake.bucket, key };
  try {
    let read = 0;
    for await (const group of readFile(lake.objects, table, ref)) read += group.length;
    if (read !== rows) return 'damaged';
    // A flipped bit may still give rows, with other values.
    return checksum === undefined || crc32(await lake.objects.get(ref)) === checksum ? undefined : 'damaged';
  } catch (error) {
    if (error instanceof UmbelError && error.code === 'lake.file-missing') return 'gone';
    if (error instanceof UmbelError && error.code === 'lake.file-corrupt') return 'damaged';
    throw error;
  }
}
