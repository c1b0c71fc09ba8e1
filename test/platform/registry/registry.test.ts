import { readFileSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, beforeAll } from 'vitest';
import type { Evidence } from '#core/registry/evidence.ts';
import { startDynalite } from '../tables/dynalite.ts';
import {
  emptyRegistry,
  modelsBucket,
  packageNamed,
  testRegistry,
  type TestRegistry,
} from './test-registry.ts';

beforeAll(async () => {
  await startDynalite();
});

let registry: TestRegistry;
beforeEach(async () => {
  registry = testRegistry();
  await emptyRegistry(registry);
});

const metric = (difference: number) => ({
  candidate: 0.9 + difference,
  reference: 0.9,
  difference,
  interval: { low: difference - 0.01, high: difference + 0.01 },
  pValue: 0.001,
});
const evidence = (reference: string, difference: number): Evidence => ({
  heldOut: 'tiles',
  tiles: 400,
  reference,
  metrics: { auc: metric(difference), averagePrecision: metric(0), f1: metric(0) },
  worse: difference < -0.01 ? ['auc'] : [],
  mcNemarP: 1,
  deLongP: 0,
});
const statesOf = async () =>
  Object.fromEntries((await registry.by('x').list()).map(({ title, state }) => [title, state]));

describe('registering', () => {
  it('makes a candidate with its lineage, once however often it is asked for', async () => {
    const { modelPackage, manifestBytes } = await packageNamed('first');
    const ann = registry.by('ann');
    const added = await ann.register(modelPackage, manifestBytes);
    expect(added).toMatchObject({
      state: 'candidate',
      isNew: true,
      registeredBy: 'ann',
      manifestSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      lineage: { parent: null, seed: expect.any(Number), codeVersion: expect.any(String), snapshotId: null },
      metrics: { auc: expect.any(Number) },
    });
    const again = await registry.by('bea').register(modelPackage, manifestBytes);
    expect(again).toEqual({ ...added, isNew: false });
    expect(await ann.log()).toMatchObject([{ number: 1, action: 'registered', by: 'ann' }]);
  });

  it('by two at once makes one model, and of different ones both', async () => {
    const [one, other] = [await packageNamed('one'), await packageNamed('other')];
    const results = await Promise.all(
      [one, one, other].map(({ modelPackage, manifestBytes }, i) =>
        registry.by(`u${i}`).register(modelPackage, manifestBytes),
      ),
    );
    expect(results.map(({ title }) => title)).toEqual(['one', 'one', 'other']);
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(2);
    expect(await registry.by('x').log()).toHaveLength(2);
  });

  it('of a package whose stored files were damaged leaves the registry as it was', async () => {
    const { modelPackage, manifestBytes } = await packageNamed('first');
    await registry.by('ann').register(modelPackage, manifestBytes);
    const before = await registry.by('ann').head();
    await registry.objects.put(
      { bucket: modelsBucket, key: `models/${modelPackage.modelId}/weights.onnx` },
      'edited',
      'x',
    );
    await expect(registry.by('ann').register(modelPackage, manifestBytes)).rejects.toMatchObject({
      code: 'model.hash-mismatch',
      kind: 'configuration',
    });
    expect(await registry.by('ann').head()).toEqual(before);
  });
});

