import type { Construct } from 'constructs';
import { nodeFunction } from '../constructs/node-function.ts';
import { allowRead, allowReadItems, allowWrite, allowWriteItems } from '../constructs/permissions.ts';
import type { TimedFunction } from '../workflows/flight/parts.ts';
import type { FunctionParts } from './parts.ts';

const timeoutS = 900;

/** Checks a flight's manifest against what is there, pins the model, lists the photos. */
export function openFlightFunction(
  scope: Construct,
  { config, sourceRoot, buckets, tables }: FunctionParts,
): TimedFunction {
  const lambda = nodeFunction(scope, 'OpenFlight', {
    name: 'open-flight',
    config,
    sourceRoot,
    memoryMb: 1024,
    timeoutS,
    surroundings: {
      uploadsBucket: buckets.uploads.bucketName,
      workBucket: buckets.work.bucketName,
      modelsBucket: buckets.models.bucketName,
      flightsTable: tables.flights.tableName,
    },
  });
  allowRead(lambda, buckets.uploads, 'flights/');
  allowRead(lambda, buckets.models);
  allowRead(lambda, buckets.work, 'runs/');
  allowWrite(lambda, buckets.work, 'runs/');
  allowReadItems(lambda, tables.flights);
  allowWriteItems(lambda, tables.flights);
  return { lambda, timeoutS };
}
