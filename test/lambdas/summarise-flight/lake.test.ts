import { beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '#core/flight/run.ts';
import type { RunSummary } from '#core/flight/summary.ts';
import { monthsOf, readCommit } from '#platform/lake/lake.ts';
import { openLocalLake } from '#platform/lake/local-lake.ts';
import { openQueryEngine } from '#platform/lake/query-engine.ts';
import { readCsv } from '../../e2e/csv.ts';
import { invoke, type LocalPlatform, openTestPlatform } from '../local-platform.ts';
import { sampleRun } from '../sample-run.ts';
import { registerModel, workedFlight } from './sample-flight.ts';

let cloud: LocalPlatform;
let close: (of: Run) => Promise<RunSummary>;
let run: Run;
let summary: RunSummary;

const ask = async (sql: string) => {
  const engine = await openQueryEngine({ lake: openLocalLake(process.env['UMBEL_HOME'] ?? '') });
  const { columns, rows } = await engine.query(sql);
  engine.close();
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])));
};

const placeOf = (row: Record<string, string>) => `${row['photoId']}/${row['tile']?.padStart(4, '0')}`;

beforeAll(async () => {
  cloud = await openTestPlatform();
  const { handler: tiler } = await import('#lambdas/tile-photos/handler.ts');
  const { handler: planner } = await import('#lambdas/plan-review/handler.ts');
  const { handler } = await import('#lambdas/summarise-flight/handler.ts');
  close = (of) => invoke(handler, { kind: 'summarise', run: of, photos: { count: 7 }, stages: [] });
  const square = [
    [0, 50],
    [20, 50],
    [20, 60],
    [0, 60],
    [0, 50],
  ];
  const feature = {
    type: 'Feature',
    properties: { name: 'Nim' },
    geometry: { type: 'Polygon', coordinates: [square] },
  };
  await cloud.put(
    'lake',
    'areas/parishes.geojson',
    JSON.stringify({ type: 'FeatureCollection', features: [feature] }),
  );
  run = sampleRun('meadow-1', { modelId: await registerModel(cloud) });
  await workedFlight(cloud, run, { tiler, planner });
  summary = await close(run);
});

describe('the lake after a run', () => {
  it('has a row for every tile and file, the same as the tables beside the report', async () => {
    const tiles = await ask(
      'SELECT photo_id, tile, confidence, band, review, lat FROM tiles ORDER BY photo_id, tile',
    );
    const csv = readCsv(cloud.fileOf('results', `meadow-1/${run.runId}/tiles.csv`));
    expect(tiles).toHaveLength(summary.tiles);
    const sorted = csv.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    for (const [i, tile] of tiles.entries()) {
      expect(tile['photo_id']).toBe(sorted[i]!['photoId']);
      expect(tile['confidence']).toBeCloseTo(Number(sorted[i]!['confidence']), 3);
      expect(tile['band'] ?? '').toBe(sorted[i]!['band']);
      expect(tile['review'] ?? '').toBe(sorted[i]!['review']);
    }
    expect(await ask('SELECT count(*) AS n FROM photos')).toEqual([{ n: 10 }]);
    expect(await ask('SELECT count(*) AS n FROM sightings')).toEqual([{ n: summary.sightings }]);
  });

  it('has the run in figures, the ground that it covered, and parishes', async () => {
    const [row] = await ask('SELECT * FROM current_runs');
    expect(row).toMatchObject({
      flight_id: 'meadow-1',
      photos: 9,
      photos_scored: 4,
      tiles: 48,
      title: 'A <meadow>',
    });
    const [ground] = await ask('SELECT sum(area_m2) AS m2, min(parish) AS parish FROM coverage');
    expect(ground?.['m2']).toBeCloseTo(Number(row?.['covered_m2']), 3);
    expect(Number(ground?.['m2'])).toBeGreaterThan(100);
    expect(ground?.['parish']).toBe('Nim');
    expect(await ask('SELECT DISTINCT parish FROM sightings')).toEqual([{ parish: 'Nim' }]);
  });

  it('has nothing twice when the run is summarised again', async () => {
    const before = await ask('SELECT count(*) AS n, sum(confidence) AS sum FROM tiles');
    await close(run);
    expect(await ask('SELECT count(*) AS n, sum(confidence) AS sum FROM tiles')).toEqual(before);
    const lake = openLocalLake(process.env['UMBEL_HOME'] ?? '');
    const [month = ''] = await monthsOf(lake);
    const { commit } = await readCommit(lake, month);
    expect(commit.tables.tiles).toHaveLength(1);
    expect(commit.retired).toHaveLength(5);
  });
});
