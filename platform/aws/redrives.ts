import { DescribeExecutionCommand, ExecutionDoesNotExist, type SFNClient } from '@aws-sdk/client-sfn';
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
    return redriveStatus === 'REDRIVABLE' ? 'redriven' : 'over';
  } catch (error) {
    // AWS forgets executions after 90 days.
    if (error instanceof ExecutionDoesNotExist) return 'over';
    throw error;
  }
}
