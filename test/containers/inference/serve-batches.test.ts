import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readPackage } from '#cli/models/register.ts';
import { shippedModelDir } from '#cli/run/shipped-model.ts';
import { serveBatches } from '#containers/inference/serve-batches.ts';
import type { WorkerMessage } from '#core/flight/run.ts';
import type { TokenAnswer } from '#platform/ports.ts';
import { storePackage } from '#platform/registry/stored-package.ts';
import { buckets, openTestPlatform } from '../../lambdas/local-platform.ts';
import { sampleRun } from '../../lambdas/sample-run.ts';

const stop = new AbortController();
const reports: unknown[][] = [];
let alive: TokenAnswer = 'ok';
function report(...what: unknown[]): Promise<TokenAnswer> {
  reports.push(what);
  return Promise.resolve('ok');
}
let serving: Promise<void>;
let base: string;
let modelId: string;
beforeAll(async () => {
  const cloud = await openTestPlatform();
  const { modelPackage, manifestBytes } = await readPackage(shippedModelDir);
  ({ modelId } = modelPackage);
  await storePackage(
    { objects: cloud.platform.objects, bucket: buckets.models },
    modelPackage,
    manifestBytes,
  );
  const printed = Promise.withResolvers<string>();
  vi.spyOn(console, 'log').mockImplementation(printed.resolve);
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  const platform = {
    ...cloud.platform,
    workflows: {
      ...cloud.platform.workflows,
      succeedTask: (token: string, output: unknown) => report('succeeded', token, output),
      failTask: (token: string, error: string) => report('failed', token, error),
      heartbeat: () => Promise.resolve(alive),
    },
  };
  serving = serveBatches(platform, { port: 0, signal: stop.signal });
  base = `http://127.0.0.1:${(JSON.parse(await printed.promise) as { port: number }).port}`;
});
afterAll(() => vi.restoreAllMocks());

const batch = (taskToken: string, model: string | null = modelId): WorkerMessage => ({
  kind: 'check-sanity',
  taskToken,
  run: sampleRun('batches', { modelId: model }),
});

async function ask(body: string) {
  const response = await fetch(`${base}/invocations`, { method: 'POST', body });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

describe('the inference container behind an endpoint that is told of a deployment', () => {
  it('answers a ping at once: which model it needs the batch says', async () => {
    expect((await fetch(`${base}/ping`)).status).toBe(200);
  });

  it('does a batch as a worker does, and reports its token', async () => {
    expect(await ask(JSON.stringify(batch('one')))).toEqual({
      status: 200,
      answer: { outcome: 'succeeded' },
    });
    expect(reports.at(-1)).toEqual([
      'succeeded',
      'one',
      expect.objectContaining({ modelId, engine: 'onnx', tiles: expect.any(Number) }),
    ]);
  });

  it('reports a failure to the workflow, which decides what follows: SageMaker has nothing to repeat', async () => {
    expect(await ask(JSON.stringify(batch('two', 'not-there-1')))).toEqual({
      status: 200,
      answer: { outcome: 'failed' },
    });
    expect(reports.at(-1)).toEqual(['failed', 'two', 'model.not-found']);
  });

  it('leaves a batch alone that nobody waits for any more', async () => {
    alive = 'gone';
    const before = reports.length;
    expect((await ask(JSON.stringify(batch('three')))).answer).toEqual({ outcome: 'gone' });
    expect(reports).toHaveLength(before);
    alive = 'ok';
  });

  it.each([
    ['what is not JSON', '{'],
    ['tiles, which the other mode takes', '{"instances":[{"b64":"aGk="}]}'],
  ])('refuses %s with what to send', async (_what, body) => {
    const { status, answer } = await ask(body);
    expect(status).toBe(400);
    expect(answer).toMatchObject({ error: 'invocation.invalid' });
  });

  it('knows two paths', async () => {
    expect((await fetch(`${base}/models`)).status).toBe(404);
  });

  it('ends when it is told to', async () => {
    stop.abort();
    await serving;
    await expect(fetch(`${base}/ping`)).rejects.toThrow('fetch failed');
  });
});
