import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { receivesMax } from '#core/work-queue.ts';
import { mark } from './mark.ts';

export interface WorkQueueOptions {
  readonly name: string;
  readonly prefix: string;
  readonly visibilityS: number;
}

/** A queue of work; what is no task goes after `receivesMax` tries to its dead-letter queue, where a person can look at it. */
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
