import { readFile } from 'node:fs/promises';
import { UmbelError } from '#core/errors.ts';
import { parseStoredSightings, type StoredSightings } from '#core/export/stored-sightings.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { openLocalCloud, type LocalCloud } from '#platform/local/cloud.ts';

/**
 * What the latest run of a flight found.
 * @throws UmbelError `flight.not-found`, `run.unfinished`, `export.results-missing`, `export.results-unreadable`
 */
export async function readResults(flightId: string): Promise<StoredSightings> {
  const cloud = await openLocalCloud();
  try {
    const key = keyOfSightings(await latestRun(cloud, flightId), flightId);
    const file = cloud.objects.fileOf({ bucket: requireEnvironment('resultsBucket'), key });
    return parseStoredSightings(await readFile(file, 'utf8').catch(missing(flightId)), file);
  } finally {
    await cloud.close();
  }
}

async function latestRun(cloud: LocalCloud, flightId: string): Promise<RunRecord | undefined> {
  const flight = await cloud.tables.flights.getFlight(flightId);
  if (flight !== undefined) return cloud.tables.flights.getRun(flightId, flight.latestRunId);
  throw new UmbelError({
    code: 'flight.not-found',
    kind: 'not-found',
    message: `There is no flight ${flightId} in ${cloud.home.dir}.`,
    hint: 'Run it first: umbel run DIR. The id of a flight is in the first line of its summary.',
  });
}

function keyOfSightings(run: RunRecord | undefined, flightId: string): string {
  if (run?.summary === undefined) {
    throw new UmbelError({
      code: 'run.unfinished',
      kind: 'conflict',
      message: `The latest run of ${flightId} has no results${run?.failure === undefined ? ' yet' : `: ${run.failure.error}`}.`,
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
      message: `The latest run of ${flightId} left no sightings.json to export from.`,
      hint: 'Run the flight again with --again: its results are written anew.',
      ...(cause === undefined ? {} : { cause }),
    });
  };
}