describe('promoting', () => {
  it('puts the first model into production without a comparison, and retires it when another follows', async () => {
    const [first, second] = [await registry.add('first'), await registry.add('second')];
    const ann = registry.by('ann');
    expect(await ann.promote({ modelId: first, instead: null })).toMatchObject({ state: 'production' });
    await ann.promote({ modelId: second, instead: first, evidence: evidence(first, 0.02) });
    expect(await statesOf()).toEqual({ first: 'retired', second: 'production' });
    expect((await ann.log()).at(-1)).toMatchObject({
      action: 'promoted',
      modelId: second,
      replaced: first,
      evidence: { tiles: 400, metrics: { auc: { difference: 0.02 } } },
    });
  });

  it('is refused when the candidate is worse, unless a reason is given, which is recorded', async () => {
    const [first, second] = [await registry.add('first'), await registry.add('second')];
    const ann = registry.by('ann');
    await ann.promote({ modelId: first, instead: null });
    const before = [await ann.head(), await ann.log()];
    const worse = { modelId: second, instead: first, evidence: evidence(first, -0.05) };
    await expect(ann.promote(worse)).rejects.toMatchObject({
      code: 'registry.promotion-refused',
      kind: 'conflict',
      message: `${second} is worse than ${first}, which is in production, on the 400 tiles of tiles: AUC by 0.050 (95 % between 0.040 and 0.060).`,
    });
    await expect(ann.promote({ modelId: second, instead: first })).rejects.toMatchObject({
      code: 'registry.not-compared',
      kind: 'bad-input',
    });
    expect([await ann.head(), await ann.log()]).toEqual(before);
    await ann.promote({ ...worse, reason: 'finds rosettes' });
    expect((await ann.log()).at(-1)).toMatchObject({
      reason: 'finds rosettes',
      evidence: { worse: ['auc'] },
    });
  });

  it.each(['', '  ', 'x'.repeat(2_001)])('takes no reason that says nothing or too much', async (reason) => {
    const [first, second] = [await registry.add('first'), await registry.add('second')];
    const ann = registry.by('ann');
    await ann.promote({ modelId: first, instead: null });
    const before = await ann.head();
    const refused = { code: 'registry.reason-invalid', kind: 'bad-input' };
    await expect(ann.promote({ modelId: second, instead: first, reason })).rejects.toMatchObject(refused);
    await expect(ann.rollback(reason)).rejects.toMatchObject(refused);
    expect(await ann.head()).toEqual(before);
  });

  it('counts no evidence that was measured beside another model', async () => {
    const [first, second] = [await registry.add('first'), await registry.add('second')];
    const ann = registry.by('ann');
    await ann.promote({ modelId: first, instead: null });
    await expect(
      ann.promote({ modelId: second, instead: first, evidence: evidence('another', 0.1) }),
    ).rejects.toMatchObject({ code: 'registry.not-compared' });
  });

  it('of two at once lets one win and tells the other who did', async () => {
    const ids = await Promise.all(['first', 'second', 'third'].map((title) => registry.add(title)));
    const [first, second, third] = ids as [string, string, string];
    await registry.by('ann').promote({ modelId: first, instead: null });
    const results = await Promise.allSettled([
      registry.by('bea').promote({ modelId: second, instead: first, reason: 'b' }),
      registry.by('cid').promote({ modelId: third, instead: first, reason: 'c' }),
    ]);
    const won = results.filter(({ status }) => status === 'fulfilled');
    const lost = results.find(({ status }) => status === 'rejected');
    expect(won).toHaveLength(1);
    const winner = (await registry.by('x').head())!;
    expect(lost).toMatchObject({
      reason: {
        code: 'registry.changed-meanwhile',
        kind: 'conflict',
        message: expect.stringContaining(
          `${winner.production} is in production now: promoted by ${winner.by} at `,
        ),
      },
    });
    expect(await registry.by('x').log()).toHaveLength(5);
  });

  it('of the same model by two at once tells the second that the first has done it', async () => {
    const [first, second] = [await registry.add('first'), await registry.add('second')];
    await registry.by('ann').promote({ modelId: first, instead: null });
    const promotion = { modelId: second, instead: first, reason: 'r' };
    const results = await Promise.allSettled(
      ['bea', 'cid'].map((name) => registry.by(name).promote(promotion)),
    );
    const lost = results.filter(({ status }) => status === 'rejected');
    const { by } = (await registry.by('x').head())!;
    expect(lost).toMatchObject([
      {
        reason: {
          code: 'registry.changed-meanwhile',
          message: expect.stringMatching(
            new RegExp(`^${second} was promoted by ${by} at .+, at the same time\\.$`),
          ),
        },
      },
    ]);
  });

  it('of many at once lets one win, every time', async () => {
    const first = await registry.add('first');
    const others = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((title) => registry.add(title)));
    await registry.by('ann').promote({ modelId: first, instead: null });
    const results = await Promise.allSettled(
      others.map((modelId) => registry.by(modelId).promote({ modelId, instead: first, reason: 'r' })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const states = Object.values(await statesOf());
    expect(states.filter((state) => state === 'production')).toHaveLength(1);
    expect(states.filter((state) => state === 'retired')).toHaveLength(1);
  });

  it('goes on when a registration comes in between', async () => {
    const [first, second] = [await registry.add('first'), await registry.add('second')];
    await registry.by('ann').promote({ modelId: first, instead: null });
    const results = await Promise.all([
      registry.by('bea').promote({ modelId: second, instead: first, reason: 'b' }),
      registry.add('third'),
      registry.add('fourth'),
    ]);
    expect(results[0]).toMatchObject({ state: 'production' });
    expect(await statesOf()).toMatchObject({ third: 'candidate', fourth: 'candidate' });
  });

  it('refuses a package that was edited after it was registered, and leaves the registry as it was', async () => {
    const first = await registry.add('first');
    const before = await registry.by('ann').head();
    const file = registry.objects.fileOf({ bucket: modelsBucket, key: `models/${first}/model.json` });
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"threshold":[\d.]+/, '"threshold":0.77'));
    await expect(registry.by('ann').promote({ modelId: first, instead: null })).rejects.toMatchObject({
      code: 'model.hash-mismatch',
      message: expect.stringContaining(`The package ${first} was changed after it was registered`),
    });
    expect(await registry.by('ann').head()).toEqual(before);
  });

  it('refuses what is not registered, or in production already', async () => {
    const first = await registry.add('first');
    const ann = registry.by('ann');
    await ann.promote({ modelId: first, instead: null });
    await expect(ann.promote({ modelId: 'none-0', instead: first })).rejects.toMatchObject({
      code: 'model.not-found',
    });
    await expect(ann.promote({ modelId: first, instead: first })).rejects.toMatchObject({
      code: 'registry.already-production',
      kind: 'conflict',
      message: expect.stringContaining('by ann'),
    });
  });
});

