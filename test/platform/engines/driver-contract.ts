import { beforeAll, describe, expect, it } from 'vitest';
import {
  type DriverFactory,
  type LoadedPackage,
  scoreBatch,
  type TileBatch,
  type TileScores,
} from '#core/model/driver.ts';
import { openOnnxDriver } from '#platform/engines/onnx.ts';
import { randomTiles, tinyPackage, tinyTilePx, withManifest } from './tiny-package.ts';

/** What every engine on this machine must do with the same package; a new engine joins by calling this. */
export function describeDriverContract(engine: string, open: DriverFactory): void {
  describeScoring(engine, open);
  describe(`${engine} opening a package`, () => {
    let tiny: LoadedPackage;
    beforeAll(async () => {
      tiny = await tinyPackage();
    });

    it('refuses a manifest with another tile size or output than the network has', async () => {
      const larger = withManifest(tiny, (manifest) => ({
        ...manifest,
        input: { ...manifest.input, tilePx: 32 },
      }));
      await expect(open(larger, {})).rejects.toMatchObject({
        code: 'model.shape-mismatch',
        message: expect.stringContaining('32'),
      });
      const other = withManifest(tiny, (manifest) => ({
        ...manifest,
        output: { ...manifest.output, name: 'boxes' },
      }));
      await expect(open(other, {})).rejects.toMatchObject({
        code: 'model.shape-mismatch',
        message: expect.stringContaining('boxes'),
      });
    });

    it('says that weights are damaged', async () => {
      const damaged = new Map(
        [...tiny.files].map(([path, bytes]) => [path, bytes.slice(0, bytes.length / 2)] as const),
      );
      await expect(open({ ...tiny, files: damaged }, {})).rejects.toMatchObject({
        code: 'model.weights-unreadable',
        kind: 'configuration',
      });
    });
  });
}

/** What every engine must do with tiles, wherever it runs. */
export function describeScoring(engine: string, open: DriverFactory): void {
  describe(`${engine} as a model driver`, () => {
    let tiny: LoadedPackage;
    beforeAll(async () => {
      tiny = await tinyPackage();
    });

    it('reports its own name', async () => {
      const driver = await open(tiny, {});
      expect(driver.engine).toBe(engine);
      await driver.dispose();
    });

    it('gives the confidences and places that the others give, within 1e-4', async () => {
      const [got, reference] = [
        await scoreWith(open, tiny, randomTiles(11, 2)),
        await scoreWith(openOnnxDriver, tiny, randomTiles(11, 2)),
      ];
      expect(Math.max(...got.confidences) - Math.min(...got.confidences)).toBeGreaterThan(0.2);
      expect(worstOf(got.confidences, reference.confidences)).toBeLessThanOrEqual(1e-4);
      expect(worstOf(got.locations, reference.locations)).toBeLessThanOrEqual(1e-4);
    });

    it('scores any number of tiles, each on its own', async () => {
      const all = await scoreWith(open, tiny, randomTiles(9, 3));
      const { pixels } = randomTiles(9, 3);
      const size = tinyTilePx * tinyTilePx * 3;
      const last = await scoreWith(open, tiny, { pixels: pixels.subarray(8 * size), count: 1 });
      expect(all.confidences).toHaveLength(9);
      expect(all.locations).toHaveLength(18);
      expect(worstOf(last.confidences, all.confidences.slice(8))).toBeLessThanOrEqual(1e-6);
    });

    it('applies the calibration of the manifest', async () => {
      const calibrated = withManifest(tiny, (manifest) => ({
        ...manifest,
        calibration: { temperature: 1e9, bias: Math.log(3) },
      }));
      const { confidences } = await scoreWith(open, calibrated, randomTiles(2, 4));
      expect(worstOf(confidences, [0.75, 0.75])).toBeLessThanOrEqual(1e-5);
    });

    it('leaves the places out when the manifest names no output for them', async () => {
      const silent = withManifest(tiny, (manifest) => ({
        ...manifest,
        output: { name: 'logit', kind: 'logit', hogweedIndex: 0 },
      }));
      expect((await scoreWith(open, silent, randomTiles(2, 4))).locations).toBeUndefined();
    });

    it('refuses tiles of another size', async () => {
      const driver = await open(tiny, {});
      const { pixels } = randomTiles(2, 1);
      expect(() => driver.preprocess({ pixels, count: 3 })).toThrow(
        expect.objectContaining({ code: 'model.shape-mismatch' }),
      );
      await driver.dispose();
    });
  });
}

async function scoreWith(open: DriverFactory, loaded: LoadedPackage, batch: TileBatch): Promise<TileScores> {
  const driver = await open(loaded, {});
  try {
    return await scoreBatch(driver, batch);
  } finally {
    await driver.dispose();
  }
}

/** Largest difference; NaN when one is missing or of another length. */
function worstOf(got: Float32Array | undefined, want: ArrayLike<number> | undefined): number {
  if (got === undefined || want === undefined || got.length !== want.length) return Number.NaN;
  return got.reduce((worst, value, i) => Math.max(worst, Math.abs(value - want[i]!)), 0);
}
