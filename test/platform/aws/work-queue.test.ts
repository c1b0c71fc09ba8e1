import { createHash } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sqsWorkQueue } from '#platform/aws/work-queue.ts';
import type { QueueMessage, WorkQueue } from '#platform/ports.ts';
import { type FakeService, startFakeService } from './fake-service.ts';

const queueUrl = 'https://sqs.eu-north-1.amazonaws.com/000000000000/umbel-inference';
const body = '{"kind":"check-sanity"}';
const stored = {
  MessageId: 'm-1',
  ReceiptHandle: 'r-1',
  Body: body,
  MD5OfBody: createHash('md5').update(body).digest('hex'),
  Attributes: { ApproximateReceiveCount: '3' },
};
const message: QueueMessage = { messageId: 'm-1', receipt: 'r-1', body, receiveCount: 3 };

describe('the work queue on Amazon SQS', () => {
  let service: FakeService;
  let queue: WorkQueue;
  beforeAll(async () => {
    service = await startFakeService();
    queue = sqsWorkQueue(new SQSClient(service.config), () => queueUrl);
  });
  beforeEach(() => {
    service.calls.length = 0;
    service.answer = {};
  });
  afterAll(() => service.close());

  it('takes one message, hidden for the time that was asked', async () => {
    service.answer = { Messages: [stored] };
    expect(await queue.receive({ waitS: 20, visibilityS: 120 })).toEqual(message);
    expect(service.calls).toEqual([
      {
        operation: 'ReceiveMessage',
        input: {
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 1,
          WaitTimeSeconds: 20,
          VisibilityTimeout: 120,
          MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        },
      },
    ]);
  });

  it.each([{}, { Messages: [] }])('takes nothing from an empty queue (%j)', async (answer) => {
    service.answer = answer;
    expect(await queue.receive({ waitS: 0, visibilityS: 1 })).toBeUndefined();
  });

  it('stops waiting when the worker is told to stop', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(queue.receive({ waitS: 20, visibilityS: 1, signal: stop.signal })).rejects.toThrow(/abort/i);
  });

  it('hides a message longer, and deletes it, by its receipt', async () => {
    await queue.extend(message, 90);
    await queue.delete(message);
    expect(service.calls).toEqual([
      {
        operation: 'ChangeMessageVisibility',
        input: { QueueUrl: queueUrl, ReceiptHandle: 'r-1', VisibilityTimeout: 90 },
      },
      { operation: 'DeleteMessage', input: { QueueUrl: queueUrl, ReceiptHandle: 'r-1' } },
    ]);
  });
});
