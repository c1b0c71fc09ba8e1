import { mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LakeTable } from '#core/lake/schema.ts';
import { lakeTables, tableOf } from '#core/lake/schema.ts';
import { openQueryEngine, type QueryEngine } from '#platform/lake/query-engine.ts';
import { flightOf } from '../../core/lake/season.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { bucket, openLake } from './open-lake.ts';
import { writeFlight } from './write-season.ts';

const size = { flights: 10, photosPerFlight: 3, tilesPerPhoto: 4 };
const folder = temporaryFolder();
const lake = openLake(folder);
let engine: QueryEngine;

beforeAll(async () => {
  await writeFlight(lake, flightOf({ year: 2026, ground: 1, size }));
  engine = await openQueryEngine({ lake });
});
afterAll(() => engine.close());

describe('a query of the lake', () => {
  it('answers with numbers, texts, days and nothing, as JSON has them', async () => {
    const { columns, rows } = await engine.query(
      "SELECT count(*) AS n, min(survey_date) AS day, max(model_id) AS model, min(band) AS band, true AS yes, CAST(1.5 AS DECIMAL(4, 2)) AS d, 'NaN'::DOUBLE AS nan, 9007199254740993 AS big FROM tiles WHERE tile = 3",
    );
    expect(columns.map(({ name }) => name)).toEqual(['n', 'day', 'model', 'band', 'yes', 'd', 'nan', 'big']);
    expect(rows).toEqual([[2, '2026-06-02', 'meadow-1', null, true, 1.5, null, '9007199254740993']]);
  });

  it('may look at tables and plans', async () => {
    expect((await engine.query('SHOW TABLES')).rows.map(([name]) => name)).toContain('year_sightings');
    expect((await engine.query('EXPLAIN SELECT * FROM tiles')).rows.length).toBeGreaterThan(0);
  });

  it.each([
    ["COPY (SELECT 1) TO 'out.csv'", /query\.(?:not-read-only|invalid)/],
    ['CREATE TABLE x (a INT)', /not-read-only/],
    ['DROP VIEW tiles', /not-read-only/],
    ["ATTACH 'x.db'", /not-read-only|invalid/],
    ['INSTALL httpfs', /not-read-only|invalid/],
    ['SET threads = 1', /not-read-only|invalid/],
    ['SELECT 1; SELECT 2', /not-read-only/],
    ['', /not-read-only|invalid/],
    ["SELECT * FROM read_csv('/etc/passwd')", /invalid/],
    ["SELECT * FROM read_text('/etc/passwd')", /invalid/],
    ["SELECT * FROM glob('/etc/*')", /invalid/],
    ["SELECT * FROM read_parquet('https://example.org/x.parquet')", /invalid/],
    ["SELECT getenv('HOME')", /invalid/],
    ['SELECT nonsense FROM tiles', /invalid/],
    ['SELEC 1', /invalid/],
  ])('refuses %s', async (sql, code) => {
    const error: unknown = await engine.query(sql).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      kind: 'bad-input',
      code: expect.stringMatching(code),
      hint: expect.any(String),
    });
  });

  it('writes nothing into the lake, though its folder may be read', async () => {
    const list = () => readdirSync(folder, { recursive: true }).length;
    const before = list();
    await engine
      .query(`COPY (SELECT 1 AS a) TO '${path.join(folder, bucket, 'x.csv')}'`)
      .catch(() => undefined);
    expect(list()).toBe(before);
  });

  it('reads nothing of a neighbour whose name begins like the lake', async () => {
    mkdirSync(path.join(folder, `${bucket}-private`));
    const file = path.join(folder, `${bucket}-private`, 'secret.txt');
    writeFileSync(file, 'secret');
    await expect(engine.query(`SELECT * FROM read_text('${file}')`)).rejects.toMatchObject({
      code: 'query.invalid',
    });
  });
});

describe('files that are not whole', () => {
  it('are named with the runs whose rows they hold', async () => {
    const broken = openLake(temporaryFolder());
    const flight = flightOf({ year: 2026, ground: 1, size });
    await writeFlight(broken, flight);
    const open = await openQueryEngine({ lake: broken });
    const data = broken.objects.fileOf({ bucket, key: `data/tiles/survey_month=${flight.month}` });
    const file = path.join(data, readdirSync(data)[0]!);
    truncateSync(file, statSync(file).size - 10);
    const corrupt = {
      code: 'lake.file-corrupt',
      message: expect.stringContaining(flight.owner),
      hint: expect.stringContaining('umbel lake repair'),
    };
    await expect(open.query('SELECT count(*) FROM tiles')).rejects.toMatchObject(corrupt);
    open.close();
    await expect(openQueryEngine({ lake: broken })).rejects.toMatchObject(corrupt);
    rmSync(file);
    await expect(openQueryEngine({ lake: broken })).rejects.toMatchObject({ code: 'lake.file-missing' });
  });
});

describe('a lake that grew', () => {
  const grown = lakeTables.map((table): LakeTable =>
    table.name === 'sightings'
      ? {
          ...table,
          columns: [
            ...table.columns,
            { name: 'height_m', type: 'double', nullable: true, since: 2, means: 'x' },
          ],
        }
      : table,
  );

  it('has NULL in new columns of older files, and the rest as it was', async () => {
    const newer = await openQueryEngine({ lake, tables: grown });
    const { rows } = await newer.query('SELECT count(*), count(height_m), count(lat) FROM sightings');
    expect(rows).toEqual([[5, 0, 5]]);
    expect((await newer.query('SELECT max(height_m) + 1e0 FROM sightings')).rows).toEqual([[null]]);
    newer.close();
  });

  it('has tables without a file, empty and with their columns', async () => {
    const { rows } = await engine.query('DESCRIBE labels');
    expect(rows.map(([name]) => name)).toEqual([
      ...tableOf('labels').columns.map(({ name }) => name),
      'survey_month',
    ]);
    expect((await engine.query('SELECT count(*) FROM labels')).rows).toEqual([[0]]);
  });
});
