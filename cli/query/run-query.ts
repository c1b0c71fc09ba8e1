import { UmbelError } from '#core/errors.ts';
import { savedQueries, savedQuery } from '#core/lake/saved-queries.ts';
import { lakeBucketName } from '#platform/lake/local-lake.ts';
import type { QueryEngine } from '#platform/lake/query-engine.ts';
import { homeDir } from '#platform/local/home.ts';
import { csvOf, jsonOf, textOf } from './print.ts';

/** What people type behind `umbel query`. */
export interface QueryFlags {
  readonly saved?: string;
  readonly list?: boolean;
  readonly simulated?: boolean;
  readonly csv?: boolean;
  readonly json?: boolean;
}

/** What a query prints. */
export interface QueryAnswer {
  readonly text: string;
  /** For people, beside the answer. */
  readonly note?: string;
}

/**
 * The answer to a query as text for stdout.
 * @throws UmbelError `query.flag-invalid`, `query.unknown`, `lake.empty`, and what the query engine throws
 */
export async function runQuery(sql: string | undefined, flags: QueryFlags): Promise<QueryAnswer> {
  if (flags.csv === true && flags.json === true)
    throw invalid('--csv and --json are two answers.', 'Take one.');
  if (flags.list === true) return { text: listing(flags) };
  const asked = questionOf(sql, flags);
  // DuckDB is 60 MB: only where a question is asked.
  const { openLocalLake } = await import('#platform/lake/local-lake.ts');
  const { openQueryEngine } = await import('#platform/lake/query-engine.ts');
  const startedAt = performance.now();
  const home = homeDir();
  const engine = await openQueryEngine({
    lake: openLocalLake(home),
    withSimulated: flags.simulated === true,
  });
  try {
    if (engine.rows === 0) throw emptyLake(home);
    const result = await engine.query(asked);
    const text =
      flags.json === true
        ? jsonOf(result, performance.now() - startedAt)
        : flags.csv === true
          ? csvOf(result)
          : textOf(result);
    const note = result.rows.length === 0 ? await noteOn(engine, flags) : undefined;
    return { text, ...(note === undefined ? {} : { note }) };
  } finally {
    engine.close();
  }
}

/** Why there may be no row. */
async function noteOn(engine: QueryEngine, { saved, simulated }: QueryFlags): Promise<string | undefined> {
  if (simulated !== true && (await hasSimulated(engine)))
    return 'Nothing. Simulated flights are left out of the views; --simulated counts them as real ones.';
  return saved === undefined ? undefined : savedQuery(saved)?.nothing;
}

async function hasSimulated(engine: QueryEngine): Promise<boolean> {
  const { rows } = await engine.query('SELECT count(*) FROM runs WHERE simulated');
  return Number(rows[0]?.[0]) > 0;
}

function questionOf(sql: string | undefined, { saved }: QueryFlags): string {
  if (sql !== undefined && saved !== undefined)
    throw invalid('Both a query and --saved were given.', 'Give one of them.');
  if (saved !== undefined) {
    const found = savedQuery(saved);
    if (found !== undefined) return found.sql;
    throw unknownQuery(saved);
  }
  if (sql !== undefined && savedQuery(sql.trim()) !== undefined)
    throw invalid(
      `${sql.trim()} is no SQL, but the name of a saved query.`,
      `Ask it by its name: umbel query --saved ${sql.trim()}`,
    );
  if (sql !== undefined && sql.trim() !== '') return sql;
  throw invalid(
    'No query was given.',
    'For example umbel query --list, or umbel query "SELECT count(*) FROM tiles".',
  );
}

/** Words of a name that tell which query is meant. */
const fewestLetters = 3;

function unknownQuery(name: string): UmbelError {
  const words = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(({ length }) => length >= fewestLetters);
  const near = savedQueries.filter((query) => words.some((word) => query.name.includes(word)));
  const listed = (near.length === 0 ? savedQueries : near).map((query) => query.name).join(', ');
  return new UmbelError({
    code: 'query.unknown',
    kind: 'not-found',
    message: `There is no saved query ${name}.`,
    hint: near.length === 0 ? `There are ${listed}.` : `Did you mean ${listed}? umbel query --list has all.`,
  });
}

function listing({ json }: QueryFlags): string {
  if (json === true) return `${JSON.stringify({ queries: savedQueries })}\n`;
  const width = Math.max(...savedQueries.map(({ name }) => name.length));
  return savedQueries.map(({ name, asks }) => `${name.padEnd(width)}  ${asks}\n`).join('');
}

function emptyLake(home: string): UmbelError {
  return new UmbelError({
    code: 'lake.empty',
    kind: 'not-found',
    message: `The lake in ${home}/${lakeBucketName} is empty: no flight was run yet.`,
    hint: 'Run one: umbel run DIR. Flights of before the lake come in with umbel run DIR --again.',
  });
}

function invalid(message: string, hint: string): UmbelError {
  return new UmbelError({ code: 'query.flag-invalid', kind: 'bad-input', message, hint });
}
