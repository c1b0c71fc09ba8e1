import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { installModel, shippedModelDir } from '#cli/run/install-model.ts';
import { type FileObjectStore, fileObjectStore } from '#platform/local/object-store.ts';
import { loadPackage } from '#platform/engines/load-package.ts';
import { collect } from '../../platform/streams.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

const bucket = 'umbel-models';
let objects: FileObjectStore;
beforeEach(() => {
  objects = fileObjectStore(temporaryFolder());
});
const install = (wanted?: string) => installModel({ wanted, objects, bucket });

function copyOfPackage(): string {
  const dir = path.join(temporaryFolder(), 'model');
  cpSync(shippedModelDir, dir, { recursive: true });
  return dir;
}

describe('a model for a run', () => {
  it('is the shipped one unless another is wanted, stored whole', async () => {
    const modelId = await install();
    expect(modelId).toMatch(/^[a-z0-9-]+-[0-9a-f]{12}$/);
    const stored = await loadPackage((file) => objects.get({ bucket, key: `models/${modelId}/${file}` }));
    expect(stored.modelId).toBe(modelId);
  });

  it('from a folder has the id of its content, and is then known by it', async () => {
    const modelId = await install(copyOfPackage());
    expect(await install(modelId)).toBe(modelId);
    expect(modelId).toBe(await install());
  });

  it('that is stored is not stored again', async () => {
    const modelId = await install();
    const before = await collect(objects.list(bucket, `models/${modelId}/`));
    await install();
    expect(await collect(objects.list(bucket, `models/${modelId}/`))).toEqual(before);
  });

  it('whose storing was cut off is stored whole the next time', async () => {
    const modelId = await install();
    await objects.delete({ bucket, key: `models/${modelId}/model.json` });
    await expect(install(modelId)).rejects.toMatchObject({ code: 'model.not-found' });
    expect(await install()).toBe(modelId);
    expect(await install(modelId)).toBe(modelId);
  });
});

describe('a model that cannot be had', () => {
  it.each(['meadow-ffffffffffff', '', '../meadow', 'no/such/folder'])(
    'because there is none called %j is not found',
    async (wanted) => {
      await expect(install(wanted)).rejects.toMatchObject({
        code: 'model.not-found',
        kind: 'not-found',
        message: `There is no model "${wanted}", neither stored nor as a folder with a model.json.`,
      });
    },
  );

  it('because the folder holds no package is not found', async () => {
    await expect(install(temporaryFolder())).rejects.toMatchObject({
      code: 'model.file-missing',
      kind: 'not-found',
    });
  });

  it('because a file of it was changed or lost is refused, and nothing is stored', async () => {
    const changed = copyOfPackage();
    const weights = path.join(changed, 'weights.onnx');
    const bytes = readFileSync(weights);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(weights, bytes);
    await expect(install(changed)).rejects.toMatchObject({
      code: 'model.hash-mismatch',
      kind: 'configuration',
    });
    rmSync(weights);
    await expect(install(changed)).rejects.toMatchObject({
      code: 'model.file-missing',
      kind: 'configuration',
    });
    writeFileSync(path.join(changed, 'model.json'), '{}');
    await expect(install(changed)).rejects.toMatchObject({ code: 'model.manifest-invalid' });
    expect(await collect(objects.list(bucket, ''))).toEqual([]);
  });
});
