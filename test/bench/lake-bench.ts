import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { savedQueries } from '#core/lake/saved-queries.ts';
import { lakeTables, type Row, tableOf, type TableName } from '#core/lake/schema.ts';
import { lakeViews } from '#core/lake/views.ts';
import { compactMonth } from '#platform/lake/compact.ts';
import { type Lake, monthsOf, newFile, readCommit } from '#platform/lake/lake.ts';
import { openQueryEngine } from '#platform/lake/query-engine.ts';
import { resultOf } from '#platform/lake/query-result.ts';
import type { FileObjectStore } from '#platform/local/object-store.ts';
import { cornerOf, simulatedSeason } from '../core/lake/season.ts';
import { bucket, openLake } from '../platform/lake/open-lake.ts';
import { writeAnswers, writeFlight } from '../platform/lake/write-season.ts';
import type { BenchRow } from './table.ts';

/** 200 flights, 20,000 photos. */
const season = { flights: 200, photosPerFlight: 100, tilesPerPhoto: 64 };
/** Sessions of each kind. */
const rounds = 7;

/** The lake of a season: written, asked, and compared with DuckDB over one file a table that was sorted by hand. */
export async function benchLake(dir: string): Promise<BenchRow[]> {
  const lake = openLake(path.join(dir, 'lake'));
  const writing = await benchWriting(lake);
  for (const flight of simulatedSeason(season)) {
    await writeFlight(lake, flight);
    await writeAnswers(lake, flight);
  }
  const scattered = await slowestQuery(lake);
  for (const month of await monthsOf(lake)) await compactMonth(lake, month, { fewest: 2 });
  const tidy = await slowestQuery(lake);
  const rows: BenchRow[] = [
    ...writing,
    {
      name: 'lake: slowest saved query, s',
      value: tidy.slowestMs / 1000,
      atMost: 2,
      detail: `${tidy.name}; before small files were put together ${(scattered.slowestMs / 1000).toFixed(2)} s (${scattered.name})`,
    },
    await benchBox(lake),
    await benchRatio(lake, dir),
  ];
  return rows;
}

/** Rows of tiles a second of one core, and memory while they are written. */
async function benchWriting(lake: Lake): Promise<BenchRow[]> {
  const batches: Row[][] = [];
  for (const flight of simulatedSeason({ ...season, flights: 20 })) batches.push([...flight.rows.tiles]);
  const writer = newFile(lake, {
    table: tableOf('tiles'),
    month: '2020-01',
    name: 'bench',
    owners: ['bench'],
  });
  const repeats = 8;
  let rows = 0;
  const rssMb: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < repeats; i++) {
    for (const batch of batches) {
      await writer.add(batch);
      rows += batch.length;
    }
    rssMb.push(process.memoryUsage.rss() / 1e6);
  }
  await writer.abandon();
  const { user, system } = process.cpuUsage(before);
  const perSecond = rows / ((user + system) / 1e6);
  const growthMb = rssMb.at(-1)! - rssMb[2]!;
  return [
    {
      name: 'lake: tile rows written, thousands/s of a core',
      value: perSecond / 1000,
      atLeast: 200,
      detail: `${rows} rows`,
    },
    {
      name: 'lake: growth of memory over the last 60 % of a write, MB',
      value: Math.max(0, growthMb),
      atMost: 120,
      detail: `${rssMb.map((mb) => mb.toFixed(0)).join(' ')} MB`,
    },
  ];
}

async function slowestQuery(lake: Lake & { objects: FileObjectStore }) {
  const engine = await openQueryEngine({ lake });
  let slowest = { name: '', slowestMs: 0 };
  for (const { name, sql } of savedQueries) {
    const startedAt = performance.now();
    await engine.query(sql);
    const tookMs = performance.now() - startedAt;
    if (tookMs > slowest.slowestMs) slowest = { name, slowestMs: tookMs };
  }
  engine.close();
  return slowest;
}

/** The ground of one flight out of 120. */
function boxSql(ground: number): string {
  const { lat, lon } = cornerOf(ground);
  return `SELECT * FROM tiles WHERE lat BETWEEN ${lat} AND ${lat + 0.0027} AND lon BETWEEN ${lon} AND ${lon + 0.0047}`;
}

