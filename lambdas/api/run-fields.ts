import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { flightIdSchema } from '#core/flight/manifest.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import { runRequestSchema } from '#core/flight/run.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { logRun } from '#platform/registry/run-log.ts';
import { startFlight } from '../start-flight/start-flight.ts';
import { notThere } from './errors.ts';
import { type ApiCall, type ApiField, idempotencyKeySchema, mutation, optional } from './field.ts';
import { nullIfNotThere } from './flight-fields.ts';
import { modelIdSchema, registryFor } from './model-fields.ts';
import { once } from './once.ts';
import { readFlight } from './run-reader.ts';

const operators = ['operator', 'admin'] as const;

/** Work on flights, asked for by people. */
export const runFields: Readonly<Record<string, ApiField>> = {
  'Mutation.startRun': mutation(
    operators,
    z.strictObject({
      flightId: flightIdSchema,
      modelId: optional(modelIdSchema),
      idempotencyKey: idempotencyKeySchema,
    }),
    (input, call) => once(call, { field: 'startRun', input }, () => startRun(call, input)),
  ),
  'Mutation.redriveRun': mutation(
    operators,
    z.strictObject({ flightId: flightIdSchema, idempotencyKey: idempotencyKeySchema }),
    (input, call) => once(call, { field: 'redriveRun', input }, () => redriveRun(call, input.flightId)),
  ),
};

interface StartRunInput {
  readonly flightId: string;
  readonly modelId: string | undefined;
}

interface StartedRun {
  readonly flightId: string;
  readonly runId: string;
  readonly started: boolean;
}

/** Most times that the same work may be done again on purpose. */
const mostAttempts = 100;

/** Starts the first attempt that was not made yet. @throws UmbelError `flight.not-found`, `model.not-found` */
async function startRun(call: ApiCall, { flightId, modelId }: StartRunInput): Promise<StartedRun> {
  await readFlight(call.platform, flightId);
  if (modelId !== undefined) await registryFor(call).show(modelId);
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const request = runRequestSchema.parse({ ...(modelId === undefined ? {} : { modelId }), attempt });
    const { runId, outcome } = await startFlight(call.platform, { flightId, request }).catch(
      noManifest(flightId),
    );
    if (outcome === 'started') return { flightId, runId, started: true };
    const record = await call.platform.tables.flights.getRun(flightId, runId).catch(nullIfNotThere);
    if (record?.status === 'running') return { flightId, runId, started: false };
  }
  throw notThere(`attempt left for flight ${flightId}`);
}

function noManifest(flightId: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof Error && error.name === 'object.not-found')
      throw notThere(`flight ${flightId} with its manifest`);
    throw error;
  };
}

/**
 * Goes on with the latest run of a flight, which failed; where that cannot go on any more, does its work in a new run.
 * Either way what is finished is not done again. Who asked stands in the audit log before anything is done.
 * @throws UmbelError `flight.not-found`, `run.not-found`, `run.running`, `run.succeeded`
 */
async function redriveRun(call: ApiCall, flightId: string): Promise<object> {
  const { platform, person } = call;
  const { record } = await readFlight(platform, flightId);
  if (record === undefined) throw notThere(`run of flight ${flightId} yet`);
  const { runId } = record;
  if (record.status === 'succeeded') throw nothingToDo(record, 'succeeded');
  await logRun(platform.tables.audit, {
    action: 'redriven',
    flightId,
    runId,
    at: platform.clock.now().toISOString(),
    by: person.personId,
  });
  const workflowArn = requireEnvironment('flightWorkflowArn');
  const outcome = await platform.redrives.redrive({ workflowArn, name: runId });
  if (outcome === 'redriven') return { flightId, runId, outcome: 'CONTINUED' };
  if (outcome !== 'over') throw nothingToDo(record, outcome);
  const anew = await startRun(call, { flightId, modelId: record.modelId ?? undefined });
  return { flightId, runId: anew.runId, outcome: 'NEW_RUN' };
}

function nothingToDo({ runId, flightId }: RunRecord, state: 'running' | 'succeeded'): UmbelError {
  return new UmbelError({
    code: `run.${state}`,
    kind: 'conflict',
    message:
      state === 'running'
        ? `The run ${runId} is at work.`
        : `The run ${runId} succeeded: nothing is left to do.`,
    hint: state === 'running' ? 'Wait for its end.' : 'To do it once more, start a new run.',
    details: { flightId, runId },
  });
}
