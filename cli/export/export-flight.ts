import { copyFile, readFile } from 'node:fs/promises';
import { UmbelError } from '#core/errors.ts';
import type { ExportFormatName } from '#core/export/formats.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';

export interface ExportFlightOptions {
  readonly flightId: string;
  readonly format: ExportFormatName;
  /** File to write; stdout when absent. */
  readonly out?: string;
}

/** Writes the sightings of a flight's latest run in one format. @throws UmbelError `flight.not-found`, `run.unfinished` */
export async function exportFlight({ flightId, format, out }: ExportFlightOptions): Promise<void> {
  const cloud = await openLocalCloud();
  try {
    const flight = await cloud.tables.flights.getFlight(flightId);
    if (flight === undefined) {
      throw new UmbelError({
        code: 'flight.not-found',
        kind: 'not-found',
        message: `There is no flight ${flightId} in ${cloud.home.dir}.`,
        hint: 'Run it first: umbel run DIR. The id of a flight is in the first line of its summary.',
      });
    }
    const run = await cloud.tables.flights.getRun(flightId, flight.latestRunId);
    const key = run?.summary?.files[format];
    if (key === undefined) {
      throw new UmbelError({
        code: 'run.unfinished',
        kind: 'conflict',
        message: `The latest run of ${flightId} has no results${run?.failure === undefined ? ' yet' : `: ${run.failure.error}`}.`,
        hint: 'Run the flight again; what is finished is not done again.',
      });
    }
    const file = cloud.objects.fileOf({ bucket: requireEnvironment('resultsBucket'), key });
    if (out === undefined) process.stdout.write(await readFile(file));
    else await copyFile(file, out);
  } finally {
    await cloud.close();
  }
}