describe('rolling back', () => {
  it('goes back step by step, and says when there is nothing before', async () => {
    const ann = registry.by('ann');
    await expect(ann.rollback()).rejects.toMatchObject({ code: 'registry.nothing-before', kind: 'conflict' });
    const ids: string[] = [];
    for (const title of ['first', 'second', 'third']) {
      ids.push(await registry.add(title));
      await ann.promote({ modelId: ids.at(-1)!, instead: ids.at(-2) ?? null, reason: 'r' });
    }
    expect(await ann.rollback('misses rosettes')).toMatchObject({ title: 'second', state: 'production' });
    expect(await statesOf()).toEqual({ first: 'retired', second: 'production', third: 'retired' });
    expect(await ann.rollback()).toMatchObject({ title: 'first' });
    await expect(ann.rollback()).rejects.toMatchObject({ code: 'registry.nothing-before' });
    expect((await ann.log()).slice(-2)).toMatchObject([
      { action: 'rolled-back', modelId: ids[1], replaced: ids[2], reason: 'misses rosettes' },
      { action: 'rolled-back', modelId: ids[0], replaced: ids[1] },
    ]);
  });

  it('does not bring back a package that was damaged', async () => {
    const [first, second] = [await registry.add('first'), await registry.add('second')];
    const ann = registry.by('ann');
    await ann.promote({ modelId: first, instead: null });
    await ann.promote({ modelId: second, instead: first, reason: 'r' });
    await registry.objects.delete({ bucket: modelsBucket, key: `models/${first}/weights.onnx` });
    await expect(ann.rollback()).rejects.toMatchObject({ code: 'model.file-missing' });
    expect(await statesOf()).toMatchObject({ second: 'production' });
  });
});

describe('a writer that dies', () => {
  it('after the decision leaves a log and a list that the next one completes', async () => {
    const { modelPackage, manifestBytes } = await packageNamed('first');
    const dying = { append: () => Promise.reject(new Error('killed')) };
    const { audit, models } = registry.tables;
    const failing = registry.by('ann', {
      audit: { ...audit, ...dying },
      models: { ...models, addModel: () => Promise.reject(new Error('killed')) },
    });
    await expect(failing.register(modelPackage, manifestBytes)).rejects.toThrow('killed');
    const bea = registry.by('bea');
    expect(await bea.list()).toMatchObject([{ title: 'first', registeredBy: 'ann' }]);
    expect(await bea.log()).toMatchObject([{ number: 1, by: 'ann' }]);
    const dead = registry.by('cid', {
      audit: { ...audit, append: (entry) => (entry.number === 2 ? dying.append() : audit.append(entry)) },
    });
    await expect(dead.promote({ modelId: modelPackage.modelId, instead: null })).rejects.toThrow('killed');
    expect(await bea.log()).toMatchObject([{ number: 1 }, { number: 2, action: 'promoted', by: 'cid' }]);
  });
});
