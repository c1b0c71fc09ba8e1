import { UmbelError } from '#core/errors.ts';
import type { FlightRecord, FlightsTable } from '#platform/tables/flights-table.ts';

/**
 * The flights that are named, or with `outdated` all whose latest results are not by this model, by their ids.
 * @throws UmbelError `flight.not-found`, `rerun.no-flights`
 */
export async function flightsToRerun(
  flights: Pick<FlightsTable, 'getFlight' | 'getRun' | 'listFlights'>,
  named: readonly string[],
  { outdated = false, modelId }: { readonly outdated?: boolean | undefined; readonly modelId: string },
): Promise<FlightRecord[]> {
  if (named.length > 0 === outdated) throw unclear();
  if (!outdated) {
    const records: FlightRecord[] = [];
    for (const flightId of new Set(named)) {
      const flight = await flights.getFlight(flightId);
      if (flight === undefined) throw notFound(flightId);
      records.push(flight);
    }
    return records;
  }
  const records: FlightRecord[] = [];
  for await (const { flightId, latestRunId } of flights.listFlights()) {
    const run = await flights.getRun(flightId, latestRunId);
    // One that was cut off or failed has no results yet: it goes on.
    const isDone = run?.status === 'succeeded' && run.modelId === modelId;
    const flight = isDone ? undefined : await flights.getFlight(flightId);
    if (flight !== undefined) records.push(flight);
  }
  return records;
}

function unclear(): UmbelError {
  return new UmbelError({
    code: 'rerun.no-flights',
    kind: 'bad-input',
    message: 'Which flights are to be run again is not clear.',
    hint: 'Name them (umbel rerun FLIGHT ...), or take all that another model looked at last: umbel rerun --outdated.',
  });
}

function notFound(flightId: string): UmbelError {
  return new UmbelError({
    code: 'flight.not-found',
    kind: 'not-found',
    message: `There is no flight ${flightId}.`,
    hint: 'Run it first: umbel run DIR. The id of a flight is in the first line of its summary.',
  });
}
