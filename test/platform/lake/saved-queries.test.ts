import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cellIdOf } from '#core/lake/coverage.ts';
import { savedQueries, savedQuery } from '#core/lake/saved-queries.ts';
import { tableOf } from '#core/lake/schema.ts';
import { dayNumber } from '#core/lake/survey-date.ts';
import { lakeViews } from '#core/lake/views.ts';
import { newFile } from '#platform/lake/lake.ts';
import { openQueryEngine, type QueryEngine } from '#platform/lake/query-engine.ts';
import { replaceRows } from '#platform/lake/replace-rows.ts';
import {
  flightIdOf,
  flightOf,
  groundsOf,
  parishOf,
  photoIdOf,
  plantAreaM2,
  plantAt,
  plants,
  simulatedSeason,
} from '../../core/lake/season.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { openLake } from './open-lake.ts';
import { writeFlight } from './write-season.ts';

const size = { flights: 20, photosPerFlight: 10, tilesPerPhoto: 4 };
const both = groundsOf(2026, size).filter((ground) => groundsOf(2025, size).includes(ground));
const only2026 = groundsOf(2026, size).filter((ground) => !both.includes(ground));
/** Rejected by a person: of ground 3 the plant 1. */
const rejected = { ground: 3, plant: 1 };

let engine: QueryEngine;

beforeAll(async () => {
  const lake = openLake(temporaryFolder());
  for (const flight of simulatedSeason(size)) await writeFlight(lake, flight);
  // Neither a simulated flight nor the former run of another model counts.
  await writeFlight(lake, flightOf({ year: 2026, ground: 50, size, simulated: true }));
  await writeFlight(
    lake,
    flightOf({ year: 2026, ground: 4, size, modelId: 'meadow-0', startedAt: '2026-01-01T00:00:00Z' }),
  );
  const marks = tableOf('field_marks');
  for (const [ground, plant] of [
    [3, 3],
    [4, 0],
    [0, 0],
  ] as const) {
    const flightId = flightIdOf(2025, ground);
    const writer = newFile(lake, { table: marks, month: '2025-09', name: flightId, owners: [flightId] });
    const place = plantAt(ground, plant);
    await writer.add([
      {
        mark_id: `m${ground}`,
        flight_id: flightId,
        sighting_id: `${flightId}/${plant}`,
        mark: 'treated',
        marked_on: dayNumber('2025-10-01'),
        who: 'crew',
        ...place,
        radius_m: 3,
        cell_id: cellIdOf(place.lat, place.lon),
      },
    ]);
    await replaceRows(lake, {
      month: '2025-09',
      owner: flightId,
      files: { field_marks: [await writer.close()] },
    });
  }
  const flightId = flightIdOf(2026, rejected.ground);
  const writer = newFile(lake, {
    table: tableOf('labels'),
    month: '2026-08',
    name: flightId,
    owners: [flightId],
  });
  const label = (photo: number, tile: number, answer: string, more: object = {}) => ({
    label_id: `${photo}-${tile}-${answer}-${JSON.stringify(more)}`,
    labelled_at: Date.parse('2026-08-20T10:00:00Z'),
    flight_id: flightId,
    run_id: `${flightId}-meadow-1`,
    model_id: 'meadow-1',
    survey_date: dayNumber('2026-08-04'),
    photo_id: photoIdOf(flightId, photo),
    tiling: 'm:2.5,0.5',
    tile,
    seq: 1,
    answer,
    reviewer: 'anna',
    second_opinion: false,
    reason: 'uncertain',
    confidence: 0.4,
    ...more,
  });
  await writer.add([
    label(rejected.plant, 0, 'hogweed'),
    // Anna thinks better of it; Bo sees the same.
    label(rejected.plant, 0, 'not-hogweed', { seq: 2 }),
    label(rejected.plant, 0, 'not-hogweed', { seq: 3, reviewer: 'bo' }),
    label(0, 0, 'hogweed', { reason: 'audit' }),
    label(0, 1, 'hogweed'),
    label(1, 1, 'not-hogweed'),
    label(2, 1, 'not-hogweed', { label_id: 'taken-back' }),
    label(2, 1, 'not-hogweed', { seq: 2, withdraws: 'taken-back' }),
    label(3, 1, 'unsure'),
  ]);
  await replaceRows(lake, { month: '2026-08', owner: flightId, files: { labels: [await writer.close()] } });
  engine = await openQueryEngine({ lake });
});
afterAll(() => engine.close());

const asked = new Set<string>();

async function answer(name: string): Promise<Record<string, unknown>[]> {
  asked.add(name);
  const { columns, rows } = await engine.query(savedQuery(name)!.sql);
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column.name, row[i]])));
}

function sightingsOf(rows: readonly Record<string, unknown>[]): number {
  return rows.reduce((sum, row) => sum + Number(row['sightings']), 0);
}

