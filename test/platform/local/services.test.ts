import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Deployment, parseDeployment } from '#platform/local/deployment.ts';
import { openHome } from '#platform/local/home.ts';
import { callsAtOnce, openServices, type Services } from '#platform/local/services.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const queueUrl = 'https://queue';
const functionArn = 'arn:aws:lambda:local:000000000000:function:umbel-fixture';

const deployment: Deployment = parseDeployment({
  schema: 'umbel.deployment/1',
  account: '000000000000',
  region: 'local',
  buckets: {},
  tables: [],
  queues: [{ name: 'umbel-queue', url: queueUrl, visibilityTimeoutS: 60, maxReceiveCount: 3 }],
  functions: [
    {
      name: 'umbel-fixture',
      arn: functionArn,
      handler: 'test/platform/local/lambda/fixture-handler.ts',
      environment: { UMBEL_GRANTED: 'yes' },
      timeoutS: 10,
      memoryMb: 128,
    },
  ],
  services: [
    {
      name: 'umbel-worker',
      entry: 'test/platform/local/containers/fixture-worker.ts',
      command: ['worker'],
      environment: {},
      queue: queueUrl,
    },
  ],
  workflows: [],
  rules: [],
});

const home = openHome(temporaryFolder());
const reports: { body?: string }[] = [];
const services: Services = openServices({
  deployment,
  home,
  environment: { UMBEL_CLOUD: 'local' },
  handlers: { report: (report: { body?: string }) => void reports.push(report) },
  onDead: () => undefined,
});
afterAll(() => services.close());

describe('the services of a deployment', () => {
  it.each(['umbel-fixture', functionArn, `${functionArn}:$LATEST`])('call a function as %s', async (name) => {
    expect(await services.invoke(name, '{"do":"environment","name":"UMBEL_GRANTED"}')).toBe('"yes"');
  });

  it('give every function what all functions get', async () => {
    expect(await services.invoke('umbel-fixture', '{"do":"environment","name":"UMBEL_CLOUD"}')).toBe(
      '"local"',
    );
  });

  it('have no function and no queue beside those that are deployed', async () => {
    const refused = {
      code: 'cloud.not-deployed',
      kind: 'configuration',
      hint: expect.stringContaining('npm run synth'),
    };
    await expect((async () => services.invoke('umbel-other', '{}'))()).rejects.toMatchObject(refused);
    await expect((async () => services.send('https://other', 'x'))()).rejects.toMatchObject(refused);
  });

  it('start a container with the first message of its queue, and log what it prints', async () => {
    expect(services.containerPids()).toEqual([]);
    services.send(queueUrl, 'a');
    services.send(queueUrl, 'b');
    await vi.waitFor(() => expect(reports.flatMap(({ body }) => body ?? [])).toEqual(['a', 'b']), 10_000);
    expect(services.containerPids()).toHaveLength(1);
    const log = path.join(home.logs, 'umbel-worker.log');
    await vi.waitFor(() => expect(readFileSync(log, 'utf8')).toContain('started with worker'));
  });

  it('end a container that has nothing to do, and start another with the next message', async () => {
    const [before] = services.containerPids();
    await vi.waitFor(() => expect(services.containerPids()).toEqual([]), 10_000);
    services.send(queueUrl, 'c');
    await vi.waitFor(() => expect(reports.flatMap(({ body }) => body ?? [])).toContain('c'), 10_000);
    expect(services.containerPids()).not.toContain(before);
  });

  it('leave nothing running when they are closed', async () => {
    services.send(queueUrl, 'd');
    const [pid] = services.containerPids();
    await services.close();
    expect(() => process.kill(pid!, 0)).toThrow('ESRCH');
  });
});

describe('a service whose container cannot live', () => {
  it('fails every message that is or will be sent to it, at once', async () => {
    const dead: string[][] = [];
    const dying = openServices({
      deployment: { ...deployment, services: [{ ...deployment.services[0]!, command: ['die-at-once'] }] },
      home,
      environment: {},
      handlers: {},
      onDead: (_queue, body, reason) => dead.push([body, reason]),
      containerRestarts: { most: 1, delayMs: 0 },
    });
    dying.send(queueUrl, 'first');
    await vi.waitFor(() => expect(dead).toHaveLength(1), 10_000);
    dying.send(queueUrl, 'second');
    await vi.waitFor(() => expect(dead).toHaveLength(2));
    expect(dead.map(([body]) => body)).toEqual(['first', 'second']);
    for (const [, reason] of dead)
      expect(reason).toBe('The container umbel-worker died 2 times (exit code 5).');
    await dying.close();
  });
});

describe('calls of a function at the same time', () => {
  it.each([
    [2, 3008, 2],
    [2, 256, 2],
    [1, 3008, 1],
    [8, 3008, 4],
    [16, 3008, 9],
    [16, 1769, 16],
    [16, 256, 16],
  ])('on %i cores with %i MB each are %i', (cores, memoryMb, calls) => {
    expect(callsAtOnce(memoryMb, cores)).toBe(calls);
  });
});
