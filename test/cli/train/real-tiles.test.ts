import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { runTraining } from '#cli/train/run-training.ts';

const tiles = resolve(process.env['UMBEL_SHARED_DATA'] ?? '../shared/data', 'hogweed/tiles');

/** A short training; docs/models/train.md has the figures of a whole one and the command that gives them. */
it.skipIf(!existsSync(tiles))(
  'learns real leaves, on ground that it is not measured on',
  async () => {
    const work = await mkdtemp(join(tmpdir(), 'umbel-real-'));
    try {
      const result = await runTraining(
        { tiles, out: join(work, 'model'), engine: 'tfjs-wasm', crossValidation: false, folds: 3, epochs: 4 },
        { quiet: true },
      );
      expect(result).toMatchObject({
        tiles: { hogweed: 202, background: 480 },
        groupedBy: expect.stringContaining('positions in tiles.csv'),
      });
      expect(result.metrics.auc).toBeGreaterThan(0.9);
      expect(result.parity).toBeLessThan(1e-4);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  },
  180_000,
);
