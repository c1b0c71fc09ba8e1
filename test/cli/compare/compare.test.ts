import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { compare } from '#cli/compare/compare.ts';
import { storedSightingsJson, type StoredSightings } from '#core/export/stored-sightings.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { sampleSighting } from '../../core/export/sample-sightings.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

const home = temporaryFolder();
const sites = {
  here: { lat: 56, lon: 12 },
  there: { lat: 56.001, lon: 12 },
  far: { lat: 57, lon: 12 },
} as const;

function results(
  flightId: string,
  day: string,
  places: readonly (keyof typeof sites)[],
  middle = 56,
): StoredSightings {
  const footprint = [
    [11.99, middle - 0.01],
    [12.01, middle - 0.01],
    [12.01, middle + 0.01],
    [11.99, middle + 0.01],
  ] as [number, number][];
  return {
    context: { flightId, runId: 'run', modelId: 'm', startedAt: '2026-09-01T06:00:00Z' },
    sightings: places.map((place, i) => sampleSighting(i + 1, sites[place])),
    photos: ['a', 'b'].map((name) => ({
      photoId: name,
      name,
      outcome: 'scored',
      result: 'hogweed',
      capturedAt: `${day}T10:00:00`,
      footprint,
    })),
  };
}

beforeAll(async () => {
  vi.stubEnv('UMBEL_HOME', home);
  const cloud = await openLocalCloud();
  const flights = [
    results('june', '2026-06-01', ['here', 'there']),
    results('august', '2026-08-01', ['here']),
    results('elsewhere', '2026-08-01', ['far'], 57),
    // The camera's clock was never set.
    results('clockless', '2014-01-01', ['here']),
  ];
  for (const stored of flights) {
    const { flightId } = stored.context;
    const key = `${flightId}/run/sightings.json`;
    let json = '';
    for await (const piece of storedSightingsJson(stored)) json += piece;
    await cloud.objects.put({ bucket: requireEnvironment('resultsBucket'), key }, json, 'application/json');
    await cloud.tables.flights.putFlight({
      flightId,
      manifest: {
        schema: 'umbel.flight/1',
        flightId,
        ...(flightId === 'clockless' ? { capturedAt: '2026-08-15T10:00:00Z' } : {}),
      },
      photos: 2,
      latestRunId: 'run',
    });
    const summary = { files: { sightings: key } };
    await cloud.tables.flights.putRun({
      flightId,
      runId: 'run',
      status: 'succeeded',
      modelId: 'm',
      startedAt: stored.context.startedAt,
      photos: 2,
      summary,
    } as never);
  }
  await cloud.tables.fieldMarks.append({
    flightId: 'june',
    sightingId: 's',
    seq: 1,
    markId: 'm1',
    kind: 'treated',
    date: '2026-06-20',
    who: 'crew',
    at: '2026-06-20T10:00:00Z',
    ...sites.there,
    uncertaintyM: 1,
  });
  await cloud.close();
});

describe('umbel compare', () => {
  it('tells what changed, with what crews did, and writes the files', async () => {
    const out = path.join(home, 'out');
    const text = await compare('june', 'august', { out });
    expect(text).toContain('Before     june (2026-06-01)');
    expect(text).toMatch(/1 {2}still there/);
    expect(text).toMatch(/1 {2}gone after treatment/);
    expect(existsSync(path.join(out, 'change.geojson'))).toBe(true);
    expect(readFileSync(path.join(out, 'change.csv'), 'utf8')).toContain('2026-06-20');
  });

  it('believes flight.json before the clocks of cameras, as the lake does', async () => {
    const answer: unknown = JSON.parse(await compare('june', 'clockless', { json: true }));
    expect(answer).toMatchObject({
      before: { surveyDate: '2026-06-01' },
      after: { surveyDate: '2026-08-15' },
      counts: { treated: 1 },
    });
  });

  it('prints one JSON object', async () => {
    const answer: unknown = JSON.parse(await compare('june', 'august', { json: true }));
    expect(answer).toMatchObject({ counts: { persisting: 1, treated: 1, gone: 0 }, weak: 0, files: {} });
  });

  it.each([
    ['june', 'june', 'compare.same-flight'],
    ['june', 'elsewhere', 'compare.other-ground'],
    ['june', 'never', 'flight.not-found'],
  ])('refuses %s and %s', async (before, after, code) => {
    await expect(compare(before, after, {})).rejects.toMatchObject({ code, hint: expect.any(String) });
  });
});
