import type { SFNClient } from '@aws-sdk/client-sfn';
import { UmbelError } from '#core/errors.ts';
import { manifestName, uploadKey } from '#core/flight/keys.ts';
import { describeExecution, redriveExecution } from '#platform/aws/executions.ts';
import type { ObjectStore } from '#platform/ports.ts';
import type { Tables } from '#platform/tables/tables.ts';
import { flightRuns } from '../aws/flight-runs.ts';

export interface RedriveParts {
  readonly objects: Pick<ObjectStore, 'get' | 'head' | 'put'>;
  readonly tables: Pick<Tables, 'flights'>;
  readonly workflows: SFNClient;
  readonly workflowArn: string;
  readonly uploadsBucket: string;
}

export interface Redrive {
  readonly flightId: string;
  readonly runId: string | null;
  /** `redriven`: the run goes on where it failed; `announced`: its manifest was announced again, as no run ever began. */
  readonly outcome: 'redriven' | 'announced';
}

/**
 * Continues the failed run of a flight where it failed; where no run began, announces the manifest again.
 * @throws UmbelError `flight.not-found`, `run.running`, `run.succeeded`, `run.not-redrivable`
 */
export async function redriveFlight(parts: RedriveParts, flightId: string): Promise<Redrive> {
  const { flight, runs } = await flightRuns(parts.tables, flightId);
  const runId = flight?.latestRunId ?? runs.at(-1)?.runId;
  if (runId === undefined) return announce(parts, flightId);
  const execution = await describeExecution(parts.workflows, parts.workflowArn, runId);
  if (execution?.redrivable === true) {
    await redriveExecution(parts.workflows, parts.workflowArn, runId);
    return { flightId, runId, outcome: 'redriven' };
  }
  throw refusal(runId, execution?.status);
}

/** Writes the manifest over itself: the same content starts the same run, so a second announcement is harmless. */
async function announce({ objects, uploadsBucket }: RedriveParts, flightId: string): Promise<Redrive> {
  const manifest = { bucket: uploadsBucket, key: uploadKey(flightId, manifestName) };
  if ((await objects.head(manifest)) === undefined) {
    throw new UmbelError({
      code: 'flight.not-found',
      kind: 'not-found',
      message: `There is no ${manifestName} of a flight ${flightId} in ${uploadsBucket}.`,
      hint: `Upload it: umbel upload DIR --flight ${flightId}.`,
    });
  }
  await objects.put(manifest, await objects.get(manifest), 'application/json');
  return { flightId, runId: null, outcome: 'announced' };
}

function refusal(runId: string, status: string | undefined): UmbelError {
  if (status === 'RUNNING') {
    return new UmbelError({
      code: 'run.running',
      kind: 'conflict',
      message: `The run ${runId} is at work.`,
      hint: 'Wait for its end: umbel status shows how far it is.',
    });
  }
  if (status === 'SUCCEEDED') {
    return new UmbelError({
      code: 'run.succeeded',
      kind: 'conflict',
      message: `The run ${runId} succeeded: there is nothing to continue.`,
      hint: 'To do it once more, ask the console for a new run.',
    });
  }
  return new UmbelError({
    code: 'run.not-redrivable',
    kind: 'conflict',
    message: `The run ${runId} cannot be continued any more${status === undefined ? ': AWS has forgotten it' : ` (${status})`}.`,
    hint: 'AWS continues a run within 14 days of its failure. Ask the console for a new run: what is finished is not done again.',
  });
}
