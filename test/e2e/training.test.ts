import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registryOf } from '#cli/models/open-registry.ts';
import type { TrainingInput } from '#core/model/training/training-run.ts';
import { type LocalCloud, openLocalCloud } from '#platform/local/cloud.ts';
import { toyFolder } from '../containers/training/job/toy-folder.ts';

let [home, tiles] = ['', ''];
let cloud: LocalCloud;
beforeAll(async () => {
  [home, tiles] = [await mkdtemp(join(tmpdir(), 'umbel-home-')), await toyFolder(48)];
  cloud = await openLocalCloud({ homeDir: home });
});
afterAll(async () => {
  await cloud.close();
  for (const dir of [home, tiles]) await rm(dir, { recursive: true, force: true });
});

it('takes labelled tiles through the deployed workflow to a candidate in the registry', async () => {
  const bucket = cloud.deployment.buckets['work']!;
  const prefix = 'trainings/toy/tiles';
  await cp(tiles, cloud.objects.fileOf({ bucket, key: prefix }), { recursive: true });
  const input: TrainingInput = {
    trainingId: 'toy',
    tiles: { bucket, prefix },
    heldOut: null,
    options: { epochs: 3, folds: 2, tilePx: 32, batch: 16, engine: 'tfjs-wasm' },
    snapshotId: null,
  };
  expect(cloud.start({ workflow: 'umbel-training', name: 'toy', input })).toBe('started');
  const outcome = await cloud.finish('toy');
  expect(outcome).toMatchObject({
    status: 'SUCCEEDED',
    output: { compared: { reference: null }, registered: { state: 'candidate' } },
  });
  const [model] = await registryOf(cloud).list();
  expect(outcome).toMatchObject({ output: { registered: { modelId: model?.modelId } } });
}, 180_000);
