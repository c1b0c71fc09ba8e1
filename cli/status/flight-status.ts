import type { SFNClient } from '@aws-sdk/client-sfn';
import { UmbelError } from '#core/errors.ts';
import { manifestName, uploadKey } from '#core/flight/keys.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import { describeExecution, type ExecutionState } from '#platform/aws/executions.ts';
import type { ObjectStore } from '#platform/ports.ts';
import type { Tables } from '#platform/tables/tables.ts';
import { flightRuns } from '../aws/flight-runs.ts';

export interface FlightStatus {
  readonly flightId: string;
  readonly uploaded: {
    readonly files: number;
    readonly sizeBytes: number;
    /** flight.json is there: the upload is complete. */
    readonly complete: boolean;
  };
  readonly latestRunId: string | null;
  readonly runs: readonly (RunRecord & { readonly execution: ExecutionState | null })[];
}

export interface StatusParts {
  readonly objects: ObjectStore;
  readonly uploadsBucket: string;
  readonly tables: Pick<Tables, 'flights'>;
  readonly workflows: SFNClient;
  readonly workflowArn: string;
}

/**
 * How far a flight is: its upload, and every run of it with the photos that each map has done.
 * @throws UmbelError `flight.not-found` where there is not even a file of it
 */
export async function flightStatus(parts: StatusParts, flightId: string): Promise<FlightStatus> {
  const uploaded = await uploadedFiles(parts, flightId);
  const { flight, runs } = await flightRuns(parts.tables, flightId);
  if (uploaded.files === 0 && !uploaded.complete && flight === undefined && runs.length === 0)
    throw unknownFlight(flightId);
  const described = [];
  for (const run of runs) {
    const execution = await describeExecution(parts.workflows, parts.workflowArn, run.runId);
    described.push({ ...run, execution: execution ?? null });
  }
  return { flightId, uploaded, latestRunId: flight?.latestRunId ?? null, runs: described };
}

function unknownFlight(flightId: string): UmbelError {
  return new UmbelError({
    code: 'flight.not-found',
    kind: 'not-found',
    message: `The deployment has neither files nor runs of a flight ${flightId}.`,
    hint: `Check its id, or upload it with umbel upload DIR --flight ${flightId}.`,
  });
}

async function uploadedFiles(
  { objects, uploadsBucket }: StatusParts,
  flightId: string,
): Promise<FlightStatus['uploaded']> {
  const prefix = uploadKey(flightId, '');
  let files = 0;
  let sizeBytes = 0;
  let complete = false;
  for await (const object of objects.list(uploadsBucket, prefix)) {
    if (object.key === uploadKey(flightId, manifestName)) complete = true;
    else {
      files++;
      sizeBytes += object.sizeBytes;
    }
  }
  return { files, sizeBytes, complete };
}
