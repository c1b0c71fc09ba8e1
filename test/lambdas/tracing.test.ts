import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import middy from '@middy/core';
import { afterEach, expect, it, vi } from 'vitest';
import { traceCalls } from '../../lambdas/tracing.ts';

afterEach(() => vi.unstubAllEnvs());

it('does nothing where tracing is off', () => {
  vi.stubEnv('POWERTOOLS_TRACE_ENABLED', 'false');
  expect(traceCalls()).toEqual([]);
});

it('sends what a call did to the X-Ray daemon', async () => {
  const daemon = createSocket('udp4');
  daemon.bind(0, '127.0.0.1');
  await once(daemon, 'listening');
  const { port } = daemon.address();
  for (const [name, value] of Object.entries({
    POWERTOOLS_TRACE_ENABLED: 'true',
    POWERTOOLS_SERVICE_NAME: 'open-flight',
    AWS_LAMBDA_FUNCTION_NAME: 'umbel-open-flight',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    LAMBDA_TASK_ROOT: '/var/task',
    _HANDLER: 'index.handler',
    _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1',
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${port}`,
  }))
    vi.stubEnv(name, value);
  const received = once(daemon, 'message') as Promise<[Buffer]>;
  const handler = middy()
    .use(traceCalls())
    .handler(async () => 'done');
  await expect(handler({}, {} as never)).resolves.toBe('done');
  const [segment] = await received;
  expect(segment.toString()).toContain('## index.handler');
  daemon.close();
});
