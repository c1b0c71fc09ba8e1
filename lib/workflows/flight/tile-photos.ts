import { type DistributedMap, StateMachineType, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { invokeLambda } from './invoke-lambda.ts';
import type { FlightParts } from './parts.ts';
import { photoMap } from './photo-map.ts';
import { batchCrashRetry, batchRetry } from './retries.ts';

/** Decodes every photo once and writes its sheet, 20 photos to a function. */
export function tilePhotos(scope: Construct, parts: FlightParts): DistributedMap {
  const child = invokeLambda(scope, 'TileBatch', {
    target: parts.functions.tilePhotos,
    payload: TaskInput.fromText('{% $states.input %}'),
    output: '{% $states.result.Payload %}',
    retries: [batchCrashRetry, batchRetry],
  });
  return photoMap(scope, 'TilePhotos', parts, {
    stage: 'tile-photos',
    list: 'photos',
    childType: StateMachineType.EXPRESS,
    concurrency: parts.config.workflow.tileConcurrency,
    photosPerBatch: 20,
    child,
  });
}
