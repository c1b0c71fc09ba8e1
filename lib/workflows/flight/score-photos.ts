import { type DistributedMap, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { askWorker } from './ask-worker.ts';
import type { FlightParts } from './parts.ts';
import { photoMap } from './photo-map.ts';
import { wornOutRetry } from './retries.ts';

/** Scores every photo, 100 to a message. Only STANDARD children can wait for a token. */
export function scorePhotos(scope: Construct, parts: FlightParts): DistributedMap {
  const { scoreConcurrency, scoreHeartbeatS, scoreTimeoutS } = parts.config.workflow;
  const child = askWorker(scope, 'ScoreBatch', parts, {
    kind: 'score-photos',
    fields: { run: '{% $states.input.BatchInput.run %}', photos: '{% $states.input.Items %}' },
    heartbeatS: scoreHeartbeatS,
    timeoutS: scoreTimeoutS,
    retries: [wornOutRetry],
  });
  return photoMap(scope, 'ScorePhotos', parts, {
    stage: 'score-photos',
    list: 'photos',
    childType: StateMachineType.STANDARD,
    concurrency: scoreConcurrency,
    photosPerBatch: 100,
    child,
  });
}
