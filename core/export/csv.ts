import { stringify } from 'csv-stringify/sync';
import { reviewOf } from '../sighting/review-state.ts';
import type { Sighting } from '../sighting/sighting.ts';
import type { CsvStyle, ExportContext } from './context.ts';
import { decimalText, roundDegrees, roundMetres, roundTo } from './rounding.ts';

/** A value of a table: text, number or nothing. */
export type Cell = string | number | undefined;

/** Columns of a table: name and value of each row. */
export type Columns<Row> = readonly (readonly [name: string, value: (row: Row) => Cell])[];

/** The sightings as a table with one row each. */
export function writeCsv(sightings: readonly Sighting[], context: ExportContext): string {
  return tableCsv(sightings, sightingColumns(context), context.csv);
}

/**
 * A table as CSV text (RFC 4180 quoting, LF, one header row). Text that a spreadsheet would run as a formula is
 * preceded by an apostrophe; numbers are left alone. Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
export function tableCsv<Row>(rows: readonly Row[], columns: Columns<Row>, style: CsvStyle = {}): string {
  const decimalMark = style.decimalComma === true && (style.delimiter ?? ',') !== ',' ? ',' : '.';
  return stringify(
    rows.map((row) => columns.map(([, value]) => value(row))),
    {
      header: true,
      columns: columns.map(([name]) => ({ key: name })),
      delimiter: style.delimiter ?? ',',
      escape_formulas: true,
      cast: { number: (value) => decimalText(value).replace('.', decimalMark) },
    },
  );
}

function sightingColumns(context: ExportContext): Columns<Sighting> {
  return [
    ['number', ({ number }) => number],
    ['sightingId', ({ sightingId }) => sightingId],
    ['band', ({ band }) => band],
    ['confidence', ({ confidence }) => roundTo(confidence, 4)],
    ['review', reviewOf],
    ['lat', ({ lat }) => roundDegrees(lat)],
    ['lon', ({ lon }) => roundDegrees(lon)],
    ['uncertaintyM', ({ uncertaintyM }) => roundMetres(uncertaintyM)],
    ['uncertainty95M', ({ uncertainty95M }) => roundMetres(uncertainty95M)],
    ['seenIn', ({ seenIn }) => seenIn],
    ['couldSee', ({ couldSee }) => couldSee],
    ['plantsAtLeast', ({ stand }) => stand?.plantsAtLeast ?? 1],
    ['standAreaM2', ({ stand }) => (stand === undefined ? undefined : roundTo(stand.areaM2, 1))],
    ['bestPhoto', ({ bestView }) => bestView.photoName],
    ['bestTile', ({ bestView }) => bestView.tileIndex],
    ['capturedAt', ({ bestView }) => bestView.capturedAt],
    ['flightId', () => context.flightId],
    ['modelId', () => context.modelId ?? undefined],
    ['simulated', () => (context.simulated === true ? 'yes' : 'no')],
  ];
}
