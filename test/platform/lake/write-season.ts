import type { FilesByTable, LakeFile } from '#core/lake/commit.ts';
import { tableOf, type TableName } from '#core/lake/schema.ts';
import { type Lake, newFile } from '#platform/lake/lake.ts';
import { replaceRows } from '#platform/lake/replace-rows.ts';
import type { SeasonFlight } from '../../core/lake/season.ts';

/** Writes a flight's rows as a run would. */
export async function writeFlight(lake: Lake, { month, owner, rows }: SeasonFlight): Promise<void> {
  const files: Partial<Record<TableName, readonly LakeFile[]>> = {};
  for (const name of Object.keys(rows) as (keyof typeof rows)[]) {
    const writer = newFile(lake, { table: tableOf(name), month, name: owner, owners: [owner] });
    await writer.add(rows[name]);
    files[name] = [await writer.close()];
  }
  await replaceRows(lake, { month, owner, files: files satisfies FilesByTable });
}
