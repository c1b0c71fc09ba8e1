import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { UmbelError } from '#core/errors.ts';
import { parseStoredSightings, type StoredSightings } from '#core/export/stored-sightings.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import type { Label } from '#core/label/label.ts';
import { reviewedSightings } from '#core/label/reviewed-sightings.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { homeDir } from '#platform/local/home.ts';
import { openForReading, type ReadableCloud } from '#platform/local/reading.ts';

/** What a run found, and what people have set for its flight since. */
export interface FlightResults extends StoredSightings {
  /** Confidence from which map and exports show sightings, as somebody saved it in the console; undefined: nobody did. */
  readonly threshold: number | undefined;
}

/**
 * What a run of a flight found, as biologists have judged it since.
 * @param runId absent: the latest
 * @throws UmbelError `flight.not-found`, `run.not-found`, `run.unfinished`, `export.results-missing`,
 *   `export.results-unreadable`
 */
export async function readResults(flightId: string, runId?: string): Promise<FlightResults> {
  // A mistyped UMBEL_HOME must not leave an empty database behind.
  if (!existsSync(homeDir())) throw noFlight(flightId, homeDir());
  const cloud = await openForReading();
  try {
    const record = await runOf(cloud, flightId, runId);
    const key = keyOfSightings(record, flightId);
    const file = cloud.objects.fileOf({ bucket: requireEnvironment('resultsBucket'), key });
    const stored = parseStoredSightings(await readFile(file, 'utf8').catch(missing(flightId)), file);
    const { threshold } = await cloud.tables.flights.getState(flightId);
    return { ...stored, sightings: await judged(cloud, record, stored), threshold };
  } finally {
    await cloud.close();
  }
}

/** The sightings with what biologists have said since the run: its own files keep what the model said. */
async function judged(
  cloud: ReadableCloud,
  record: RunRecord | undefined,
  { sightings }: StoredSightings,
): Promise<StoredSightings['sightings']> {
  if (record?.run === undefined) return sightings;
  const labels: Label[] = [];
  for await (const label of cloud.tables.labels.list(record.flightId)) labels.push(label);
  const tiling = formatTiling(record.run.sheet.tiling);
  return reviewedSightings(sightings, labels, { flightId: record.flightId, tiling });
}

async function runOf(cloud: ReadableCloud, flightId: string, runId?: string): Promise<RunRecord | undefined> {
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
