import { describe, expect, it } from 'vitest';
import { realClock } from '#platform/local/asl/clock.ts';
import type { TaskCall } from '#platform/local/asl/host.ts';
import type { Json } from '#platform/local/asl/json.ts';
import { LambdaFailure } from '#platform/local/lambda/function-pool.ts';
import { fileObjectStore } from '#platform/local/object-store.ts';
import { workflowHost, type WorkflowTargets } from '#platform/local/workflow-host.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { collect, stream } from '../streams.ts';

const objects = fileObjectStore(temporaryFolder());
const lambda = 'arn:aws:states:::lambda:invoke';
const sqs = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';

function open(targets: Partial<WorkflowTargets> = {}) {
  const sent: unknown[] = [];
  const host = workflowHost({
    objects,
    clock: realClock,
    invoke: () => Promise.resolve('null'),
    send: (queueUrl, body) => sent.push([queueUrl, body]),
    ...targets,
  });
  const task = (resource: string, given: Json) => {
    const call: TaskCall = {
      resource,
      arguments: given,
      credentials: undefined,
      context: {
        stateName: 'State',
        retryCount: 0,
        executionId: 'arn:execution',
        taskToken: 'token',
        attemptKey: 'key',
        contextObject: {},
      },
      signal: new AbortController().signal,
      heartbeat: () => undefined,
    };
    return host.task(call);
  };
  return { host, sent, task };
}

describe('what a workflow may reach', () => {
  it('is functions and queues, nothing else', () => {
    const { host } = open();
    expect(
      [lambda, sqs, 'arn:aws:states:::sqs:sendMessage'].map((resource) => host.supports(resource)),
    ).toEqual([true, true, true]);
    for (const resource of ['arn:aws:states:::dynamodb:putItem', `${lambda}.waitForTaskToken`, 'toString'])
      expect(host.supports(resource)).toBe(false);
  });

  it('calls a function with its payload and answers as the Lambda API does', async () => {
    const calls: string[][] = [];
    const { task } = open({
      invoke: (name, event) => {
        calls.push([name, event]);
        return Promise.resolve('{"tiles":4}');
      },
    });
    expect(await task(lambda, { FunctionName: 'umbel-x', Payload: { a: 1 } })).toEqual({
      ExecutedVersion: '$LATEST',
      Payload: { tiles: 4 },
      StatusCode: 200,
    });
    await task(lambda, { FunctionName: 'umbel-x' });
    expect(calls).toEqual([
      ['umbel-x', '{"a":1}'],
      ['umbel-x', '{}'],
    ]);
  });

  it('sees the failure of a function by the name that it was thrown with', async () => {
    const cause = '{"errorType":"flight.odd","errorMessage":"It is odd."}';
    const { task } = open({ invoke: () => Promise.reject(new LambdaFailure('flight.odd', cause)) });
    await expect(task(lambda, { FunctionName: 'umbel-x' })).rejects.toMatchObject({
      errorName: 'flight.odd',
      causeText: cause,
    });
  });

  it('hears of an error of the cloud itself as it is: no Retry may hide a bug', async () => {
    const { task } = open({ invoke: () => Promise.reject(new TypeError('not deployed')) });
    await expect(task(lambda, { FunctionName: 'umbel-x' })).rejects.toThrow(TypeError);
  });

  it('sends messages: texts as they are, anything else as JSON', async () => {
    const { task, sent } = open();
    await task(sqs, { QueueUrl: 'url', MessageBody: { taskToken: 'token' } });
    await task(sqs, { QueueUrl: 'url', MessageBody: 'text' });
    expect(sent).toEqual([
      ['url', '{"taskToken":"token"}'],
      ['url', 'text'],
    ]);
  });

  it.each<[string, Json]>([
    [lambda, { FunctionName: 'x', InvocationType: 'Event' }],
    [lambda, { Payload: {} }],
    [sqs, { QueueUrl: 'url', MessageBody: 'x', DelaySeconds: 5 }],
    [sqs, null],
  ])('refuses arguments of %s that it would have to ignore (%j)', async (resource, given) => {
    const { task, sent } = open();
    await expect(task(resource, given)).rejects.toMatchObject({ errorName: 'States.Runtime' });
    expect(sent).toEqual([]);
  });

  it('reads, lists and writes the same objects as everybody', async () => {
    const { host } = open();
    await host.objects.write('umbel-work', 'runs/r/manifest.json', stream(['{"a":', '1}']));
    const chunks = await collect(host.objects.read('umbel-work', 'runs/r/manifest.json'));
    expect(Buffer.concat(chunks).toString()).toBe('{"a":1}');
    expect(await collect(host.objects.list('umbel-work', 'runs/'))).toMatchObject([
      { key: 'runs/r/manifest.json', sizeBytes: 7 },
    ]);
  });
});
