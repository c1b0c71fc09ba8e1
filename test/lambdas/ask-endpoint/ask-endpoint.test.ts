import { beforeAll, expect, it, vi } from 'vitest';
import { askEndpoint } from '#lambdas/ask-endpoint/ask-endpoint.ts';
import { sagemakerEndpoint } from '#platform/aws/scoring-endpoint.ts';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { type WorkerMessage, workerMessageSchema } from '#core/flight/run.ts';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buckets, type LocalPlatform, openTestPlatform } from '../local-platform.ts';
import { sampleRun } from '../sample-run.ts';

let cloud: LocalPlatform;
let message: WorkerMessage;
beforeAll(async () => {
  cloud = await openTestPlatform();
  vi.stubEnv('UMBEL_WORK_BUCKET', buckets.work);
  message = { kind: 'check-sanity', taskToken: 'token-1', run: sampleRun('endpoint', { modelId: 'm-1' }) };
});

it('writes the batch beside the lists of its run, and leaves it with the endpoint', async () => {
  const left: unknown[] = [];
  const endpoint = { leave: (...what: unknown[]) => Promise.resolve(void left.push(what)) };
  const key = await askEndpoint(cloud.platform, endpoint, message);
  expect(key).toMatch(new RegExp(`^runs/${message.run.runId}/endpoint/[0-9a-f]{32}\\.json$`));
  expect(workerMessageSchema.parse(JSON.parse(await cloud.read('work', key)))).toEqual(message);
  expect(left).toEqual([[{ bucket: buckets.work, key }, { withinS: 3600 }]]);
});

it('gives the same batch the same name, and another token another', async () => {
  const endpoint = { leave: () => Promise.resolve() };
  const first = await askEndpoint(cloud.platform, endpoint, message);
  expect(await askEndpoint(cloud.platform, endpoint, message)).toBe(first);
  expect(await askEndpoint(cloud.platform, endpoint, { ...message, taskToken: 'token-2' })).not.toBe(first);
});

it('asks SageMaker to take it from there, within the limits of the service', async () => {
  const asked: { url: string | undefined; headers: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url, headers: request.headers });
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"InferenceId":"i"}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new SageMakerRuntimeClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-north-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  await sagemakerEndpoint('umbel-inference', client).leave(
    { bucket: 'b', key: 'runs/r/x.json' },
    { withinS: 7200 },
  );
  server.close();
  expect(asked).toEqual([
    {
      url: '/endpoints/umbel-inference/async-invocations',
      headers: expect.objectContaining({
        'x-amzn-sagemaker-inputlocation': 's3://b/runs/r/x.json',
        'x-amzn-sagemaker-invocationtimeoutseconds': '3600',
        'x-amzn-sagemaker-requestttlseconds': '7200',
      }),
    },
  ]);
});
