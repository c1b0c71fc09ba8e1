import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSagemakerJob, trainAsSagemaker } from '#containers/training/sagemaker.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { toyFolder } from './job/toy-folder.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'umbel-sagemaker-'));
  await mkdir(join(root, 'input/config'), { recursive: true });
  vi.spyOn(console, 'log').mockReturnValue(undefined);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(root, { recursive: true, force: true });
});

function parameters(values: Record<string, string>): Promise<void> {
  return writeFile(join(root, 'input/config/hyperparameters.json'), JSON.stringify(values));
}

describe('the layout of SageMaker', { timeout: 120_000 }, () => {
  it('gives hyperparameters as texts, which win over the environment', async () => {
    await parameters({
      epochs: '7',
      'learning-rate': '0.001',
      tiling: 'm:1.75,0.3',
      crossValidation: 'false',
    });
    const job = await readSagemakerJob(root, { UMBEL_TRAIN_EPOCHS: '3', UMBEL_TRAIN_TILE_PX: '96' });
    expect(job).toMatchObject({
      epochs: 7,
      learningRate: 0.001,
      tilePx: 96,
      tiling: { sizeM: 1.75, overlapM: 0.3 },
      crossValidation: false,
      tiles: join(root, 'input/data/tiles'),
      out: join(root, 'model/package'),
      checkpoints: join(root, 'checkpoints'),
    });
  });

  it('ends with the package and its report in the model folder', async () => {
    const tiles = await toyFolder(48);
    await cp(tiles, join(root, 'input/data/tiles'), { recursive: true });
    await rm(tiles, { recursive: true });
    await parameters({ epochs: '3', folds: '2', 'tile-px': '32', batch: '16', engine: 'tfjs-wasm' });
    await trainAsSagemaker(root, {}, new AbortController().signal);
    expect((await loadPackageFromFolder(join(root, 'model/package'))).manifest.dataset.tiles).toBe(48);
    expect(await readFile(join(root, 'model/package.html'), 'utf8')).toContain('Fold by fold');
    expect(console.log).toHaveBeenLastCalledWith(expect.stringMatching(/heldOutAuc=\d\.\d{4};/));
  });

  it('says in the failure file why it failed', async () => {
    await parameters({ epochs: 'many' });
    await expect(trainAsSagemaker(root, {}, new AbortController().signal)).rejects.toMatchObject({
      code: 'training.option-invalid',
    });
    expect(await readFile(join(root, 'output/failure'), 'utf8')).toContain('epochs');
  });
});
