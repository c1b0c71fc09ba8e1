import { type DuckDBResultReader, DuckDBTypeId } from '@duckdb/node-api';

/** A value as JSON has it; days and times are texts. */
export type QueryValue = string | number | boolean | null;

/** The answer to a query. */
export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly QueryValue[])[];
}

/** The answer that a reader holds. */
export function resultOf(reader: DuckDBResultReader): QueryResult {
  const names = reader.deduplicatedColumnNames();
  const types = reader.columnTypes();
  return {
    columns: names.map((name, i) => ({ name, type: String(types[i]) })),
    rows: reader.getRows().map((row) => row.map((value, i) => valueOf(value, types[i]!.typeId))),
  };
}

const decimals = new Set([DuckDBTypeId.DECIMAL, DuckDBTypeId.HUGEINT, DuckDBTypeId.UHUGEINT]);

function valueOf(value: unknown, typeId: DuckDBTypeId): QueryValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  // JSON knows no NaN and no infinity.
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  // Counts are 64 bits wide; only those that a double cannot hold stay texts.
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  // Days, times and decimals print themselves.
  const text = (value as { toString(): string }).toString();
  return decimals.has(typeId) ? Number(text) : text;
}
