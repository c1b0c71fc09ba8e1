import { existsSync, readFileSync, statSync } from 'node:fs';
import type { FeatureCollection } from 'geojson';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunResult } from '#cli/run/run-flight.ts';
import { readCsv } from './csv.ts';
import { smallFlight } from './flights.ts';
import { temporaryFolder, umbel, umbelJson } from './umbel.ts';

describe('umbel run', () => {
  test('a flight comes out with every photo, tile and file accounted for', { timeout: 120_000 }, async () => {
    const dir = temporaryFolder();
    const home = temporaryFolder();
    const out = path.join(temporaryFolder(), 'results');
    await smallFlight(dir, { photos: 6 });
    const result = await umbelJson<RunResult>(['run', dir, '--out', out], home);

    expect(result).toMatchObject({ status: 'succeeded', engine: 'onnx', recognised: false, decodes: 6 });
    expect(result.photos).toMatchObject({
      read: 6,
      scored: 6,
      quarantined: 0,
      unplaced: 0,
      skipped: 0,
      failed: 0,
    });
    expect(result.sightings).toBeGreaterThan(0);
    expect(result.bands.certain + result.bands.probable + result.bands.possible).toBeGreaterThanOrEqual(
      result.sightings,
    );
    expect(Object.keys(result.stagesMs)).toEqual(
      expect.arrayContaining(['TilePhotos', 'ScorePhotos', 'SummariseFlight']),
    );

    expect(result.checks.map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([
      'tiling passed',
      'pose passed',
      'scores passed',
    ]);
    expect(result.notes[0]).toMatch(/^The registry was empty: demo-hogweed-\w+, which comes with Umbel/);

    const photos = readCsv(path.join(out, 'photos.csv'));
    const scored = photos.filter(({ outcome }) => outcome === 'scored');
    expect(scored.map(({ photo }) => photo)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `DJI_000${n}.JPG`));
    expect(scored.every(({ result: found }) => found === 'hogweed' || found === 'empty')).toBe(true);
    expect(readCsv(path.join(out, 'tiles.csv'))).toHaveLength(result.tiles);

    const geojson = JSON.parse(readFileSync(result.out['geojson']!, 'utf8')) as FeatureCollection;
    // Outlines of stands follow the points.
    expect(geojson.features.filter(({ geometry }) => geometry.type === 'Point')).toHaveLength(
      result.sightings,
    );
    for (const format of ['csv', 'gpx', 'kml', 'dwc', 'summary', 'report']) {
      expect(statSync(result.out[format]!).size, format).toBeGreaterThan(100);
    }
  });

  test(
    'the same flight again is recognised; --again does it anew with the same result',
    { timeout: 120_000 },
    async () => {
      const dir = temporaryFolder();
      const home = temporaryFolder();
      await smallFlight(dir, { photos: 3 });
      const first = await umbelJson<RunResult>(['run', dir], home);
      const second = await umbelJson<RunResult>(['run', dir], home);
      expect(second).toMatchObject({ recognised: true, runId: first.runId, sightings: first.sightings });
      expect(second.out['tiles']).toBe(first.out['tiles']);
      const third = await umbelJson<RunResult>(['run', dir, '--again'], home);
      expect(third).toMatchObject({ recognised: false, sightings: first.sightings });
      expect(third.runId).not.toBe(first.runId);
    },
  );

  test(
    'another tiling is another run; tiles of a grid lie where the grid says',
    { timeout: 120_000 },
    async () => {
      const dir = temporaryFolder();
      const home = temporaryFolder();
      await smallFlight(dir, { photos: 3 });
      const result = await umbelJson<RunResult>(['run', dir, '--tiling', 'grid:2x2'], home);
      expect(result.tiles).toBe(12);
      const tiles = readCsv(result.out['tiles']!);
      expect(tiles.slice(0, 4).map(({ leftPx, topPx }) => [leftPx, topPx])).toEqual([
        ['0', '0'],
        ['684', '0'],
        ['0', '456'],
        ['684', '456'],
      ]);
    },
  );

  test('export writes what the run found', { timeout: 120_000 }, async () => {
    const dir = temporaryFolder();
    const home = temporaryFolder();
    await smallFlight(dir, { photos: 3 });
    const result = await umbelJson<RunResult>(['run', dir], home);
    const gpx = await umbel(['export', result.flightId, '--format', 'gpx'], home);
    expect(gpx.code).toBe(0);
    expect(gpx.stdout).toBe(readFileSync(result.out['gpx']!, 'utf8'));
    const unknown = await umbel(['export', 'no-such-flight', '--format', 'gpx'], home);
    expect(unknown).toMatchObject({ code: 4, stdout: '' });
    expect(unknown.stderr).toContain('no-such-flight');
  });

  test('--json prints one object on stdout; progress goes to stderr', { timeout: 120_000 }, async () => {
    const dir = temporaryFolder();
    const home = temporaryFolder();
    await smallFlight(dir, { photos: 3 });
    const { stdout } = await umbel(['run', dir, '--json'], home);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const text = await umbel(['run', dir], home);
    expect(text.stdout).toMatch(/^Flight {5}sim-5-/);
    const report = /^Report\s+(.+)$/m.exec(text.stdout)?.[1] ?? '';
    expect(existsSync(report)).toBe(true);
  });
});
