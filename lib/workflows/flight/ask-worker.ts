import { Duration } from 'aws-cdk-lib';
import { IntegrationPattern, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
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
}

/** A state that sends a worker a message and waits until the worker reports its token. */
export function askWorker(
  scope: Construct,
  name: string,
  parts: FlightParts,
  options: AskOptions,
): SqsSendMessage {
  const state = SqsSendMessage.jsonata(scope, name, {
    queue: parts.queue,
    integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    messageBody: TaskInput.fromObject({
      kind: options.kind,
      taskToken: '{% $states.context.Task.Token %}',
      ...options.fields,
    }),
    ...(options.assign === undefined ? {} : { assign: options.assign }),
    heartbeatTimeout: Timeout.duration(Duration.seconds(options.heartbeatS)),
    taskTimeout: Timeout.duration(Duration.seconds(options.timeoutS)),
  });
  for (const retry of workerRetries) state.addRetry(retry);
  return state;
}
