import type { TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { askWorker } from './ask-worker.ts';
import type { FlightParts } from './parts.ts';
import { nextStage } from './stages.ts';

/** Lets a worker score the model's own sanity tiles; it also wakes the first worker. A disagreement ends the run. */
export function checkSanity(scope: Construct, parts: FlightParts): TaskStateBase {
  const { sanityHeartbeatS, sanityTimeoutS } = parts.config.workflow;
  return askWorker(scope, 'CheckSanity', parts, {
    kind: 'check-sanity',
    fields: { run: '{% $run %}' },
    heartbeatS: sanityHeartbeatS,
    timeoutS: sanityTimeoutS,
    assign: nextStage('check-sanity'),
  });
}
