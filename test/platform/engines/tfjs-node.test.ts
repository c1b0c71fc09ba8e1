import { afterEach, describe, expect, it, vi } from 'vitest';
import { openEnginePool } from '#platform/engines/pool.ts';
import { openTfjsNodeDriver } from '#platform/engines/tfjs-node.ts';
import { hasTfjsNode } from '#platform/engines/tfjs-node-backend.ts';
import { describeDriverContract } from './driver-contract.ts';
import { randomTiles, tinyPackage } from './tiny-package.ts';

afterEach(() => {
  vi.doUnmock('node:fs');
  vi.resetModules();
});

// Visible as skipped where `umbel setup tfjs-node` was not run.
describe.skipIf(!hasTfjsNode())('with its native library', () => {
  describeDriverContract('tfjs-node', openTfjsNodeDriver);

  it('scores on several threads of a pool', async () => {
    const tiny = await tinyPackage();
    const pools = await Promise.all(
      (['tfjs-node', 'onnx'] as const).map((engine) =>
        openEnginePool(tiny, { engine, workers: 2, batchSize: 4 }),
      ),
    );
    const [node, onnx] = await Promise.all(
      pools.map(async (pool) => {
        const jobs = [1, 2, 3].map(async (seed) => pool.score(randomTiles(9, seed)));
        return (await Promise.all(jobs)).flatMap(({ confidences }) => [...confidences]);
      }),
    );
    expect(pools[0]!.engine).toBe('tfjs-node');
    expect(node).toHaveLength(27);
    node!.forEach((confidence, i) => expect(Math.abs(confidence - onnx![i]!)).toBeLessThanOrEqual(1e-4));
    await Promise.all(pools.map((pool) => pool.close()));
  });
});

it('says that its library is missing, and how to install it', async () => {
  vi.doMock(import('node:fs'), async (original) => ({ ...(await original()), existsSync: () => false }));
  vi.resetModules();
  const { openTfjsNodeDriver: openFresh } = await import('#platform/engines/tfjs-node.ts');
  await expect(openFresh(await tinyPackage(), {})).rejects.toMatchObject({
    code: 'model.engine-missing',
    kind: 'configuration',
    hint: expect.stringContaining('umbel setup tfjs-node'),
  });
});
