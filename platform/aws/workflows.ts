import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { TokenAnswer, Workflows } from '../ports.ts';

/** Most characters of an error's cause that Step Functions takes. */
const causeLimit = 32_768;
const errorLimit = 256;

/** Workflows on AWS Step Functions. */
export function stepFunctionsWorkflows(client: SFNClient): Workflows {
  return {
    async start({ workflowArn, name, input }) {
      try {
        const command = new StartExecutionCommand({
          stateMachineArn: workflowArn,
          name,
          input: JSON.stringify(input),
        });
        await client.send(command);
        return 'started';
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return 'already-exists';
        throw error;
      }
    },
    succeedTask: (taskToken, output) =>
      answered(client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))),
    failTask: (taskToken, error, cause) =>
      answered(
        client.send(
          new SendTaskFailureCommand({
            taskToken,
            error: error.slice(0, errorLimit),
            cause: cause.slice(0, causeLimit),
          }),
        ),
      ),
    heartbeat: (taskToken) => answered(client.send(new SendTaskHeartbeatCommand({ taskToken }))),
  };
}

async function answered(call: Promise<unknown>): Promise<TokenAnswer> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken)
      return 'gone';
    throw error;
  }
}
