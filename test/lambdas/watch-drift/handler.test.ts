import { beforeAll, describe, expect, it } from 'vitest';
import type { DriftReport } from '#core/drift/drift-report.ts';
import type { World } from '../../core/drift/simulated-flights.ts';
import { openLocalLake } from '#platform/lake/local-lake.ts';
import { invoke, type LocalPlatform, openTestPlatform } from '../local-platform.ts';
import { flyOver, shipModel } from './flown-flights.ts';

let cloud: LocalPlatform;
let watch: (event: object) => Promise<DriftReport>;
let tend: () => Promise<{ answers: { labels: number; fieldMarks: number }; files: { after: number } }>;
const flown = (ground: number, ago: number, change: Partial<World> = {}) =>
  flyOver(cloud, { ground, ago, change });

const label = (tile: number) => ({
  flightId: 'ground-2-2026',
  photoId: '0'.repeat(20),
  tiling: 'm:2.5,0.5',
  tile,
  seq: 1,
  labelId: String(tile).padStart(20, 'a'),
  answer: 'hogweed' as const,
  who: 'anna',
  at: '2026-08-01T10:00:00Z',
  box: { leftPx: 0, topPx: 0, widthPx: 1, heightPx: 1 },
  widthPx: 10,
  heightPx: 10,
});

beforeAll(async () => {
  cloud = await openTestPlatform();
  const { handler } = await import('#lambdas/watch-drift/handler.ts');
  const { handler: tender } = await import('#lambdas/tend-lake/handler.ts');
  watch = (event) => invoke(handler, event);
  tend = () => invoke(tender, {});
  await shipModel(cloud);
  for (let ground = 0; ground < 6; ground++) await flown(ground, 20 - ground);
});

describe('watch-drift', () => {
  it('finds nothing in flights as they should be, and tells nobody', async () => {
    const report = await watch({});
    expect(report.flights).toHaveLength(6);
    expect(report.alarms).toBe(0);
    expect(report.flights.every(({ level }) => level === 'steady')).toBe(true);
    expect(cloud.events()).toEqual([]);
  });

  it('raises the alarm on the first flight of another camera, says why, and tells the bus', async () => {
    const flightId = await flown(7, 1, { emptyShift: 2, plantShift: -1, brightness: 0.9 });
    const report = await watch({ days: 3 });
    expect(report.flights).toHaveLength(1);
    expect(report).toMatchObject({
      alarms: 1,
      flights: [{ flightId, level: 'alarm', cause: 'new-pictures', alarm: true }],
    });
    expect(cloud.events()).toMatchObject([
      { detailType: 'Drift Found', detail: { flightId, cause: 'new-pictures' } },
    ]);
  });

  it('looks at one flight however old, and says when there is none', async () => {
    expect((await watch({ flightId: 'ground-0-2026' })).flights).toMatchObject([
      { flightId: 'ground-0-2026' },
    ]);
    await expect(watch({ flightId: 'never' })).rejects.toMatchObject({
      code: 'drift.flight-unknown',
      kind: 'not-found',
    });
  });

  it('leaves out histograms unless they are asked for: two hundred flights fit into a state of a workflow', async () => {
    const brief = await watch({ days: 100 });
    for (const flight of brief.flights) {
      const estimate = { total: 1234.56789, low: 123.456789, high: 12345.6789, answered: 500, hits: 20 };
      const full = {
        ...flight,
        audit: { asked: 600, answered: 500, agreement: 0.987654321, missed: estimate },
      };
      // With longer names than here: three ids of 60 letters.
      expect(200 * (JSON.stringify(full).length + 100)).toBeLessThan(256 * 1024);
    }
    const [drawn] = (await watch({ days: 100, withHistograms: true })).flights;
    expect(drawn?.histograms?.seen.reduce((sum, tiles) => sum + tiles, 0)).toBe(6400);
    expect(drawn?.histograms?.expected.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
  });

  it('passes over a flight that was deleted meanwhile', async () => {
    await cloud.platform.objects.delete({
      bucket: 'umbel-results',
      key: 'ground-1-2026/ground-1-2026-meadow-1/drift.json',
    });
    const { flights } = await watch({ days: 100 });
    expect(flights.map(({ flightId }) => flightId)).not.toContain('ground-1-2026');
    expect(flights).toHaveLength(6);
  });
});

describe('tend-lake', () => {
  it('brings answers of people into the lake, once, and again when there are more', async () => {
    const mark = {
      flightId: 'ground-2-2026',
      sightingId: 's',
      seq: 1,
      markId: 'm',
      kind: 'treated' as const,
      date: '2026-07-20',
      who: 'crew',
      at: '2026-07-20T10:00:00Z',
      lat: 56,
      lon: 12,
      uncertaintyM: 2,
    };
    await cloud.platform.tables.labels.append(label(1));
    await cloud.platform.tables.fieldMarks.append(mark);
    expect((await tend()).answers).toMatchObject({ flights: 1, labels: 1, fieldMarks: 1 });
    expect((await tend()).answers).toMatchObject({ flights: 0, labels: 0, fieldMarks: 0 });
    await cloud.platform.tables.labels.append(label(2));
    expect((await tend()).answers).toMatchObject({ flights: 1, labels: 2 });
    const { openQueryEngine } = await import('#platform/lake/query-engine.ts');
    const engine = await openQueryEngine({ lake: openLocalLake(process.env['UMBEL_HOME'] ?? '') });
    expect((await engine.query('SELECT count(*), min(reviewer) FROM labels')).rows).toEqual([[2, 'anna']]);
    expect((await engine.query('SELECT mark, radius_m FROM field_marks')).rows).toEqual([['treated', 2]]);
    engine.close();
  });
});
