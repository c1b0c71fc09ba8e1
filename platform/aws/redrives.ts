import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { RedriveOutcome, Redrives } from '../ports.ts';
import { executionArnOf, redriveExecution } from './executions.ts';

/** Redrives on AWS Step Functions. */
export function stepFunctionsRedrives(client: SFNClient): Redrives {
  return {
    async redrive({ workflowArn, name }) {
      const outcome = await outcomeOf(client, executionArnOf(workflowArn, name));
      if (outcome === 'redriven') await redriveExecution(client, workflowArn, name);
      return outcome;
    },
  };
}

/** What a redrive would be, before it is done. */
async function outcomeOf(client: SFNClient, executionArn: string): Promise<RedriveOutcome> {
  try {
    const { status, redriveStatus } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'RUNNING') return 'running';
    if (status === 'SUCCEEDED') return 'succeeded';
    if (redriveStatus !== 'REDRIVABLE' || (await endedOnPurpose(client, executionArn))) return 'over';
    return 'redriven';
  } catch (error) {
    // AWS forgets executions after 90 days.
    if (error instanceof ExecutionDoesNotExist) return 'over';
    throw error;
  }
}

/**
 * Whether a Fail state ended the execution, as after a failure that the workflow caught and wrote down: what failed
 * counts as dealt with, and a redrive would begin with the Fail state, which fails again.
 * Source: AWS Step Functions Developer Guide, "Restarting state machine executions with redrive".
 */
async function endedOnPurpose(client: SFNClient, executionArn: string): Promise<boolean> {
  const { events = [] } = await client.send(
    new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 5 }),
  );
  return events.find(({ type }) => type?.endsWith('StateEntered') === true)?.type === 'FailStateEntered';
}
