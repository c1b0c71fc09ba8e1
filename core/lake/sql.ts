import type { LakeFile } from './commit.ts';
import { type Column, type ColumnType, type LakeTable, partitionColumn } from './schema.ts';

const duckDbTypes: Readonly<Record<ColumnType, string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  float: 'FLOAT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
};

/** A file and where DuckDB opens it. */
export interface OpenedFile extends Pick<LakeFile, 'schemaVersion'> {
  readonly path: string;
  readonly month: string;
}

/**
 * SQL of DuckDB for a table of the lake, as a view or taken into memory. Files of an older schema get NULL in the columns that they do not have
 * yet, without opening each to look; a table without files is empty, not absent.
 */
export function tableViewSql(
  table: LakeTable,
  files: readonly OpenedFile[],
  kind: 'VIEW' | 'TABLE' = 'VIEW',
): string {
  const versions = [...new Set(files.map(({ schemaVersion }) => schemaVersion))].sort((a, b) => a - b);
  const selects = versions.map((version) =>
    selectSql(
      table,
      version,
      files.filter(({ schemaVersion }) => schemaVersion === version),
    ),
  );
  if (selects.length === 0) selects.push(emptySql(table));
  return `CREATE ${kind} ${table.name} AS ${selects.join(' UNION ALL ')}`;
}

function selectSql(table: LakeTable, version: number, files: readonly OpenedFile[]): string {
  const columns = table.columns.map((column) =>
    (column.since ?? 1) > version ? `${nullSql(column)} AS ${column.name}` : column.name,
  );
  const paths = files.map(({ path }) => quoted(path)).join(', ');
  const options = 'hive_partitioning = true, hive_types = {survey_month: VARCHAR}';
  return `SELECT ${[...columns, partitionColumn.name].join(', ')} FROM read_parquet([${paths}], ${options})`;
}

function emptySql(table: LakeTable): string {
  const columns = [...table.columns, partitionColumn].map((column) => `${nullSql(column)} AS ${column.name}`);
  return `SELECT ${columns.join(', ')} WHERE false`;
}

function nullSql({ type }: Column): string {
  return `CAST(NULL AS ${duckDbTypes[type]})`;
}

/** A text of SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
