import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readPackage } from '#cli/models/register.ts';
import { shippedModelDir } from '#cli/run/shipped-model.ts';
import { work } from '#containers/inference/worker.ts';
import type { Run, WorkerMessage } from '#core/flight/run.ts';
import type { Platform } from '#platform/platform.ts';
import { storePackage } from '#platform/registry/stored-package.ts';
import type { ScaleInProtection, TokenAnswer } from '#platform/ports.ts';
import { buckets, type LocalPlatform, openTestPlatform } from '../../lambdas/local-platform.ts';
import { lineOf } from '../../lambdas/photos.ts';
import { sampleRun } from '../../lambdas/sample-run.ts';

let cloud: LocalPlatform;
let run: Run;
beforeAll(async () => {
  cloud = await openTestPlatform();
  const { modelPackage, manifestBytes } = await readPackage(shippedModelDir);
  const { modelId } = modelPackage;
  const store = { objects: cloud.platform.objects, bucket: buckets.models };
  await storePackage(store, modelPackage, manifestBytes);
  run = sampleRun('worker', { modelId });
});
afterEach(() => vi.restoreAllMocks());

interface Work {
  /** Tokens with what was reported for them. */
  readonly reports: unknown[][];
  readonly deleted: string[];
  readonly protection: string[];
}

/** What a worker does with these messages, until the queue is empty. */
async function worked(
  messages: readonly (WorkerMessage | string)[],
  change: { heartbeat?: TokenAnswer; protection?: ScaleInProtection } = {},
): Promise<Work> {
  const { heartbeat = 'ok', protection } = change;
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  const stop = new AbortController();
  const waiting = messages.map((message) =>
    typeof message === 'string' ? message : JSON.stringify(message),
  );
  const done: Work = { reports: [], deleted: [], protection: [] };
  const report = (...what: unknown[]): Promise<TokenAnswer> => {
    done.reports.push(what);
    return Promise.resolve('ok');
  };
  const platform: Platform = {
    ...cloud.platform,
    queue: {
      receive() {
        const body = waiting.shift();
        if (body === undefined) stop.abort();
        const message = {
          messageId: 'm',
          receipt: `receipt-${waiting.length}`,
          body: body ?? '',
          receiveCount: 1,
        };
        return Promise.resolve(body === undefined ? undefined : message);
      },
      extend: () => Promise.resolve(),
      delete: ({ receipt }) => Promise.resolve(void done.deleted.push(receipt)),
    },
    workflows: {
      start: () => Promise.resolve('started'),
      progress: () => Promise.resolve([]),
      succeedTask: (token, output) => report('succeeded', token, output),
      failTask: (token, error, cause) => report('failed', token, error, cause),
      heartbeat: () => Promise.resolve(heartbeat),
    },
    protection: protection ?? {
      hold: () => Promise.resolve(void done.protection.push('hold')),
      release: () => Promise.resolve(void done.protection.push('release')),
    },
  };
  await work(platform, stop.signal);
  return done;
}

const sanity = (taskToken: string, of = run): WorkerMessage => ({ kind: 'check-sanity', taskToken, run: of });

const refused = () => Promise.reject(new Error('no agent'));

describe('a worker', () => {
  it('reports each message that it has done, then deletes it, protected while it works', async () => {
    const photos = [lineOf('worker', 'never.jpg', Buffer.from('never tiled'))];
    const done = await worked([sanity('t-1'), { kind: 'score-photos', taskToken: 't-2', run, photos }]);
    expect(done).toEqual({
      reports: [
        ['succeeded', 't-1', { modelId: run.modelId, engine: 'onnx', tiles: expect.any(Number) }],
        ['succeeded', 't-2', { scored: 0, doneBefore: 0 }],
      ],
      deleted: ['receipt-1', 'receipt-0'],
      protection: ['hold', 'release', 'hold', 'release'],
    });
  });

  it('tells the workflow what went wrong, with what to do, and goes on', async () => {
    const unknown = sanity('t-1', { ...run, modelId: 'meadow-ffffffffffff' });
    const none = sanity('t-2', { ...run, modelId: null });
    const { reports, deleted } = await worked([unknown, none, sanity('t-3')]);
    expect(reports).toMatchObject([
      ['failed', 't-1', 'model.not-found', expect.stringContaining('There is no model meadow-ffffffffffff')],
      ['failed', 't-2', 'model.none', `The run ${run.runId} has no model to score with.`],
      ['succeeded', 't-3', {}],
    ]);
    expect(deleted).toHaveLength(3);
  });

  it('refuses a package that was edited after it was registered', async () => {
    const text = await cloud.read('models', `models/${run.modelId}/model.json`);
    const modelId = 'demo-hogweed-000000000000';
    await cloud.put('models', `models/${modelId}/model.json`, text);
    for (const file of Object.keys((JSON.parse(text) as { files: object }).files)) {
      const bytes = await cloud.platform.objects.get({
        bucket: buckets.models,
        key: `models/${run.modelId}/${file}`,
      });
      await cloud.put('models', `models/${modelId}/${file}`, bytes);
    }
    const { reports } = await worked([sanity('t-1', { ...run, modelId })]);
    expect(reports).toMatchObject([
      ['failed', 't-1', 'model.hash-mismatch', expect.stringContaining('changed after it was registered')],
    ]);
  });

  it('works on where it cannot be protected: the worst is a batch that is done twice', async () => {
    const protection = { hold: refused, release: refused };
    const { reports } = await worked([sanity('t-1')], { protection });
    expect(reports).toMatchObject([['succeeded', 't-1', {}]]);
  });

  it('drops a message that nobody waits for any more, without opening a model', async () => {
    const { reports, deleted } = await worked([sanity('t-1', { ...run, modelId: 'meadow-ffffffffffff' })], {
      heartbeat: 'gone',
    });
    expect(reports).toEqual([]);
    expect(deleted).toEqual(['receipt-0']);
  });

  it.each(['no json', '{"kind":"dance","taskToken":"t"}'])(
    'leaves a message that it does not understand (%s) where it becomes a dead letter, and goes on',
    async (body) => {
      const { reports, deleted } = await worked([body, sanity('t-1')]);
      expect(reports).toMatchObject([['succeeded', 't-1', {}]]);
      expect(deleted).toEqual(['receipt-0']);
    },
  );
});
