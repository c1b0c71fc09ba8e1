import { UmbelError } from '#core/errors.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import type { FlightRecord } from '#platform/tables/flights-table.ts';
import type { Tables } from '#platform/tables/tables.ts';

export interface FlightRuns {
  readonly flight: FlightRecord | undefined;
  /** The latest one last. */
  readonly runs: readonly RunRecord[];
}

/** What the tables know of a flight; nothing while it is uploaded. */
export async function flightRuns(tables: Pick<Tables, 'flights'>, flightId: string): Promise<FlightRuns> {
  const flight = await tables.flights.getFlight(flightId);
  const runs: RunRecord[] = [];
  for await (const run of tables.flights.listRuns(flightId)) runs.push(run);
  return { flight, runs: runs.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1)) };
}

/** @throws UmbelError `flight.not-found`, `run.not-found` */
export function chosenRun({ flight, runs }: FlightRuns, flightId: string, runId?: string): RunRecord {
  const wanted = runId ?? flight?.latestRunId;
  const run = runs.find((each) => each.runId === wanted);
  if (run !== undefined) return run;
  throw new UmbelError({
    code: flight === undefined ? 'flight.not-found' : 'run.not-found',
    kind: 'not-found',
    message:
      flight === undefined
        ? `The deployment knows no flight ${flightId} that was worked on.`
        : `The flight ${flightId} has no run ${wanted}.`,
    hint:
      flight === undefined
        ? `Look with umbel status ${flightId} whether its upload is complete.`
        : `Choose one of ${runs.map((each) => each.runId).join(', ')}.`,
  });
}
