import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { UmbelError } from '#core/errors.ts';
import { parseStoredSightings, type StoredSightings } from '#core/export/stored-sightings.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { openLocalCloud, type LocalCloud } from '#platform/local/cloud.ts';
import { homeDir } from '#platform/local/home.ts';

/**
 * What a run of a flight found.
 * @param runId absent: the latest
 * @throws UmbelError `flight.not-found`, `run.not-found`, `run.unfinished`, `export.results-missing`,
 *   `export.results-unreadable`
 */
export async function readResults(flightId: string, runId?: string): Promise<StoredSightings> {
  // A mistyped UMBEL_HOME must not leave an empty database behind.
  if (!existsSync(homeDir())) throw noFlight(flightId, homeDir());
  const cloud = await openLocalCloud();
  try {
    const key = keyOfSightings(await runOf(cloud, flightId, runId), flightId);
    const file = cloud.objects.fileOf({ bucket: requireEnvironment('resultsBucket'), key });
    return parseStoredSightings(await readFile(file, 'utf8').catch(missing(flightId)), file);
  } finally {
    await cloud.close();
  }
}

async function runOf(cloud: LocalCloud, flightId: string, runId?: string): Promise<RunRecord | undefined> {
  const flight = await cloud.tables.flights.getFlight(flightId);
  if (flight === undefined) throw noFlight(flightId, cloud.home.dir);
  const run = await cloud.tables.flights.getRun(flightId, runId ?? flight.latestRunId);
  if (run !== undefined || runId === undefined) return run;
  throw new UmbelError({
    code: 'run.not-found',
    kind: 'not-found',
    message: `Flight ${flightId} has no run ${runId}.`,
    hint: `Its latest run is ${flight.latestRunId}.`,
  });
}

function noFlight(flightId: string, home: string): UmbelError {
  return new UmbelError({
    code: 'flight.not-found',
    kind: 'not-found',
    message: `There is no flight ${flightId} in ${home}.`,
    hint: 'Run it first: umbel run DIR. The id of a flight is in the first line of its summary.',
  });
}

function keyOfSightings(run: RunRecord | undefined, flightId: string): string {
  if (run?.summary === undefined) {
    throw new UmbelError({
      code: 'run.unfinished',
      kind: 'conflict',
      message: `The run of ${flightId} has no results${run?.failure === undefined ? ' yet' : `: ${run.failure.error}`}.`,
      hint: 'Run the flight again; what is finished is not done again.',
    });
  }
  return run.summary.files['sightings'] ?? missing(flightId)();
}

function missing(flightId: string): (cause?: unknown) => never {
  return (cause) => {
    throw new UmbelError({
      code: 'export.results-missing',
      kind: 'conflict',
      message: `The run of ${flightId} left no sightings.json to export from.`,
      hint: 'Run the flight again with --again: its results are written anew.',
      ...(cause === undefined ? {} : { cause }),
    });
  };
}
