import { fieldMarkRows, labelRow } from '#core/lake/answer-rows.ts';
import { monthOf, dateOfDay } from '#core/lake/survey-date.ts';
import { type Row, tableOf } from '#core/lake/schema.ts';
import type { Tables } from '../tables/tables.ts';
import { type Lake, newFile, readCommit } from './lake.ts';
import { readFile } from './read-file.ts';
import { readTable } from './read-table.ts';
import { replaceRows } from './replace-rows.ts';

/** Answers and field marks that were brought in. */
export interface BroughtAnswers {
  readonly flights: number;
  readonly labels: number;
  readonly fieldMarks: number;
}

/**
 * Brings what people said since then into the lake: the labels and field marks of every flight that has others than the
 * lake knows. Answers are only added, so their number tells.
 */
export async function bringAnswers(
  lake: Lake,
  tables: Pick<Tables, 'labels' | 'fieldMarks'>,
): Promise<BroughtAnswers> {
  const surveyDays = new Map<string, number>();
  for await (const row of readTable(lake, 'runs'))
    surveyDays.set(String(row['flight_id']), Number(row['survey_date']));
  const brought = { flights: 0, labels: 0, fieldMarks: 0 };
  for (const [flightId, day] of surveyDays) {
    const labels: Row[] = [];
    for await (const label of tables.labels.list(flightId)) labels.push(labelRow(label, day));
    const marks = [];
    for await (const mark of tables.fieldMarks.list(flightId)) marks.push(mark);
    const rows = { labels, field_marks: fieldMarkRows(marks) };
    const month = monthOf(dateOfDay(day));
    if (!(await isNews(lake, { month, flightId, rows }))) continue;
    await write(lake, { month, flightId, rows });
    brought.flights++;
    brought.labels += rows.labels.length;
    brought.fieldMarks += rows.field_marks.length;
  }
  return brought;
}

interface FlightAnswers {
  readonly month: string;
  readonly flightId: string;
  readonly rows: Readonly<Record<'labels' | 'field_marks', readonly Row[]>>;
}

async function isNews(lake: Lake, { month, flightId, rows }: FlightAnswers): Promise<boolean> {
  const { commit } = await readCommit(lake, month);
  for (const name of ['labels', 'field_marks'] as const) {
    let known = 0;
    for (const file of commit.tables[name].filter(({ owners }) => owners.includes(flightId)))
      known += file.owners.length === 1 ? file.rows : await rowsOf(lake, name, { key: file.key, flightId });
    if (known !== rows[name].length) return true;
  }
  return false;
}

/** Rows of a flight in a file that several share. */
async function rowsOf(
  { objects, bucket }: Lake,
  name: 'labels' | 'field_marks',
  { key, flightId }: { readonly key: string; readonly flightId: string },
): Promise<number> {
  let own = 0;
  for await (const rows of readFile(objects, tableOf(name), { bucket, key }))
    own += rows.filter((row) => row['flight_id'] === flightId).length;
  return own;
}

async function write(lake: Lake, { month, flightId, rows }: FlightAnswers): Promise<void> {
  const fileOf = async (name: 'labels' | 'field_marks') => {
    const writer = newFile(lake, { table: tableOf(name), month, name: flightId, owners: [flightId] });
    await writer.add(rows[name]);
    return writer.close();
  };
  const files = { labels: [await fileOf('labels')], field_marks: [await fileOf('field_marks')] };
  await replaceRows(lake, { month, owner: flightId, files });
}
