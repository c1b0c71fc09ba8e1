import { UmbelError } from '#core/errors.ts';
import type { RunSummary } from '#core/flight/summary.ts';
import type { ExecutionOutcome } from '#platform/local/executions.ts';
import type { FlightsTable } from '#platform/tables/flights-table.ts';
import { runFailure } from './failure.ts';

/** A run whose execution has ended. */
export interface EndedRun {
  readonly flightId: string;
  readonly runId: string;
  readonly outcome: ExecutionOutcome;
}

/**
 * The summary of a run that has ended.
 * @throws UmbelError what made it fail, in the words of the run's own record: it knows to what photos were lost
 */
export async function runSummaryOf(
  flights: Pick<FlightsTable, 'getRun'>,
  { flightId, runId, outcome }: EndedRun,
): Promise<RunSummary> {
  const record = await flights.getRun(flightId, runId);
  if (outcome.status !== 'SUCCEEDED') throw runFailure(outcome, record);
  if (record?.summary !== undefined) return record.summary;
  throw new UmbelError({
    code: 'run.no-summary',
    kind: 'bug',
    message: `The run ${runId} ended without a summary.`,
  });
}
