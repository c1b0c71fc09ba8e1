import { type Row, tableOf, type TableName } from '#core/lake/schema.ts';
import { type Lake, monthsOf, readCommit } from './lake.ts';
import { readFile } from './read-file.ts';

/** The rows of a small table, of every month or of those from one on; in no particular order. */
export async function* readTable(lake: Lake, name: TableName, fromMonth = ''): AsyncGenerator<Row> {
  for (const month of await monthsOf(lake)) {
    if (month < fromMonth) continue;
    const { commit } = await readCommit(lake, month);
    for (const { key } of commit.tables[name]) {
      for await (const rows of readFile(lake.objects, tableOf(name), { bucket: lake.bucket, key }))
        yield* rows;
    }
  }
}
