import type { Construct } from 'constructs';
import { allowRead, allowReadItems, allowWrite, allowWriteItems } from '../constructs/permissions.ts';
import { photoFunction } from '../constructs/photo-function.ts';
import type { TimedFunction } from '../workflows/flight/parts.ts';
import type { FunctionParts } from './parts.ts';

/** As tile-photos. */
const timeoutS = 140;

/** Cuts review tiles at full resolution. */
export function cutReviewTilesFunction(
  scope: Construct,
  { config, sourceRoot, buckets, tables }: FunctionParts,
): TimedFunction {
  const lambda = photoFunction(scope, 'CutReviewTiles', {
    name: 'cut-review-tiles',
    config,
    sourceRoot,
    memoryMb: 3008,
    timeoutS,
    surroundings: {
      uploadsBucket: buckets.uploads.bucketName,
      workBucket: buckets.work.bucketName,
      reviewBucket: buckets.review.bucketName,
      photosTable: tables.photos.tableName,
      scoresTable: tables.scores.tableName,
      reviewsTable: tables.reviews.tableName,
      reviewQueueTable: tables.reviewQueue.tableName,
    },
  });
  allowRead(lambda, buckets.uploads, 'flights/');
  allowRead(lambda, buckets.work, 'runs/*/batches/');
  allowWrite(lambda, buckets.work, 'runs/*/batches/');
  allowWrite(lambda, buckets.review, 'tiles/');
  allowReadItems(lambda, tables.photos);
  allowReadItems(lambda, tables.scores);
  allowReadItems(lambda, tables.reviews);
  allowWriteItems(lambda, tables.reviews);
  allowWriteItems(lambda, tables.reviewQueue);
  return { lambda, timeoutS };
}
