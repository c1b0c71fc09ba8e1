import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chooseModel } from '#cli/run/choose-model.ts';
import { shippedModelDir } from '#cli/run/shipped-model.ts';
import type { Registry } from '#platform/registry/registry.ts';
import {
  emptyRegistry,
  modelsBucket,
  testRegistry,
  type TestRegistry,
} from '../../platform/registry/test-registry.ts';
import { startDynalite } from '../../platform/tables/dynalite.ts';
import { collect } from '../../platform/streams.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

let cloud: TestRegistry;
let registry: Registry;
beforeAll(async () => {
  await startDynalite();
});
beforeEach(async () => {
  cloud = testRegistry();
  await emptyRegistry(cloud);
  registry = cloud.by('ann');
});

function copyOfPackage(): string {
  const dir = path.join(temporaryFolder(), 'model');
  cpSync(shippedModelDir, dir, { recursive: true });
  return dir;
}

describe('a model for a run', () => {
  it('is, in a fresh registry, the one that comes with Umbel: put into production, and said so', async () => {
    const { modelId, notes } = await chooseModel(registry, undefined);
    expect(modelId).toBeUndefined();
    const [shipped] = await registry.list();
    expect(shipped).toMatchObject({ state: 'production', modelId: expect.stringMatching(/-[0-9a-f]{12}$/) });
    expect(notes).toEqual([
      `The registry was empty: ${shipped?.modelId}, which comes with Umbel, was registered and put into production.`,
    ]);
    expect(await chooseModel(registry, undefined)).toEqual({ notes: [] });
  });

  it('is none where models are registered and none was promoted, and said so', async () => {
    await cloud.add('mine');
    const { modelId, notes } = await chooseModel(registry, undefined);
    expect(modelId).toBeUndefined();
    expect(notes.join()).toContain('No model is in production');
    expect(await registry.list()).toMatchObject([{ state: 'candidate' }]);
  });

  it('is left to the one in production, and a newer one that comes with Umbel is named', async () => {
    const older = await cloud.add('an older demonstration');
    await registry.promote({ modelId: older, instead: null });
    const { modelId, notes } = await chooseModel(registry, undefined);
    expect(modelId).toBeUndefined();
    expect(notes.join()).toContain(`${older} is in production; this version of Umbel brings demo-hogweed-`);
  });

  it('from a folder becomes a candidate with the id of its content, and is then known by it', async () => {
    const { modelId } = await chooseModel(registry, copyOfPackage());
    expect(await registry.list()).toMatchObject([{ modelId, state: 'candidate' }]);
    expect(await chooseModel(registry, modelId)).toEqual({ modelId, notes: [] });
    expect((await registry.load(modelId!)).modelId).toBe(modelId);
  });

  it('whose storing was cut off is stored whole the next time', async () => {
    const { modelId } = await chooseModel(registry, copyOfPackage());
    await cloud.objects.delete({ bucket: modelsBucket, key: `models/${modelId}/model.json` });
    await expect(registry.load(modelId!)).rejects.toMatchObject({ code: 'model.not-found' });
    await chooseModel(registry, copyOfPackage());
    expect((await registry.load(modelId!)).modelId).toBe(modelId);
  });
});

describe('a model that cannot be had', () => {
  it.each(['meadow-ffffffffffff', '', '../meadow', 'no/such/folder'])(
    'because there is none called %j is not found',
    async (wanted) => {
      await expect(chooseModel(registry, wanted)).rejects.toMatchObject({
        code: 'model.not-found',
        kind: 'not-found',
        message: `There is no model "${wanted}", neither registered nor as a folder with a model.json.`,
      });
    },
  );

  it('because the folder holds no package is not found', async () => {
    await expect(chooseModel(registry, temporaryFolder())).rejects.toMatchObject({
      code: 'model.file-missing',
      kind: 'not-found',
    });
  });

  it('because a file of it was changed or lost is refused, and nothing is stored or registered', async () => {
    const changed = copyOfPackage();
    const weights = path.join(changed, 'weights.onnx');
    const bytes = readFileSync(weights);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(weights, bytes);
    await expect(chooseModel(registry, changed)).rejects.toMatchObject({
      code: 'model.hash-mismatch',
      kind: 'configuration',
    });
    rmSync(weights);
    await expect(chooseModel(registry, changed)).rejects.toMatchObject({ code: 'model.file-missing' });
    writeFileSync(path.join(changed, 'model.json'), '{}');
    await expect(chooseModel(registry, changed)).rejects.toMatchObject({ code: 'model.manifest-invalid' });
    expect(await collect(cloud.objects.list(modelsBucket, ''))).toEqual([]);
    expect(await registry.head()).toBeUndefined();
  });
});
