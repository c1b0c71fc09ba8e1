import { Duration } from 'aws-cdk-lib';
import { type RetryProps, type TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { TimedFunction } from './parts.ts';
import { crashRetry, lambdaRetries } from './retries.ts';

export interface InvokeOptions {
  readonly target: TimedFunction;
  readonly payload: TaskInput;
  /** JSONata for the state's output. */
  readonly output: string;
  /** Variables to set: name to JSONata. */
  readonly assign?: Record<string, string>;
  /** Beside the retries of Lambda's own failures; default: once more for a function that died. */
  readonly retries?: readonly RetryProps[];
}

/** A state that calls a function and tries again when Lambda fails. */
export function invokeLambda(scope: Construct, name: string, options: InvokeOptions): LambdaInvoke {
  const { target, payload, output, assign, retries = [crashRetry] } = options;
  const state = LambdaInvoke.jsonata(scope, name, {
    lambdaFunction: target.lambda,
    payload,
    outputs: output,
    ...(assign === undefined ? {} : { assign }),
    retryOnServiceExceptions: false,
    taskTimeout: Timeout.duration(Duration.seconds(target.timeoutS + 10)),
  });
  for (const retry of [...lambdaRetries, ...retries]) state.addRetry(retry);
  return state;
}
