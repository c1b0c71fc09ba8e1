import { Fail, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { invokeLambda } from './invoke-lambda.ts';
import type { FlightParts } from './parts.ts';

/** Timeouts come without a cause. */
const cause = "{% $exists($states.input.Cause) ? $states.input.Cause : '' %}";
const error = '{% $states.input.Error %}';

/**
 * Writes down why a run failed, then fails with the same error and cause. The run is named by the workflow's own
 * input, for open-flight itself may have failed. Where even the note fails, the first error still comes out.
 */
export function recordFailure(scope: Construct, parts: FlightParts): LambdaInvoke {
  const note = invokeLambda(scope, 'RecordFailure', {
    target: parts.functions.summariseFlight,
    payload: TaskInput.fromObject({
      kind: 'failed',
      runId: '{% $states.context.Execution.Input.runId %}',
      flightId: '{% $states.context.Execution.Input.flightId %}',
      error,
      cause,
    }),
    output: '{% $states.input %}',
  });
  const failed = Fail.jsonata(scope, 'FlightFailed', { error, cause });
  note.addCatch(failed, { errors: ['States.ALL'], outputs: '{% $states.input %}' });
  note.next(failed);
  return note;
}
