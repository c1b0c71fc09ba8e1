import {
  DistributedMap,
  type IChainable,
  ItemBatcher,
  ResultWriterV2,
  S3JsonLItemReader,
  type StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { runPrefix } from '#core/flight/keys.ts';
import type { FlightParts } from './parts.ts';
import { nextStage } from './stages.ts';

export interface PhotoMapOptions {
  /** Stage of the run, and folder of the map's results below the run's in the work bucket. */
  readonly stage: string;
  /** Variable that says where the list of photos is: `{ key }`, JSON lines in the work bucket. */
  readonly list: 'photos' | 'reviewPhotos';
  readonly childType: StateMachineType;
  readonly concurrency: number;
  readonly photosPerBatch: number;
  /** What each child does with its batch: `{ BatchInput: { run }, Items: [photo lines] }`. */
  readonly child: IChainable;
}

/**
 * A state that goes over a list of photos in batches. Children write what they did to tables and buckets;
 * the map keeps only who ran and who failed, in the run's folder.
 */
export function photoMap(
  scope: Construct,
  name: string,
  parts: FlightParts,
  options: PhotoMapOptions,
): DistributedMap {
  const map = DistributedMap.jsonata(scope, name, {
    label: name,
    assign: nextStage(options.stage),
    mapExecutionType: options.childType,
    maxConcurrency: options.concurrency,
    toleratedFailurePercentage: parts.config.workflow.toleratedFailurePercent,
    itemReader: new S3JsonLItemReader({ bucket: parts.workBucket, key: `{% $${options.list}.key %}` }),
    itemBatcher: new ItemBatcher({
      maxItemsPerBatch: options.photosPerBatch,
      batchInput: { run: '{% $run %}' },
    }),
    resultWriterV2: new ResultWriterV2({
      bucket: parts.workBucket,
      prefix: `{% '${runPrefix('')}' & $run.runId & '/${options.stage}' %}`,
    }),
  });
  map.itemProcessor(options.child);
  return map;
}
