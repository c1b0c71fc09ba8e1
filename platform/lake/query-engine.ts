import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance, StatementType } from '@duckdb/node-api';
import { UmbelError } from '#core/errors.ts';
import { commitKey } from '#core/lake/keys.ts';
import { type LakeTable, lakeTables } from '#core/lake/schema.ts';
import { type OpenedFile, quoted, tableViewSql } from '#core/lake/sql.ts';
import { lakeViews } from '#core/lake/views.ts';
import type { FileObjectStore } from '../local/object-store.ts';
import { type Lake, monthsOf, readCommit } from './lake.ts';
import { type QueryResult, resultOf } from './query-result.ts';

/** DuckDB over the files of a lake. */
export interface QueryEngine {
  /** Rows of all tables. */
  readonly rows: number;
  /** @throws UmbelError `query.invalid`, `query.not-read-only`, `lake.file-corrupt`, `lake.file-missing` */
  query(sql: string): Promise<QueryResult>;
  close(): void;
}

export interface EngineOptions {
  /** The lake, over plain files. */
  readonly lake: Lake & { readonly objects: FileObjectStore };
  /** Simulated flights count as real ones. */
  readonly withSimulated?: boolean;
  /** Other tables than those of the lake, for tests of older files. */
  readonly tables?: readonly LakeTable[];
}

/**
 * Opens a lake for questions. Nothing can be changed, and no file outside of the lake be read, by any SQL: DuckDB opens
 * files below the lake's folder only, its settings are locked, and one statement that reads is all that passes.
 */
export async function openQueryEngine(options: EngineOptions): Promise<QueryEngine> {
  const { lake, withSimulated = false, tables = lakeTables } = options;
  const folder = path.dirname(
    path.dirname(lake.objects.fileOf({ bucket: lake.bucket, key: commitKey('0000-00') })),
  );
  const { files, owners, rows } = await filesOf(lake, tables);
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await connection.run(`SET allowed_directories = [${quoted(`${folder}${path.sep}`)}]`);
    // The footers of a file are read once, not by every query.
    await connection.run('SET parquet_metadata_cache = true');
    await connection.run('SET enable_external_access = false');
    // Several threads take twice the processor's time to read small tables in.
    await connection.run('SET threads = 1');
    for (const table of tables) {
      const own = files.get(table.name) ?? [];
      await connection.run(tableViewSql(table, own, isTakenIn(table, own) ? 'TABLE' : 'VIEW'));
    }
    await connection.run('RESET threads');
    for (const { name, sql } of lakeViews)
      await connection.run(
        `CREATE VIEW ${name} AS ${withSimulated ? sql.replace(' AND NOT simulated', '') : sql}`,
      );
    await connection.run('SET lock_configuration = true');
  } catch (error) {
    close();
    throw explained(error, owners);
  }
  return {
    rows,
    close,
    query: (sql) => ask(connection, sql).catch((error: unknown) => raise(error, owners)),
  };
}

/** Rows up to which a table is taken into memory: some 100 MB. */
const mostRowsTakenIn = 1_000_000;

/**
 * Whether a table is read once into memory. The views scan runs, sightings and coverage again and again, and opening many
 * small files each time costs more than the rows in them; tiles and photos are asked for in part and stay where they are.
 */
function isTakenIn({ name }: LakeTable, files: readonly (OpenedFile & { readonly rows: number })[]): boolean {
  // A view of nothing is known to be empty, and whatever is joined to it is not even read; a table without rows is not.
  if (name === 'tiles' || name === 'photos' || files.length === 0) return false;
  return files.reduce((sum, { rows }) => sum + rows, 0) <= mostRowsTakenIn;
}

async function filesOf(lake: EngineOptions['lake'], tables: readonly LakeTable[]) {
  const files = new Map<string, (OpenedFile & { readonly rows: number })[]>(
    tables.map(({ name }) => [name, []]),
  );
  const owners = new Map<string, readonly string[]>();
  let rows = 0;
  for (const month of await monthsOf(lake)) {
    const { commit } = await readCommit(lake, month);
    for (const { name } of tables) {
      for (const file of commit.tables[name]) {
        const opened = lake.objects.fileOf({ bucket: lake.bucket, key: file.key });
        files.get(name)?.push({ path: opened, month, schemaVersion: file.schemaVersion, rows: file.rows });
        owners.set(opened, file.owners);
        rows += file.rows;
      }
    }
  }
  return { files, owners, rows };
}

async function ask(connection: DuckDBConnection, sql: string): Promise<QueryResult> {
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw notReadOnly(`It holds ${statements.count} statements.`);
  const prepared = await statements.prepare(0);
  if (prepared.statementType !== StatementType.SELECT && prepared.statementType !== StatementType.EXPLAIN)
    throw notReadOnly('It is no SELECT.');
  return resultOf(await prepared.runAndReadAll());
}

function notReadOnly(why: string): UmbelError {
  return new UmbelError({
    code: 'query.not-read-only',
    kind: 'bad-input',
    message: `A query of the lake is one statement that reads. ${why}`,
    hint: 'Write one SELECT (or WITH ... SELECT, DESCRIBE, SHOW TABLES, EXPLAIN).',
  });
}

function raise(error: unknown, owners: ReadonlyMap<string, readonly string[]>): never {
  throw explained(error, owners);
}

/** DuckDB's error in our words; a file that it names is told with the runs whose rows it holds. */
function explained(error: unknown, owners: ReadonlyMap<string, readonly string[]>): unknown {
  if (error instanceof UmbelError || !(error instanceof Error)) return error;
  const message = error.message.trim();
  const named = [...owners].find(([file]) => message.includes(file));
  if (named !== undefined && /^(?:IO|Invalid Input|Invalid|Parquet|Serialization)/.test(message)) {
    const [file, runs] = named;
    const isGone = /No files found|No such file|Cannot open file/i.test(message);
    return new UmbelError({
      code: isGone ? 'lake.file-missing' : 'lake.file-corrupt',
      kind: 'conflict',
      message: `${file} in the lake ${isGone ? 'is not there any more' : 'is no whole Parquet file'}; it held rows of ${listed(runs)}.`,
      hint: isGone
        ? 'Ask again: a flight may have been deleted, or small files put together, meanwhile. If it is still gone, take it out with `umbel lake repair`, then run those flights again with --again.'
        : 'Take it out with `umbel lake repair`, then run those flights again with --again.',
      details: { file, runs },
      cause: error,
    });
  }
  return new UmbelError({
    code: 'query.invalid',
    kind: 'bad-input',
    message: `The query cannot be answered: ${message}`,
    hint: hints.find(([says]) => says.test(message))?.[1] ?? usualHint,
    cause: error,
  });
}

const usualHint =
  'Tables and columns: docs/data-dictionary.md, or umbel query "SHOW TABLES" and "DESCRIBE sightings".';

/** What to do about what DuckDB says in its own words. */
const hints: readonly (readonly [says: RegExp, hint: string])[] = [
  [
    /prepared statement parameters/,
    "A query takes no parameters (?, $1): write the value itself, for example WHERE survey_date >= DATE '2026-05-01'.",
  ],
  [
    /Permission Error/,
    'A query reads the tables and views of the lake, and no other file: umbel query "SHOW TABLES".',
  ],
];

function listed(names: readonly string[]): string {
  return names.length <= 3
    ? names.join(', ')
    : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}
