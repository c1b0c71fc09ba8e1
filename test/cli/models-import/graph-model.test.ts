import { writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { importModel } from '#cli/models-import/import-model.ts';
import { knownNormalisations } from '#core/model/import/normalisations.ts';
import { checkSanity } from '#platform/engines/check-sanity.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { openEnginePool } from '#platform/engines/pool.ts';
import { hasTfjsNode } from '#platform/engines/tfjs-node-backend.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

const side = 16;
/** Each sample is of one grey-green: red, green, blue. */
const colours = [
  [10, 200, 30],
  [90, 90, 90],
  [240, 20, 200],
] as const;

let samples = '';
beforeAll(async () => {
  samples = temporaryFolder();
  for (const [i, colour] of colours.entries()) {
    const pixels = Uint8Array.from({ length: side * side * 3 }, (_, at) => colour[at % 3]!);
    await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
      .png()
      .toFile(path.join(samples, `${i}.png`));
  }
});

const floats = { type: 'DT_FLOAT' };
const dimsOf = (...sizes: number[]) => ({ dim: sizes.map((size) => ({ size: String(size) })) });
const constant = (name: string, dtype: string, ...sizes: number[]) => ({
  name,
  op: 'Const',
  attr: { dtype: { type: dtype }, value: { tensor: { dtype, tensorShape: dimsOf(...sizes) } } },
});
const step = (name: string, op: string, input: string[], attr: object = {}) => ({
  name,
  op,
  input,
  attr: { T: floats, ...attr },
});

/** Folder of a GraphModel as tensorflowjs_converter writes it: a sigmoid of the mean colour's green minus red. */
function graphModel(weights: readonly number[] = [-4, 4, 0]): string {
  const dir = temporaryFolder();
  const inputShape = dimsOf(-1, side, side, 3);
  const node = [
    constant('axes', 'DT_INT32', 2),
    constant('w', 'DT_FLOAT', 3, 1),
    { name: 'x', op: 'Placeholder', attr: { dtype: floats, shape: { shape: inputShape } } },
    step('mean', 'Mean', ['x', 'axes'], { keep_dims: { b: false }, Tidx: { type: 'DT_INT32' } }),
    step('product', 'MatMul', ['mean', 'w'], { transpose_a: { b: false }, transpose_b: { b: false } }),
    step('sigmoid', 'Sigmoid', ['product']),
    step('Identity', 'Identity', ['sigmoid']),
  ];
  const signature = {
    inputs: { x: { name: 'x:0', dtype: 'DT_FLOAT', tensorShape: inputShape } },
    outputs: { output_0: { name: 'Identity:0', dtype: 'DT_FLOAT', tensorShape: dimsOf(-1, 1) } },
  };
  const specs = [
    { name: 'axes', shape: [2], dtype: 'int32' },
    { name: 'w', shape: [3, 1], dtype: 'float32' },
  ];
  const model = {
    format: 'graph-model',
    signature,
    modelTopology: { node, versions: { producer: 1 } },
    weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights: specs }],
  };
  writeFileSync(path.join(dir, 'model.json'), JSON.stringify(model));
  const bytes = [Int32Array.of(1, 2), Float32Array.from(weights)].map(({ buffer }) => new Uint8Array(buffer));
  writeFileSync(path.join(dir, 'group1-shard1of1.bin'), Buffer.concat(bytes));
  return dir;
}

const stated = { normalisation: knownNormalisations['unit'], hogweedClass: 1 };
const expected = colours.map(([red, green]) => 1 / (1 + Math.exp((-4 * (green - red)) / 255)));

describe('importing a TensorFlow.js GraphModel', () => {
  it.each(['tfjs-wasm', ...(hasTfjsNode() ? (['tfjs-node'] as const) : [])] as const)(
    'runs it as it is on %s',
    async (engine) => {
      const out = path.join(temporaryFolder(), 'package');
      const result = await importModel({ source: graphModel(), out, samples, ...stated, engine });
      expect(result).toMatchObject({
        engine,
        output: { kind: 'probability', hogweedIndex: 0 },
        input: { layout: 'nhwc', tilePx: side },
      });
      const loaded = await loadPackageFromFolder(out);
      expect(loaded.manifest.weights).toBe('graph-model/model.json');
      const confidences = loaded.manifest.sanity.tiles
        .map(({ confidence }) => confidence)
        .sort((a, b) => a - b);
      [...expected].sort((a, b) => a - b).forEach((value, i) => expect(confidences[i]).toBeCloseTo(value, 4));
      const pool = await openEnginePool(loaded, { workers: 1 });
      expect(await checkSanity(pool, loaded)).toMatchObject({ ok: true });
      await pool.close();
    },
  );

  it('refuses weights that are not numbers, by name', async () => {
    const importing = importModel({
      source: graphModel([1, Number.NaN, 1]),
      out: path.join(temporaryFolder(), 'p'),
      samples,
      ...stated,
    });
    await expect(importing).rejects.toMatchObject({
      code: 'model.weights-nan',
      message: expect.stringContaining('"w"'),
    });
  });
});
