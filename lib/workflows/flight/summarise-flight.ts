import { TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { invokeLambda } from './invoke-lambda.ts';
import type { FlightParts } from './parts.ts';
import { withStage } from './stages.ts';

/** Merges detections into sightings and writes every result of the run; its answer is the workflow's. */
export function summariseFlight(scope: Construct, parts: FlightParts): LambdaInvoke {
  return invokeLambda(scope, 'SummariseFlight', {
    target: parts.functions.summariseFlight,
    payload: TaskInput.fromObject({
      kind: 'summarise',
      run: '{% $run %}',
      photos: '{% $photos %}',
      stages: withStage('summarise-flight'),
    }),
    output: '{% $states.result.Payload %}',
  });
}
