import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { storedSightingsJson, type StoredSightings } from '#core/export/stored-sightings.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { openLocalCloud, type LocalCloud } from '#platform/local/cloud.ts';

/**
 * Fills the home of this process with flights that were run: `brook-meadow` with the results given, `unfinished`,
 * `from-before` (a run without sightings.json) and `damaged` (half of one).
 */
export async function storeFlights(results: StoredSightings): Promise<void> {
  const cloud = await openLocalCloud();
  try {
    let json = '';
    for await (const piece of storedSightingsJson(results)) json += piece;
    await storeRun(cloud, 'brook-meadow', { files: { sightings: 'brook-meadow/run/sightings.json' } });
    await storeRun(cloud, 'damaged', { files: { sightings: 'damaged/run/sightings.json' } });
    await storeRun(cloud, 'from-before', { files: {} });
    await storeRun(cloud, 'unfinished');
    storeFile(cloud, 'brook-meadow/run/sightings.json', json);
    storeFile(cloud, 'damaged/run/sightings.json', json.slice(0, json.length / 2));
  } finally {
    await cloud.close();
  }
}

/** Saves a threshold for a flight as the console does; null takes it away. */
export async function saveThreshold(
  flightId: string,
  threshold: number | null,
  expectedVersion: number,
): Promise<void> {
  const cloud = await openLocalCloud();
  try {
    const saved = await cloud.tables.flights.saveThreshold({ flightId, threshold, expectedVersion });
    if (saved !== 'saved') throw new Error(`version ${expectedVersion} is an old one`);
  } finally {
    await cloud.close();
  }
}

async function storeRun(
  { tables }: LocalCloud,
  flightId: string,
  summary?: { readonly files: Readonly<Record<string, string>> },
): Promise<void> {
  const runId = 'run';
  const manifest = { schema: 'umbel.flight/1', flightId } as const;
  await tables.flights.putFlight({ flightId, manifest, photos: 1, latestRunId: runId });
  const begun = { flightId, runId, modelId: null, photos: 1, startedAt: '2026-07-02T06:00:00Z' };
  const record = summary === undefined ? { status: 'running' } : { status: 'succeeded', summary };
  await tables.flights.putRun({ ...begun, ...record } as RunRecord);
}

function storeFile({ objects }: LocalCloud, key: string, text: string): void {
  const file = objects.fileOf({ bucket: requireEnvironment('resultsBucket'), key });
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
