import { type DistributedMap, StateMachineType, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { invokeLambda } from './invoke-lambda.ts';
import type { FlightParts } from './parts.ts';
import { photoMap } from './photo-map.ts';
import { batchCrashRetry, batchRetry } from './retries.ts';

/** Cuts the tiles that biologists should see at full resolution, 5 photos to a function, for a whole picture is held in memory. */
export function cutReviewTiles(scope: Construct, parts: FlightParts): DistributedMap {
  const child = invokeLambda(scope, 'CutBatch', {
    target: parts.functions.cutReviewTiles,
    payload: TaskInput.fromText('{% $states.input %}'),
    output: '{% $states.result.Payload %}',
    retries: [batchCrashRetry, batchRetry],
  });
  return photoMap(scope, 'CutReviewTiles', parts, {
    stage: 'cut-review-tiles',
    list: 'reviewPhotos',
    childType: StateMachineType.EXPRESS,
    concurrency: parts.config.workflow.cutConcurrency,
    photosPerBatch: 5,
    child,
  });
}
