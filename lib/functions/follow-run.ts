import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { nodeFunction } from '../constructs/node-function.ts';
import { allowList, allowRead, allowReadItems, allowWriteItems } from '../constructs/permissions.ts';
import type { FunctionParts } from './parts.ts';

export interface FollowRunParts extends FunctionParts {
  /** Where events go that the function could not handle. */
  readonly failed: IQueue;
}

/** Writes down that a run ended without results, and that it goes on after a redrive. */
export function followRunFunction(scope: Construct, parts: FollowRunParts): IFunction {
  const { config, sourceRoot, buckets, tables, failed } = parts;
  const lambda = nodeFunction(scope, 'FollowRun', {
    name: 'follow-run',
    config,
    sourceRoot,
    memoryMb: 512,
    timeoutS: 60,
    surroundings: {
      uploadsBucket: buckets.uploads.bucketName,
      workBucket: buckets.work.bucketName,
      flightsTable: tables.flights.tableName,
    },
  });
  lambda.configureAsyncInvoke({ retryAttempts: 2, onFailure: new SqsDestination(failed) });
  // Whether a flight is there still.
  allowList(lambda, buckets.uploads, 'flights/');
  // What the maps wrote of batches that failed.
  allowRead(lambda, buckets.work, 'runs/');
  allowReadItems(lambda, tables.flights);
  allowWriteItems(lambda, tables.flights);
  return lambda;
}
