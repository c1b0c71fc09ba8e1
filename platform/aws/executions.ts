import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ExecutionDoesNotExist,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  type SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';

/** How far an execution of a workflow is. */
export interface ExecutionState {
  readonly status: string;
  readonly startedAt: string | undefined;
  readonly stoppedAt: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly redrivable: boolean;
  readonly maps: readonly MapState[];
}

/** A Distributed Map: photos by what became of their batch. */
export interface MapState {
  /** Name of the state. */
  readonly label: string;
  readonly total: number;
  readonly succeeded: number;
  readonly running: number;
  readonly pending: number;
  readonly failed: number;
}

/** ARN of an execution by its name. Source: AWS Step Functions, "ARN formats". */
export function executionArnOf(workflowArn: string, name: string): string {
  return `${workflowArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** How far the execution of that name is; undefined: there is none (any more: AWS keeps them for 90 days). */
export async function describeExecution(
  client: SFNClient,
  workflowArn: string,
  name: string,
): Promise<ExecutionState | undefined> {
  const executionArn = executionArnOf(workflowArn, name);
  try {
    const answer = await client.send(new DescribeExecutionCommand({ executionArn }));
    return {
      status: answer.status ?? 'UNKNOWN',
      startedAt: answer.startDate?.toISOString(),
      stoppedAt: answer.stopDate?.toISOString(),
      error: answer.error,
      cause: answer.cause,
      redrivable: answer.redriveStatus === 'REDRIVABLE',
      maps: await mapsOf(client, executionArn),
    };
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

/** Continues a failed execution where it failed. Source: AWS Step Functions, "Restarting executions with redrive". */
export async function redriveExecution(client: SFNClient, workflowArn: string, name: string): Promise<void> {
  await client.send(new RedriveExecutionCommand({ executionArn: executionArnOf(workflowArn, name) }));
}

/** Stops an execution where it is; one that has ended, or that is not there, is left. */
export async function stopExecution(
  client: SFNClient,
  {
    workflowArn,
    name,
    cause,
  }: { readonly workflowArn: string; readonly name: string; readonly cause: string },
): Promise<void> {
  const stopped = { executionArn: executionArnOf(workflowArn, name), error: 'Run.Stopped', cause };
  try {
    await client.send(new StopExecutionCommand(stopped));
  } catch (error) {
    if (!(error instanceof ExecutionDoesNotExist)) throw error;
  }
}

async function mapsOf(client: SFNClient, executionArn: string): Promise<MapState[]> {
  const maps: MapState[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new ListMapRunsCommand({ executionArn, ...(nextToken === undefined ? {} : { nextToken }) }),
    );
    for (const { mapRunArn } of page.mapRuns ?? []) maps.push(await mapOf(client, mapRunArn ?? ''));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return maps;
}

async function mapOf(client: SFNClient, mapRunArn: string): Promise<MapState> {
  const { itemCounts } = await client.send(new DescribeMapRunCommand({ mapRunArn }));
  const { total = 0, succeeded = 0, running = 0, pending = 0 } = itemCounts ?? {};
  const failed = (itemCounts?.failed ?? 0) + (itemCounts?.timedOut ?? 0) + (itemCounts?.aborted ?? 0);
  return { label: labelOf(mapRunArn), total, succeeded, running, pending, failed };
}

/** `arn:aws:states:region:account:mapRun:workflow/TilePhotos:id`: the label is the name of the state. */
function labelOf(mapRunArn: string): string {
  return /:mapRun:[^/]+\/([^:]+):/.exec(mapRunArn)?.[1] ?? mapRunArn;
}
