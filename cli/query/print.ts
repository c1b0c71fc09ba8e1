import { stringify } from 'csv-stringify/sync';
import { plural } from '#core/report/wording.ts';
import type { QueryResult, QueryValue } from '#platform/lake/query-result.ts';

/** The answer as one JSON object: rows as objects. */
export function jsonOf({ columns, rows }: QueryResult, tookMs: number): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])));
  return `${JSON.stringify({ columns, rows: objects, tookMs: Math.round(tookMs) })}\n`;
}

/** The answer as comma-separated values with a header (RFC 4180). */
export function csvOf({ columns, rows }: QueryResult): string {
  return stringify(
    rows.map((row) => [...row]),
    {
      header: true,
      columns: columns.map(({ name }) => name),
      cast: { boolean: String },
      escape_formulas: true,
    },
  );
}

/** The answer as a table for people: numbers to the right. */
export function textOf({ columns, rows }: QueryResult): string {
  const cells = rows.map((row) => row.map(cellText));
  const widths = columns.map(({ name }, i) => Math.max(name.length, ...cells.map((row) => row[i]!.length)));
  const isNumber = columns.map((_, i) => rows.some((row) => typeof row[i] === 'number'));
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => (isNumber[i]! ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  const head = [line(columns.map(({ name }) => name)), line(widths.map((width) => '-'.repeat(width)))];
  const count = plural(rows.length, 'row');
  return `${[...head, ...cells.map(line), `(${count})`].join('\n')}\n`;
}

/** Longest text of a cell. */
const mostLetters = 80;

function cellText(value: QueryValue): string {
  if (value === null) return '';
  // A line feed or a terminal's control code in a photo's name must not change the table.
  const text = String(value).replaceAll(/\p{Cc}/gu, ' ');
  return text.length > mostLetters ? `${text.slice(0, mostLetters - 1)}…` : text;
}
