import { beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  emptyRegistry,
  packageNamed,
  testRegistry,
  type TestRegistry,
} from '../../platform/registry/test-registry.ts';
import { startDynalite } from '../../platform/tables/dynalite.ts';
import { type DatabaseProxy, startDatabaseProxy } from './database-proxy.ts';

let endpoint = '';
beforeAll(async () => {
  endpoint = await startDynalite();
});

let registry: TestRegistry;
let proxy: DatabaseProxy;
beforeEach(async () => {
  proxy = await startDatabaseProxy({ forget: 0.34 });
  proxy.target = endpoint;
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${proxy.port}`);
  onTestFinished(() => {
    proxy.close();
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint);
  });
  registry = testRegistry();
  await emptyRegistry(registry);
});

async function registered(name: string): Promise<string> {
  const { modelPackage, manifestBytes } = await packageNamed(name);
  return (await registry.by('ann').register(modelPackage, manifestBytes)).modelId;
}

describe('conditional writes, the answers to a third of all writes lost', { timeout: 60_000 }, () => {
  it('by several at once: each change stands in the log once', async () => {
    const names = ['first', 'second', 'third', 'fourth'];
    const ids = await Promise.all(names.map((name) => registered(name)));
    expect(new Set(ids).size).toBe(names.length);
    const log = await registry.by('ann').log();
    expect(log.map(({ action }) => action)).toEqual(names.map(() => 'registered'));
    expect(log.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(proxy.counts.forgotten).toBeGreaterThan(2);
  });

  it('a rollback is done once: it goes one model back, not two', async () => {
    const ids = [await registered('first'), await registered('second'), await registered('third')];
    const ann = registry.by('ann');
    for (const [i, modelId] of ids.entries())
      await ann.promote({ modelId, instead: ids[i - 1] ?? null, reason: 'a test' });
    await ann.rollback('a test');
    expect((await ann.head())?.production).toBe(ids[1]);
    const actions = (await ann.log()).map(({ action }) => action);
    expect(actions.filter((action) => action === 'promoted')).toHaveLength(3);
    expect(actions.filter((action) => action === 'rolled-back')).toHaveLength(1);
    expect(proxy.counts.forgotten).toBeGreaterThan(2);
  });
});
