import { Duration } from 'aws-cdk-lib';
import { IntegrationPattern, type RetryProps, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { TrainingMessage } from '#core/model/training/training-run.ts';
import type { TrainingParts } from './parts.ts';

export interface AskOptions {
  readonly kind: TrainingMessage['kind'];
  /** Variables to set: name to JSONata. */
  readonly assign?: Record<string, string>;
  /** JSONata for the state's output; default the worker's answer. */
  readonly outputs?: string;
}

/**
 * What can pass: a worker that was taken away, a message that was lost, a service that did not keep up. What is wrong with tiles or options is reported under names
 * of its own, and trying again would only cost hours.
 */
const passing: RetryProps = {
  errors: [
    'States.Timeout',
    'States.HeartbeatTimeout',
    'training.thread-died',
    'training.stopped',
    'cloud.busy',
  ],
  interval: Duration.seconds(10),
  backoffRate: 2,
  maxAttempts: 2,
};

/** A state that sends a training worker the execution's input, and waits until the worker reports its token. */
export function askTrainer(
  scope: Construct,
  name: string,
  { queue, config }: TrainingParts,
  { kind, assign, outputs }: AskOptions,
): SqsSendMessage {
  const { heartbeatS, timeoutS } = config.training;
  const state = SqsSendMessage.jsonata(scope, name, {
    queue,
    integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    messageBody: TaskInput.fromObject({
      kind,
      taskToken: '{% $states.context.Task.Token %}',
      training: '{% $states.context.Execution.Input %}',
    }),
    ...(assign === undefined ? {} : { assign }),
    ...(outputs === undefined ? {} : { outputs }),
    heartbeatTimeout: Timeout.duration(Duration.seconds(heartbeatS)),
    taskTimeout: Timeout.duration(Duration.seconds(timeoutS)),
  });
  state.addRetry(passing);
  return state;
}
