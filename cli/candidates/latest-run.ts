import { UmbelError } from '#core/errors.ts';
import type { Run } from '#core/flight/run.ts';
import type { Tables } from '#platform/tables/tables.ts';

/**
 * The latest run of a flight, by a model.
 * @throws UmbelError `flight.not-found`, `run.unfinished`, `candidates.no-model`
 */
export async function latestRun({ flights }: Pick<Tables, 'flights'>, flightId: string): Promise<Run> {
  const flight = await flights.getFlight(flightId);
  if (flight === undefined)
    throw new UmbelError({
      code: 'flight.not-found',
      kind: 'not-found',
      message: `There is no flight ${flightId}.`,
      hint: 'The id of a flight is in the first line of what umbel run prints.',
    });
  const record = await flights.getRun(flightId, flight.latestRunId);
  if (record?.run === undefined || record.status !== 'succeeded')
    throw new UmbelError({
      code: 'run.unfinished',
      kind: 'conflict',
      message: `The latest run of ${flightId} has no results${record?.failure === undefined ? ' yet' : `: ${record.failure.error}`}.`,
      hint: 'Run the flight again; what is finished is not done again.',
    });
  if (record.run.modelId !== null) return record.run;
  throw new UmbelError({
    code: 'candidates.no-model',
    kind: 'conflict',
    message: `No model has looked at ${flightId}: nothing tells which of its tiles are hard.`,
    hint: 'Label photos of it in the console first, or run it with a model: umbel run DIR --model ID.',
  });
}
