import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { hash } from 'node:crypto';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeLog, describeModel, describeModels, describePromotion } from '#cli/models/describe.ts';
import { heldOutFolder } from '#cli/models/held-out.ts';
import { promoteModel } from '#cli/models/promote.ts';
import { registerFolder } from '#cli/models/register.ts';
import type { Registry } from '#platform/registry/registry.ts';
import { demoModelDir, tileFolder } from '../../platform/evaluate/tile-files.ts';
import { emptyRegistry, testRegistry, type TestRegistry } from '../../platform/registry/test-registry.ts';
import { startDynalite } from '../../platform/tables/dynalite.ts';
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

/** The demo package with its model.json changed. */
function packageWith(...changes: (readonly [string | RegExp, string])[]): string {
  const dir = temporaryFolder();
  cpSync(demoModelDir, dir, { recursive: true });
  const file = path.join(dir, 'model.json');
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of changes) text = text.replace(from, to);
  writeFileSync(file, text);
  return dir;
}

const untouched = async () => {
  expect(await registry.head()).toBeUndefined();
  expect(await registry.list()).toEqual([]);
};

describe('registering the package of a folder', () => {
  it('makes a candidate that can be looked at', async () => {
    const model = await registerFolder(registry, demoModelDir);
    expect(model).toMatchObject({ isNew: true, state: 'candidate' });
    expect(describeModels(await registry.list())).toMatch(/^candidate +demo-hogweed-/);
    expect(describeModel(model)).toMatch(/^Seed +2$/m);
    expect(describeLog(await registry.log())).toMatch(/Z {2}ann {2}registered demo-hogweed-/);
  });

  it('that does not compute what it says is refused, the registry unchanged', async () => {
    const wrong = packageWith([/"confidence": 0\.9\d+/, '"confidence": 0.11']);
    await expect(registerFolder(registry, wrong)).rejects.toMatchObject({
      code: 'model.insane',
      kind: 'configuration',
    });
    await untouched();
  });

  it('whose weights are not numbers is refused, the registry unchanged', async () => {
    const dir = packageWith(['"engine": "onnx"', '"engine": "tfjs-wasm"']);
    const weights = path.join(dir, 'layers-model/weights.bin');
    const bytes = readFileSync(weights);
    const before = hash('sha256', bytes);
    for (let at = 0; at < 400; at += 4) bytes.writeFloatLE(Number.NaN, at);
    writeFileSync(weights, bytes);
    const manifest = path.join(dir, 'model.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(before, hash('sha256', bytes)));
    await expect(registerFolder(registry, dir)).rejects.toMatchObject({ code: 'model.nan' });
    await untouched();
  });
});

/** Finds next to nothing: a threshold that hardly a tile reaches. */
const blind = () => packageWith([/"threshold": [\d.]+/, '"threshold": 0.9999']);

describe('promoting', () => {
  it('measures both on the same tiles, and refuses the one that is worse beyond the interval', async () => {
    const [good, worse] = [
      (await registerFolder(registry, demoModelDir)).modelId,
      (await registerFolder(registry, blind())).modelId,
    ];
    await promoteModel(registry, { modelId: good, quiet: true });
    const before = await registry.head();
    const heldOut = await heldOutFolder(tileFolder(3));
    await expect(promoteModel(registry, { modelId: worse, heldOut, quiet: true })).rejects.toMatchObject({
      code: 'registry.promotion-refused',
      kind: 'conflict',
      message: expect.stringMatching(/is worse than .+ on the 30 tiles of .+: F1 by 1\.000/),
    });
    expect(await registry.head()).toEqual(before);
    const promoted = await promoteModel(registry, { modelId: worse, heldOut, reason: 'for the test', quiet: true });
    expect(promoted).toMatchObject({ state: 'production', replaced: good, evidence: { worse: ['f1'], tiles: 30 } });
    expect(describePromotion(promoted)).toContain('Reason: for the test');
    expect(await promoteModel(registry, { modelId: good, heldOut, quiet: true })).toMatchObject({
      evidence: { worse: [], metrics: { f1: { difference: 1 } } },
    });
    expect(describeLog(await registry.log())).toContain(`promoted ${worse} in place of ${good}`);
  });
});
