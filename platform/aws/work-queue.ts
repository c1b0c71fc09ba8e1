import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { WorkQueue } from '../ports.ts';

/** The work queue on Amazon SQS. */
export function sqsWorkQueue(client: SQSClient, queueUrl: () => string): WorkQueue {
  return {
    async receive({ waitS, visibilityS, signal }) {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl(),
        MaxNumberOfMessages: 1,
        WaitTimeSeconds: waitS,
        VisibilityTimeout: visibilityS,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      });
      const answer = await client.send(command, signal === undefined ? {} : { abortSignal: signal });
      const message = answer.Messages?.[0];
      if (message?.MessageId === undefined || message.ReceiptHandle === undefined) return undefined;
      return {
        messageId: message.MessageId,
        receipt: message.ReceiptHandle,
        body: message.Body ?? '',
        receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
      };
    },
    async extend(message, visibilityS) {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl(),
          ReceiptHandle: message.receipt,
          VisibilityTimeout: visibilityS,
        }),
      );
    },
    async delete(message) {
      await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl(), ReceiptHandle: message.receipt }));
    },
  };
}
