import {
  DescribeMapRunCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  ListMapRunsCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { StageProgress, TokenAnswer, Workflows } from '../ports.ts';

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
    progress: ({ workflowArn, name }) =>
      stagesOf(client, `${workflowArn.replace(':stateMachine:', ':execution:')}:${name}`),
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

/** The stages that are Distributed Maps: Step Functions counts their items. */
async function stagesOf(client: SFNClient, executionArn: string): Promise<StageProgress[]> {
  try {
    const { mapRuns = [] } = await client.send(new ListMapRunsCommand({ executionArn }));
    return await Promise.all(
      mapRuns.map(async ({ mapRunArn = '' }): Promise<StageProgress> => {
        const { itemCounts, startDate, stopDate } = await client.send(
          new DescribeMapRunCommand({ mapRunArn }),
        );
        return {
          stage: stageOfMapRun(mapRunArn),
          done: (itemCounts?.succeeded ?? 0) + (itemCounts?.failed ?? 0),
          failed: itemCounts?.failed ?? 0,
          startedAt: (startDate ?? new Date()).toISOString(),
          ...(stopDate === undefined ? {} : { finishedAt: stopDate.toISOString() }),
        };
      }),
    );
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return [];
    throw error;
  }
}

/** `arn:aws:states:...:mapRun:workflow/TilePhotos:id` -> `tile-photos`: the label of the map is the state's name. */
function stageOfMapRun(arn: string): string {
  const label = /\/([^/:]+):[^:]+$/.exec(arn)?.[1] ?? '';
  return label.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
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
