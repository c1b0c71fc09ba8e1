import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LoadedPackage, scoreBatch, type TileBatch } from '#core/model/driver.ts';
import { openOnnxDriver } from '#platform/engines/onnx.ts';
import { type EnginePool, type EnginePoolOptions, openEnginePool } from '#platform/engines/pool.ts';
import { randomTiles, tinyPackage, tinyTilePx, withManifest } from './tiny-package.ts';

let tiny: LoadedPackage;
const opened: EnginePool[] = [];
beforeAll(async () => {
  tiny = await tinyPackage();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((pool) => pool.close()));
});

async function open(options: EnginePoolOptions = {}, loaded = tiny): Promise<EnginePool> {
  const pool = await openEnginePool(loaded, options);
  opened.push(pool);
  return pool;
}

const dying = { entry: new URL('./dying-worker.ts', import.meta.url) };
const tileBytes = tinyTilePx * tinyTilePx * 3;

/** One tile that tells the dying worker what to do. */
function order(what: 1 | 2 | 3): TileBatch {
  return { pixels: new Uint8Array(tileBytes).fill(what), count: 1 };
}

describe('an engine pool', () => {
  it('scores as the driver does, whatever the batch size', async () => {
    const driver = await openOnnxDriver(tiny, {});
    const expected = await scoreBatch(driver, randomTiles(21, 8));
    await driver.dispose();
    for (const batchSize of [1, 8, 64]) {
      const pool = await open({ workers: 1, batchSize });
      const scores = await pool.score(randomTiles(21, 8));
      scores.confidences.forEach((value, i) => expect(value).toBeCloseTo(expected.confidences[i]!, 6));
      scores.locations?.forEach((value, i) => expect(value).toBeCloseTo(expected.locations![i]!, 6));
      expect(scores.locations).toHaveLength(42);
    }
  });

  it('names its engine and model', async () => {
    const pool = await open({ workers: 1, engine: 'tfjs-wasm' });
    expect([pool.engine, pool.modelId]).toEqual(['tfjs-wasm', tiny.modelId]);
    expect((await pool.score(randomTiles(3, 1))).confidences).toHaveLength(3);
  });

  it('keeps many calls apart', async () => {
    const pool = await open({ workers: 2 });
    const alone = await Promise.all(
      Array.from({ length: 24 }, (_, i) => pool.score(randomTiles(1 + (i % 5), i))),
    );
    for (const [i, scores] of alone.entries()) {
      const again = await pool.score(randomTiles(1 + (i % 5), i));
      expect([...scores.confidences]).toEqual([...again.confidences]);
    }
  });

  it('takes a whole buffer without a copy, and leaves the rest of a shared one alone', async () => {
    const pool = await open({ workers: 1 });
    const whole = randomTiles(2, 1);
    await pool.score(whole);
    expect(whole.pixels.byteLength).toBe(0);
    const large = randomTiles(4, 1);
    const part = { pixels: large.pixels.subarray(tileBytes, 3 * tileBytes), count: 2 };
    const [first, second] = [await pool.score(part), await pool.score(part)];
    expect(large.pixels.byteLength).toBe(4 * tileBytes);
    expect([...first.confidences]).toEqual([...second.confidences]);
  });

  it('answers no tiles with no scores and refuses a wrong number of bytes', async () => {
    const pool = await open({ workers: 1 });
    expect((await pool.score({ pixels: new Uint8Array(0), count: 0 })).confidences).toHaveLength(0);
    await expect(pool.score({ pixels: new Uint8Array(5), count: 1 })).rejects.toMatchObject({
      code: 'model.shape-mismatch',
    });
  });

  it('hands a driver error to the call that caused it, with code, kind and hint', async () => {
    const broken = withManifest(tiny, (manifest) => ({
      ...manifest,
      calibration: { temperature: 1, bias: Number.NaN },
    }));
    const pool = await open({ workers: 1 }, broken);
    await expect(pool.score(randomTiles(2, 1))).rejects.toMatchObject({
      code: 'model.nan',
      kind: 'configuration',
      hint: expect.any(String),
    });
  });
});

describe('an engine pool that cannot open', () => {
  it('says what the driver says', async () => {
    const wrong = withManifest(tiny, (manifest) => ({
      ...manifest,
      output: { ...manifest.output, name: 'boxes' },
    }));
    await expect(openEnginePool(wrong, { workers: 2 })).rejects.toMatchObject({
      code: 'model.shape-mismatch',
    });
  });

  it('refuses an engine that the package was not made for, and uses no other', async () => {
    const remote = withManifest(tiny, (manifest) => ({ ...manifest, engine: 'remote' }));
    await expect(openEnginePool(remote, { workers: 1 })).rejects.toMatchObject({
      code: 'model.not-remote',
      kind: 'configuration',
    });
  });
});

describe('a thread that dies', () => {
  it.each([
    [1, 'Array buffer allocation failed'],
    [2, 'exit code 7'],
  ] as const)('rejects its jobs and is replaced (%i)', async (how, reason) => {
    const pool = await open({ ...dying, workers: 1 });
    const before = await pool.score(order(3));
    const lost = [pool.score(order(how)), pool.score(order(3))];
    for (const job of lost) {
      await expect(job).rejects.toMatchObject({
        code: 'model.worker-died',
        kind: 'try-again',
        message: expect.stringContaining(reason),
      });
    }
    const after = await pool.score(order(3));
    expect(after.confidences[0]).toBeGreaterThan(before.confidences[0]!);
  });

  it('leaves the jobs of the others alone', async () => {
    const pool = await open({ ...dying, workers: 2 });
    const results = await Promise.allSettled([
      pool.score(order(3)),
      pool.score(order(1)),
      pool.score(order(3)),
      pool.score(order(3)),
    ]);
    expect(results.filter(({ status }) => status === 'rejected').length).toBeLessThanOrEqual(2);
    expect(results[0]?.status).toBe('fulfilled');
    expect(results[1]?.status).toBe('rejected');
  });

  it('is not replaced for ever', async () => {
    const pool = await open({ ...dying, workers: 1 });
    const codes: unknown[] = [];
    for (let i = 0; i < 8; i++)
      await pool.score(order(1)).catch((error: { message: string }) => codes.push(error.message));
    expect(codes).toHaveLength(8);
    expect(codes[7]).toBe(codes[5]);
    expect(codes[6]).toBe(codes[5]);
  });
});

describe('closing a pool', () => {
  it('finishes what was given, then refuses more', async () => {
    const pool = await openEnginePool(tiny, { workers: 1 });
    const last = pool.score(randomTiles(40, 1));
    await Promise.resolve();
    await pool.close();
    expect((await last).confidences).toHaveLength(40);
    await expect(pool.score(randomTiles(1, 1))).rejects.toMatchObject({ code: 'model.pool-closed' });
    await pool.close();
  });
});
