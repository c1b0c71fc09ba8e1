import { TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { invokeLambda } from './invoke-lambda.ts';
import type { FlightParts } from './parts.ts';
import { nextStage } from './stages.ts';

/** Decides which tiles biologists are asked about; the variable `reviewPhotos` says where the photos to cut are listed. */
export function planReview(scope: Construct, parts: FlightParts): LambdaInvoke {
  return invokeLambda(scope, 'PlanReview', {
    target: parts.functions.planReview,
    payload: TaskInput.fromObject({ run: '{% $run %}' }),
    assign: {
      ...nextStage('plan-review'),
      reviewPhotos: '{% $states.result.Payload.photos %}',
    },
    output: '{% { "tiles": $states.result.Payload.tiles } %}',
  });
}