/** What the process asks the system for while a query for a part of the map runs, over all bytes of the table: twelve places. */
async function benchBox(lake: Lake & { objects: FileObjectStore }): Promise<BenchRow> {
  const total = parquetBytes(lake.objects.fileOf({ bucket, key: 'data/tiles' }));
  const shares: number[] = [];
  for (let ground = 7; ground < 120; ground += 10) {
    // A new engine each time: footers count.
    const engine = await openQueryEngine({ lake });
    const before = bytesRead();
    await engine.query(boxSql(ground));
    shares.push((bytesRead() - before) / total);
    engine.close();
  }
  return {
    name: 'lake: bytes that a bounding box reads at the worst place, share',
    value: Math.max(...shares),
    atMost: 0.1,
    detail: `of ${(total / 1e6).toFixed(1)} MB, the worst of ${shares.length} places, mean ${(sum(shares) / shares.length).toFixed(3)}`,
  };
}

function bytesRead(): number {
  return Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
}

/** Of the files that are in the lake: former ones were replaced. */
function parquetBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => path.basename(name).startsWith('compacted'))
    .reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}

/**
 * CPU time of all saved queries and of a bounding box over that of DuckDB on one sorted file a table: for both a whole
 * session, from nothing to rows in JavaScript.
 */
async function benchRatio(lake: Lake & { objects: FileObjectStore }, dir: string): Promise<BenchRow> {
  await sortByHand(lake, dir);
  const questions = [...savedQueries.map(({ sql }) => sql), boxSql(57)];
  const ours: number[] = [];
  const theirs: number[] = [];
  // In turns, so that whatever else the machine does falls on both.
  for (let i = 0; i < rounds; i++) {
    ours.push(await timeOf(async () => askLake(lake, questions)));
    theirs.push(await timeOf(async () => askByHand(dir, questions)));
  }
  // All sessions together: the least of each would compare different moments of the machine.
  return {
    name: 'lake: CPU time over DuckDB on one sorted file a table',
    value: sum(ours) / sum(theirs),
    atMost: 1.3,
    detail: `${listed(ours)} over ${listed(theirs)} ms; opened and ${questions.length} queries`,
  };
}

async function askLake(
  lake: Lake & { objects: FileObjectStore },
  questions: readonly string[],
): Promise<void> {
  const engine = await openQueryEngine({ lake });
  for (const sql of questions) await engine.query(sql);
  engine.close();
}

async function askByHand(dir: string, questions: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('SET parquet_metadata_cache = true');
  for (const { name } of lakeTables)
    await connection.run(`CREATE VIEW ${name} AS SELECT * FROM read_parquet('${handFile(dir, name)}')`);
  for (const { name, sql } of lakeViews) await connection.run(`CREATE VIEW ${name} AS ${sql}`);
  for (const sql of questions) resultOf(await connection.runAndReadAll(sql));
  connection.closeSync();
  instance.closeSync();
}

function listed(times: readonly number[]): string {
  return times.map((ms) => ms.toFixed(0)).join(' ');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** CPU milliseconds of all threads: other work on the machine makes a clock tell anything. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** One file a table, sorted as a person would sort it. */
async function sortByHand(lake: Lake & { objects: FileObjectStore }, dir: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const { name, sortedByPlace } of lakeTables) {
    const files = await currentFiles(lake, name);
    const order = sortedByPlace ? 'ORDER BY survey_month, floor(lat * 200), floor(lon * 100), lat, lon' : '';
    await connection.run(
      `COPY (SELECT * FROM read_parquet([${files.join(', ')}], hive_partitioning = true, hive_types = {survey_month: VARCHAR}) ${order}) TO '${handFile(dir, name)}' (COMPRESSION zstd)`,
    );
  }
  connection.closeSync();
  instance.closeSync();
}

function handFile(dir: string, name: TableName): string {
  return path.join(dir, `${name}.parquet`);
}

/** Addresses of a table's files, quoted. */
async function currentFiles(lake: Lake & { objects: FileObjectStore }, name: TableName): Promise<string[]> {
  const files: string[] = [];
  for (const month of await monthsOf(lake)) {
    const { commit } = await readCommit(lake, month);
    for (const { key } of commit.tables[name]) files.push(`'${lake.objects.fileOf({ bucket, key })}'`);
  }
  return files;
}
