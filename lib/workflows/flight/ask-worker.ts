import { Duration } from 'aws-cdk-lib';
import {
  IntegrationPattern,
  type RetryProps,
  TaskInput,
  type TaskStateBase,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { WorkerMessage } from '#core/flight/run.ts';
import type { FlightParts } from './parts.ts';
import { workerRetries } from './retries.ts';

export interface AskOptions {
  readonly kind: WorkerMessage['kind'];
  /** The rest of the message: field to JSONata. */
  readonly fields: Record<string, string>;
  readonly heartbeatS: number;
  readonly timeoutS: number;
  /** Variables to set: name to JSONata. */
  readonly assign?: Record<string, string>;
  /** Before those that every work of a worker has. */
  readonly retries?: readonly RetryProps[];
}

/**
 * A state that gives a worker a message and waits until the worker reports its token. The configuration chooses the way of
 * the message: a queue, or a function that hands it to an endpoint.
 */
export function askWorker(
  scope: Construct,
  name: string,
  { scorer }: FlightParts,
  options: AskOptions,
): TaskStateBase {
  const message = TaskInput.fromObject({
    kind: options.kind,
    taskToken: '{% $states.context.Task.Token %}',
    ...options.fields,
  });
  const waiting = {
    integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    ...(options.assign === undefined ? {} : { assign: options.assign }),
    heartbeatTimeout: Timeout.duration(Duration.seconds(options.heartbeatS)),
    taskTimeout: Timeout.duration(Duration.seconds(options.timeoutS)),
  };
  const state =
    scorer.kind === 'queue'
      ? SqsSendMessage.jsonata(scope, name, { ...waiting, queue: scorer.queue, messageBody: message })
      : LambdaInvoke.jsonata(scope, name, {
          ...waiting,
          lambdaFunction: scorer.ask.lambda,
          payload: message,
          retryOnServiceExceptions: false,
        });
  for (const retry of [...(options.retries ?? []), ...workerRetries]) state.addRetry(retry);
  return state;
}
