import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSceneTiles } from '#containers/training/simulated/scene-tiles.ts';
import type { LoadedPackage } from '#core/model/driver.ts';
import { tileMetrics } from '#core/model/evaluate/metrics.ts';
import { checkSanity } from '#platform/engines/check-sanity.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { type EnginePool, openEnginePool } from '#platform/engines/pool.ts';

const dir = fileURLToPath(new URL('../../../models/demo-hogweed', import.meta.url));

let shipped: LoadedPackage;
let pool: EnginePool;
beforeAll(async () => {
  shipped = await loadPackageFromFolder(dir);
  pool = await openEnginePool(shipped, { workers: 1 });
});
afterAll(() => pool.close());

describe('the shipped model', () => {
  it('is small, and says what it was made from', () => {
    const sizeBytes = [...shipped.files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    expect(sizeBytes).toBeLessThan(2_000_000);
    expect(shipped.manifest).toMatchObject({
      engine: 'onnx',
      parent: null,
      tiling: { sizeM: 2.5, overlapM: 0.5 },
      training: {
        command: expect.stringContaining('train-demo-model.ts --seed'),
        codeVersion: expect.stringMatching(/^[0-9a-f]{12}/),
      },
    });
    expect(shipped.manifest.metrics?.['auc']).toBeGreaterThan(0.98);
  });

  it.each(['onnx', 'tfjs-wasm'] as const)(
    'gives its sanity tiles their confidences on %s',
    async (engine) => {
      const fresh = await openEnginePool(shipped, { engine, workers: 1 });
      expect(await checkSanity(fresh, shipped)).toMatchObject({ ok: true, tiles: 10 });
      await fresh.close();
    },
  );

  it('still fits the pictures that the simulator draws: a scene that it has never seen', async () => {
    const { tiles } = await makeSceneTiles({ seed: 424_242, choice: 'lesson', tiles: 160 });
    const { confidences, locations } = await pool.score({
      pixels: Uint8Array.from(tiles.pixels),
      count: tiles.count,
    });
    expect(
      tileMetrics({ confidences, labels: tiles.labels }, shipped.manifest.threshold).auc,
    ).toBeGreaterThan(0.95);
    const misses = [...tiles.labels.keys()]
      .filter((i) => tiles.labels[i] === 1 && confidences[i]! > 0.5)
      .map((i) => Math.hypot(...[0, 1].map((k) => locations![i * 2 + k]! - tiles.locations![i * 2 + k]!)));
    expect(misses.length).toBeGreaterThan(20);
    expect(misses.sort((a, b) => a - b)[misses.length >> 1]).toBeLessThan(0.12);
  });
});
