import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventBridgeEvents } from '#platform/aws/events.ts';
import { s3ObjectStore } from '#platform/aws/object-store.ts';
import { sqsWorkQueue } from '#platform/aws/work-queue.ts';
import { stepFunctionsWorkflows } from '#platform/aws/workflows.ts';
import { patient } from '#platform/patience.ts';
import type { Platform } from '#platform/platform.ts';
import { type FakeS3, startFakeS3 } from './fake-s3.ts';
import { type FakeAnswer, type FakeService, startFakeService } from './fake-service.ts';

const calls = 40;
const quick = { limitMs: 5_000, firstDelayMs: 1, longestDelayMs: 20 };

let s3: FakeS3;
let service: FakeService;
let platform: Pick<Platform, 'objects' | 'queue' | 'workflows' | 'events'>;
let refused = 0;

/** Every fifth call, and the one after it: what is refused once may be refused again. */
function isRefused(count: number): boolean {
  const isTurn = count % 10 === 4 || count % 10 === 5;
  if (isTurn) refused++;
  return isTurn;
}

beforeAll(async () => {
  [s3, service] = await Promise.all([startFakeS3(), startFakeService()]);
  // Without the SDK's own retries: what comes through came through patience.
  const client = new S3Client({ ...service.config, endpoint: s3.endpoint, forcePathStyle: true });
  const adapters = {
    objects: s3ObjectStore(client),
    queue: sqsWorkQueue(new SQSClient(service.config), () => 'https://sqs.eu-north-1.amazonaws.com/0/q'),
    workflows: stepFunctionsWorkflows(new SFNClient(service.config)),
    events: eventBridgeEvents(new EventBridgeClient(service.config), () => 'umbel'),
  };
  platform = patient({ ...adapters } as Platform, quick);
  let asked = 0;
  s3.interfere = () => (isRefused(++asked) ? [503, 'SlowDown'] : undefined);
});
afterAll(async () => {
  await Promise.all([s3.close(), service.close()]);
});

/** The service refuses a fifth of the calls with this error, and answers the others. */
function refuseAFifth(error: string, answer: FakeAnswer = {}): void {
  let asked = 0;
  refused = 0;
  service.answer = () => (isRefused(++asked) ? error : answer);
}

it('S3: every object is written and read, and listed once', async () => {
  refused = 0;
  const keys = Array.from({ length: calls }, (_, i) => `photos/${String(i).padStart(2, '0')}`);
  for (const key of keys) await platform.objects.put({ bucket: 'b', key }, key, 'text/plain');
  for (const key of keys)
    expect(new TextDecoder().decode(await platform.objects.get({ bucket: 'b', key }))).toBe(key);
  const listed: string[] = [];
  for await (const { key } of platform.objects.list('b', 'photos/0')) listed.push(key);
  expect(listed).toEqual(keys.slice(0, 10));
  expect(refused).toBeGreaterThan(calls / 5);
});

it('SQS: every message is received, hidden for longer and deleted', async () => {
  const body = '{}';
  const stored = {
    MessageId: 'm',
    ReceiptHandle: 'r',
    Body: body,
    MD5OfBody: createHash('md5').update(body).digest('hex'),
  };
  refuseAFifth('RequestThrottled', { Messages: [stored] });
  for (let n = 0; n < calls; n++) {
    const message = await platform.queue.receive({ waitS: 0, visibilityS: 60 });
    expect(message?.messageId).toBe('m');
    await platform.queue.extend(message!, 60);
    await platform.queue.delete(message!);
  }
  expect(refused).toBeGreaterThan(calls / 5);
});

it('Step Functions: every execution is started, every token reported', async () => {
  refuseAFifth('ThrottlingException', { executionArn: 'arn', startDate: 0 });
  for (let n = 0; n < calls; n++) {
    expect(await platform.workflows.start({ workflowArn: 'arn', name: `run-${n}`, input: {} })).toBe(
      'started',
    );
    expect(await platform.workflows.heartbeat('t')).toBe('ok');
    expect(await platform.workflows.succeedTask('t', {})).toBe('ok');
    expect(await platform.workflows.failTask('t', 'error', 'cause')).toBe('ok');
  }
  expect(refused).toBeGreaterThan(calls / 5);
});

it('EventBridge: every event is published', async () => {
  refuseAFifth('InternalException', { FailedEntryCount: 0 });
  const event = { source: 'umbel', detailType: 'Flight Summarised', detail: {} };
  await expect(
    Promise.all(Array.from({ length: calls }, () => platform.events.publish(event))),
  ).resolves.toHaveLength(calls);
  expect(refused).toBeGreaterThan(calls / 5);
});

it('EventBridge: an event that was taken and refused within the answer is published again', async () => {
  let asked = 0;
  service.answer = () =>
    ++asked === 1
      ? { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'later' }] }
      : { FailedEntryCount: 0 };
  await platform.events.publish({ source: 'umbel', detailType: 'Flight Summarised', detail: {} });
  expect(asked).toBe(2);
});
