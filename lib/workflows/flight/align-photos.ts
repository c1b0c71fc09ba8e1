import { TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { invokeLambda } from './invoke-lambda.ts';
import type { FlightParts } from './parts.ts';
import { nextStage } from './stages.ts';

/** Puts photos where their overlap shows that they are; later states read the places from the run's folder. */
export function alignPhotos(scope: Construct, parts: FlightParts): LambdaInvoke {
  return invokeLambda(scope, 'AlignPhotos', {
    target: parts.functions.alignPhotos,
    payload: TaskInput.fromObject({ run: '{% $run %}' }),
    assign: nextStage('align-photos'),
    output: '{% $states.result.Payload %}',
  });
}
