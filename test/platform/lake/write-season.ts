import type { FilesByTable, LakeFile } from '#core/lake/commit.ts';
import { type Row, tableOf, type TableName } from '#core/lake/schema.ts';
import { type Lake, newFile } from '#platform/lake/lake.ts';
import { replaceRows } from '#platform/lake/replace-rows.ts';
import { answersOf, type SeasonFlight } from '../../core/lake/season.ts';

/** Writes a flight's rows as a run would. */
export async function writeFlight(lake: Lake, { month, owner, rows }: SeasonFlight): Promise<void> {
  await write(lake, { month, owner, rows });
}

/** Writes what people said of a flight as the nightly function would. */
export async function writeAnswers(lake: Lake, flight: SeasonFlight): Promise<void> {
  const owner = String(flight.rows.runs[0]!['flight_id']);
  await write(lake, { month: flight.month, owner, rows: answersOf(flight) });
}

interface OwnedRows {
  readonly month: string;
  readonly owner: string;
  readonly rows: Partial<Record<TableName, readonly Row[]>>;
}

async function write(lake: Lake, { month, owner, rows }: OwnedRows): Promise<void> {
  const files: Partial<Record<TableName, readonly LakeFile[]>> = {};
  for (const [name, own] of Object.entries(rows) as [TableName, readonly Row[]][]) {
    const writer = newFile(lake, { table: tableOf(name), month, name: owner, owners: [owner] });
    await writer.add(own);
    files[name] = [await writer.close()];
  }
  await replaceRows(lake, { month, owner, files: files satisfies FilesByTable });
}
