import type { Construct } from 'constructs';
import { nodeFunction } from '../constructs/node-function.ts';
import { allowRead, allowReadItems, allowWrite } from '../constructs/permissions.ts';
import type { TimedFunction } from '../workflows/flight/parts.ts';
import type { FunctionParts } from './parts.ts';

/** It goes over every photo of the flight, 50 at a time. */
const timeoutS = 900;

/** Decides which tiles biologists are asked about. It sees scores and poses, no pictures. */
export function planReviewFunction(
  scope: Construct,
  { config, sourceRoot, buckets, tables }: FunctionParts,
): TimedFunction {
  const lambda = nodeFunction(scope, 'PlanReview', {
    name: 'plan-review',
    config,
    sourceRoot,
    memoryMb: 1769,
    timeoutS,
    surroundings: {
      uploadsBucket: buckets.uploads.bucketName,
      workBucket: buckets.work.bucketName,
      modelsBucket: buckets.models.bucketName,
      photosTable: tables.photos.tableName,
      scoresTable: tables.scores.tableName,
    },
  });
  // The terrain of the flight.
  allowRead(lambda, buckets.uploads, 'flights/');
  allowRead(lambda, buckets.models);
  allowRead(lambda, buckets.work, 'runs/');
  allowWrite(lambda, buckets.work, 'runs/');
  allowReadItems(lambda, tables.photos);
  allowReadItems(lambda, tables.scores);
  return { lambda, timeoutS };
}
