import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fileListsPrefix, uploadKey } from '#core/flight/keys.ts';
import { nodeFunction } from '../constructs/node-function.ts';
import {
  allow,
  allowAppendItems,
  allowIdempotency,
  allowRead,
  allowReadItems,
  allowWrite,
  allowWriteItems,
} from '../constructs/permissions.ts';
import type { Config } from '../config.ts';
import type { DataBuckets, DataTables } from '../stacks/data-stack.ts';

export interface ApiParts {
  readonly config: Config;
  /** Root of the repository. */
  readonly sourceRoot: string;
  readonly buckets: DataBuckets;
  readonly tables: DataTables;
  readonly workflow: IStateMachine;
}

/** AppSync waits no longer. */
const timeoutS = 29;

/** Answers every field of the API. What it may do, whoever holds one of its signed URLs may do for that one object. */
export function apiFunction(scope: Construct, parts: ApiParts): IFunction {
  const { config, sourceRoot, buckets, tables, workflow } = parts;
  const lambda = nodeFunction(scope, 'Api', {
    name: 'api',
    config,
    sourceRoot,
    // A whole processor: large flights' sightings are read and indexed once.
    memoryMb: 1769,
    timeoutS,
    surroundings: {
      uploadsBucket: buckets.uploads.bucketName,
      workBucket: buckets.work.bucketName,
      modelsBucket: buckets.models.bucketName,
      reviewBucket: buckets.review.bucketName,
      resultsBucket: buckets.results.bucketName,
      lakeBucket: buckets.lake.bucketName,
      flightsTable: tables.flights.tableName,
      photosTable: tables.photos.tableName,
      scoresTable: tables.scores.tableName,
      reviewsTable: tables.reviews.tableName,
      reviewQueueTable: tables.reviewQueue.tableName,
      labelsTable: tables.labels.tableName,
      fieldMarksTable: tables.fieldMarks.tableName,
      modelsTable: tables.models.tableName,
      auditTable: tables.audit.tableName,
      idempotencyTable: tables.idempotency.tableName,
      flightWorkflowArn: workflow.stateMachineArn,
    },
  });
  allowObjects(lambda, buckets);
  allowTables(lambda, tables);
  allowWorkflow(lambda, workflow);
  return lambda;
}

function allowObjects(lambda: IFunction, buckets: DataBuckets): void {
  for (const bucket of Object.values<DataBuckets[keyof DataBuckets]>({ ...buckets }))
    allowRead(lambda, bucket);
  allowWrite(lambda, buckets.uploads, uploadKey('*', ''));
  // Lists of files, until the flight is committed.
  allowWrite(lambda, buckets.work, fileListsPrefix);
  // Exports, and only beside the results of a run.
  allowWrite(lambda, buckets.results, '*/exports/');
}

function allowTables(lambda: IFunction, tables: DataTables): void {
  const { flights, photos, scores, reviews, reviewQueue, labels, fieldMarks, models, audit } = tables;
  for (const table of [flights, photos, scores, reviews, reviewQueue, labels, fieldMarks, models, audit])
    allowReadItems(lambda, table);
  for (const table of [flights, reviewQueue, models]) allowWriteItems(lambda, table);
  // Answers and marks are only ever added.
  for (const table of [labels, fieldMarks, audit]) allowAppendItems(lambda, table);
  allow(lambda, ['dynamodb:DeleteItem'], [reviewQueue.tableArn]);
  allowIdempotency(lambda, tables.idempotency);
}

/** Starts flights again, goes on with failed ones, and counts the photos of running ones. */
function allowWorkflow(lambda: IFunction, workflow: IStateMachine): void {
  const { stack } = lambda;
  const arn = (resource: string, name: string) =>
    Stack.of(lambda).formatArn({
      service: 'states',
      resource,
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  const name = stack.splitArn(workflow.stateMachineArn, ArnFormat.COLON_RESOURCE_NAME).resourceName ?? '*';
  allow(lambda, ['states:StartExecution'], [workflow.stateMachineArn]);
  const verbs = ['ListMapRuns', 'DescribeExecution', 'RedriveExecution'];
  allow(
    lambda,
    verbs.map((verb) => `states:${verb}`),
    [arn('execution', `${name}:*`)],
  );
  allow(lambda, ['states:DescribeMapRun'], [arn('mapRun', `${name}/*`)]);
}
