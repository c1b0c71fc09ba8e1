import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { mark } from './mark.ts';

export interface WorkQueueOptions {
  readonly name: string;
  readonly prefix: string;
  readonly visibilityS: number;
}

/** How often a message is tried before it is set aside. */
const receivesMax = 5;

/** A queue of work; what fails five times goes to its dead-letter queue, where a person can look at it. */
export function workQueue(scope: Construct, id: string, options: WorkQueueOptions): Queue {
  const queue = new Queue(scope, id, {
    queueName: `${options.prefix}-${options.name}`,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    visibilityTimeout: Duration.seconds(options.visibilityS),
    // After a day the workflow has long given up on the token inside.
    retentionPeriod: Duration.days(1),
    deadLetterQueue: {
      queue: deadLetterQueue(scope, `${id}Dead`, `${options.prefix}-${options.name}-dead`),
      maxReceiveCount: receivesMax,
    },
  });
  mark(queue, { name: options.name });
  return queue;
}

/** A queue that keeps what nobody could handle for two weeks. */
export function deadLetterQueue(scope: Construct, id: string, queueName: string): Queue {
  return new Queue(scope, id, {
    queueName,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
}
