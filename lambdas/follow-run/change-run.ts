import { UmbelError } from '#core/errors.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import type { FlightsTable } from '#platform/tables/flights-table.ts';

/** Times that somebody else may be quicker. */
const mostTries = 5;

/**
 * Changes the record of a run as `change` says of what is there; `undefined` leaves it. What is written in between is read
 * again, never overwritten.
 * @throws UmbelError `run.contended`
 */
export async function changeRun(
  flights: Pick<FlightsTable, 'getRun' | 'replaceRun'>,
  { flightId, runId }: { readonly flightId: string; readonly runId: string },
  change: (record: RunRecord | undefined) => RunRecord | undefined | Promise<RunRecord | undefined>,
): Promise<'changed' | 'unchanged'> {
  for (let tries = 0; tries < mostTries; tries++) {
    const former = await flights.getRun(flightId, runId);
    const record = await change(former);
    if (record === undefined) return 'unchanged';
    if ((await flights.replaceRun(record, former)) === 'replaced') return 'changed';
  }
  throw new UmbelError({
    code: 'run.contended',
    kind: 'try-again',
    message: `The record of ${runId} changed ${mostTries} times while it was to be written.`,
  });
}