describe('saved queries over a simulated season', () => {
  it('hectares-by-parish-and-year', async () => {
    const rows = await answer('hectares-by-parish-and-year');
    for (const year of [2025, 2026] as const) {
      for (const parish of [parishOf(0), parishOf(1)]) {
        const grounds = groundsOf(year, size).filter((ground) => parishOf(ground) === parish);
        const gone = year === 2026 && parishOf(rejected.ground) === parish ? 1 : 0;
        const each = year === 2025 ? plants.persisting + plants.gone : plants.persisting + plants.new;
        const row = rows.find((one) => one['parish'] === parish && one['survey_year'] === year);
        expect(row?.['sightings']).toBe(grounds.length * each - gone);
        expect(row?.['infested_ha']).toBeCloseTo(((grounds.length * each - gone) * plantAreaM2) / 10_000, 4);
        // 0.0027 by 0.0047 degrees are 300.5 m by 292.8 m here.
        expect(Number(row?.['surveyed_ha'])).toBeCloseTo(grounds.length * 8.8, -1);
      }
    }
    expect(rows).toHaveLength(4);
  });

  it('new-sites-since-last-year', async () => {
    const rows = await answer('new-sites-since-last-year');
    const count = (change: string) => rows.filter((row) => row['change'] === change).length;
    expect(count('new')).toBe(both.length * plants.new);
    expect(count('not looked at last year')).toBe(only2026.length * (plants.persisting + plants.new));
  });

  it('sites-gone-since-last-year', async () => {
    const rows = await answer('sites-gone-since-last-year');
    // The plant that was found not to be hogweed this year is gone too.
    const expected = both.map((ground) => flightIdOf(2025, ground)).concat(flightIdOf(2025, rejected.ground));
    expect(rows.map((row) => String(row['flight_id'])).toSorted()).toEqual(expected.toSorted());
  });

  it('recheck-after-treatment', async () => {
    const rows = await answer('recheck-after-treatment');
    expect(rows.map((row) => [row['mark_id'], row['advice'], row['still_seen']])).toEqual([
      ['m4', 'treat again', 1],
      ['m0', 'look again', 0],
      ['m3', 'gone', 0],
    ]);
  });

  it('agreement-by-model', async () => {
    expect(await answer('agreement-by-model')).toEqual([
      {
        model_id: 'meadow-1',
        answers: 4,
        agreement: 0.5,
        audit_answers: 1,
        found: 1,
        missed: 1,
        false_alarms: 1,
        rightly_empty: 1,
      },
    ]);
  });

  it('survey-cost', async () => {
    const rows = await answer('survey-cost');
    const sum = (column: string) => rows.reduce((total, row) => total + Number(row[column]), 0);
    expect([sum('flights'), sum('photos'), sum('cost_usd')]).toEqual([20, 200, 10]);
    for (const row of rows)
      expect(row['usd_per_hectare']).toBeCloseTo(Number(row['cost_usd']) / Number(row['hectares']), 3);
  });

  it('sightings-per-km2', async () => {
    const rows = await answer('sightings-per-km2');
    expect(rows.reduce((sum, row) => sum + Number(row['sightings']), 0)).toBe(10 * 4 + 10 * 5 - 1);
    for (const row of rows)
      expect(Number(row['per_km2']) / (Number(row['sightings']) / Number(row['km2']))).toBeCloseTo(1, 2);
  });

  it('count the same ground differently, and say how', async () => {
    const { rows } = await engine.query('SELECT sum(sightings) FROM current_runs');
    // What people rejected counts in the runs.
    expect(Number(rows[0]?.[0])).toBe(10 * 4 + 10 * 5);
    const perKm2 = sightingsOf(await answer('sightings-per-km2'));
    expect(perKm2).toBeLessThan(Number(rows[0]?.[0]));
    expect(sightingsOf(await answer('hectares-by-parish-and-year'))).toBeLessThanOrEqual(perKm2);
    expect(savedQuery('sightings-per-km2')?.asks).toMatch(/possible ones too.*counts once/);
    expect(savedQuery('hectares-by-parish-and-year')?.asks).toMatch(/Only .*confirmed count.*counts once/);
  });

  it('review-backlog', async () => {
    const rows = await answer('review-backlog');
    expect(rows).toHaveLength(20);
    expect(rows.find((row) => row['flight_id'] === flightIdOf(2026, rejected.ground))).toMatchObject({
      asked: 9,
      answered: 3,
      waiting: 6,
    });
    expect(rows[0]).toMatchObject({ asked: 9, answered: 0 });
  });

  it('photo-problems', async () => {
    expect(await answer('photo-problems')).toMatchObject([
      { reason_code: 'photo.truncated', photos: 20, flights: 20 },
    ]);
  });

  it('model-doubt-by-month', async () => {
    const rows = await answer('model-doubt-by-month');
    expect(rows.reduce((sum, row) => sum + Number(row['tiles']), 0)).toBe(20 * 9 * 4);
    for (const row of rows) expect(row['unsure_share']).toBe(0.25);
  });

  it('treat-first', async () => {
    const rows = await answer('treat-first');
    expect(rows).toHaveLength(10 * 5 - 1);
    expect(rows[0]).toMatchObject({ band: 'certain', area_m2: plantAreaM2, plants_at_least: 2 });
  });

  it('are ten at least, and every one was asked above', () => {
    expect(savedQueries.length).toBeGreaterThanOrEqual(10);
    expect([...asked].toSorted()).toEqual(savedQueries.map(({ name }) => name).toSorted());
  });

  it('have views with the columns that they declare: Athena is told these', async () => {
    const names: Readonly<Record<string, string>> = {
      VARCHAR: 'string',
      INTEGER: 'int',
      BIGINT: 'bigint',
      FLOAT: 'float',
      DOUBLE: 'double',
      BOOLEAN: 'boolean',
      DATE: 'date',
      TIMESTAMP: 'timestamp',
    };
    for (const { name, columns } of lakeViews) {
      const { rows } = await engine.query(`DESCRIBE ${name}`);
      expect(rows.map(([column, type]) => [column, names[String(type)]])).toEqual(columns);
    }
  });
});
