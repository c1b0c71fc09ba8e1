import { GetExecutionHistoryCommand, ListExecutionsCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { describeExecution } from './executions.ts';

/** An execution that goes on, by how far it is. */
export interface RunningExecution {
  /** Name of the execution: the run's id. */
  readonly name: string;
  readonly startedAt: string;
  /** Changes whenever anything in it moves: a state begins or ends, a batch is finished. */
  readonly position: string;
  /** The last map that it reached, with its photos: `ScorePhotos 300/1200`; empty before the first. */
  readonly at: string;
}

/** Every execution of a workflow that runs. */
export async function* runningExecutions(
  client: SFNClient,
  stateMachineArn: string,
): AsyncIterable<RunningExecution> {
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new ListExecutionsCommand({
        stateMachineArn,
        statusFilter: 'RUNNING',
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
    );
    for (const { name = '', startDate = new Date(0), executionArn = '' } of page.executions ?? []) {
      const startedAt = startDate.toISOString();
      yield { name, startedAt, ...(await positionOf(client, { stateMachineArn, executionArn, name })) };
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

async function positionOf(
  client: SFNClient,
  { stateMachineArn, executionArn, name }: { stateMachineArn: string; executionArn: string; name: string },
): Promise<Pick<RunningExecution, 'position' | 'at'>> {
  const { events = [] } = await client.send(
    new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }),
  );
  const maps = (await describeExecution(client, stateMachineArn, name))?.maps ?? [];
  const finished = maps.map(({ label, succeeded, failed }) => `${label}:${succeeded + failed}`);
  // Step Functions lists the latest first.
  const last = maps.find(({ running, pending }) => running + pending > 0);
  return {
    position: [events[0]?.id ?? 0, ...finished].join(' '),
    at: last === undefined ? '' : `${last.label} ${last.succeeded + last.failed}/${last.total}`,
  };
}
