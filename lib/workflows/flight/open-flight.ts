import { TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { invokeLambda } from './invoke-lambda.ts';
import type { FlightParts } from './parts.ts';
import { firstStage } from './stages.ts';

/**
 * Checks the flight, pins the model and lists the photos. Its answer lives on in the variables `run`, `photos` and
 * `scored`; states pass next to nothing. The environment's review policy holds unless the request names another.
 */
export function openFlight(scope: Construct, parts: FlightParts): LambdaInvoke {
  const defaults = JSON.stringify({ review: parts.config.review });
  const additions = `{
    'startedAt': $states.context.Execution.StartTime,
    'request': $merge([${defaults}, $states.input.request])
  }`.replaceAll(/\s+/g, ' ');
  return invokeLambda(scope, 'OpenFlight', {
    target: parts.functions.openFlight,
    payload: TaskInput.fromText(`{% $merge([$states.input, ${additions}]) %}`),
    assign: {
      ...firstStage('open-flight'),
      run: '{% $states.result.Payload.run %}',
      photos: '{% $states.result.Payload.photos %}',
      scored: '{% $states.result.Payload.scored %}',
    },
    output: '{% { "photos": $states.result.Payload.photos.count } %}',
  });
}
