import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { work } from '#containers/training/worker.ts';
import type { TrainingInput, TrainingMessage } from '#core/model/training/training-run.ts';
import type { Platform } from '#platform/platform.ts';
import type { TokenAnswer } from '#platform/ports.ts';
import { openRegistry } from '#platform/registry/registry.ts';
import { buckets, type LocalPlatform, openTestPlatform } from '../../lambdas/local-platform.ts';
import { toyFolder } from './job/toy-folder.ts';

let cloud: LocalPlatform;
const folders: string[] = [];
beforeAll(async () => {
  cloud = await openTestPlatform();
  for (const [name, seed] of [
    ['tiles', 1],
    ['held-out', 2],
  ] as const) {
    const dir = await toyFolder(48, seed);
    folders.push(dir);
    for (const file of await readdir(dir, { recursive: true, withFileTypes: true })) {
      if (file.isDirectory()) continue;
      const key = `trainings/toy/${name}/${join(file.parentPath, file.name).slice(dir.length + 1)}`;
      const bytes = await readFile(join(file.parentPath, file.name));
      await cloud.platform.objects.put({ bucket: buckets.work, key }, bytes, 'image/png');
    }
  }
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  for (const dir of folders) await rm(dir, { recursive: true, force: true });
});

const training: TrainingInput = {
  trainingId: 'toy',
  tiles: { bucket: buckets.work, prefix: 'trainings/toy/tiles' },
  heldOut: { bucket: buckets.work, prefix: 'trainings/toy/held-out/' },
  options: { epochs: 4, folds: 2, tilePx: 32, batch: 16, engine: 'tfjs-wasm', name: 'toy' },
  snapshotId: 'snapshot-1',
};

/** What a worker reports for these messages. */
async function reports(kinds: readonly TrainingMessage['kind'][], input = training): Promise<unknown[][]> {
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  const stop = new AbortController();
  const waiting = kinds.map((kind) => JSON.stringify({ kind, taskToken: `token ${kind}`, training: input }));
  const reported: unknown[][] = [];
  const report = (...what: unknown[]): Promise<TokenAnswer> => {
    reported.push(what);
    return Promise.resolve('ok');
  };
  const platform: Platform = {
    ...cloud.platform,
    queue: {
      receive() {
        const body = waiting.shift();
        if (body === undefined) stop.abort();
        const message = { messageId: 'm', receipt: 'r', body: body ?? '', receiveCount: 1 };
        return Promise.resolve(body === undefined ? undefined : message);
      },
      extend: () => Promise.resolve(),
      delete: () => Promise.resolve(),
    },
    workflows: {
      ...cloud.platform.workflows,
      succeedTask: (token, output) => report(token, output),
      failTask: (token, error, cause) => report(token, error, cause),
      heartbeat: () => Promise.resolve('ok'),
    },
  };
  await work(platform, stop.signal);
  return reported;
}

function registry(by: string) {
  const { objects, tables, clock } = cloud.platform;
  const store = { objects, bucket: buckets.models };
  return openRegistry({ store, models: tables.models, audit: tables.audit, clock, by });
}

describe('a training worker', { timeout: 120_000 }, () => {
  it('trains from the bucket, compares with production, and registers a candidate that names its snapshot', async () => {
    const [trained, compared, registered] = await reports(['train-model', 'compare-model', 'register-model']);
    expect(trained).toEqual([
      'token train-model',
      expect.objectContaining({ engine: 'tfjs-wasm', report: 'trainings/toy/report.html' }),
    ]);
    expect(compared).toEqual(['token compare-model', { reference: null, worse: [], evidence: null }]);
    expect(registered).toEqual([
      'token register-model',
      { modelId: expect.stringMatching(/^toy-/), state: 'candidate' },
    ]);
    const [model] = await registry('a test').list();
    expect(model).toMatchObject({ state: 'candidate', registeredBy: 'training toy' });
    await registry('a person').promote({ modelId: model!.modelId, instead: null });

    const [again] = await reports(['compare-model']);
    expect(again).toEqual([
      'token compare-model',
      { reference: model!.modelId, worse: [], evidence: 'trainings/toy/evidence.json' },
    ]);
    const bytes = await cloud.platform.objects.get({
      bucket: buckets.work,
      key: 'trainings/toy/evidence.json',
    });
    expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({
      tiles: 48,
      reference: model!.modelId,
    });
  });

  it('reports what is wrong under its own name', async () => {
    const nowhere = { ...training, tiles: { bucket: buckets.work, prefix: 'trainings/none' } };
    expect(await reports(['train-model'], nowhere)).toEqual([
      ['token train-model', 'training.tiles-missing', expect.stringContaining('Export a label snapshot')],
    ]);
    const bad = { ...training, options: { epochs: 0 } };
    expect(await reports(['train-model'], bad)).toEqual([
      ['token train-model', 'training.option-invalid', expect.stringContaining('epochs')],
    ]);
  });
});
