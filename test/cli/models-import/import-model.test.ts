import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { importModel, type ImportOptions } from '#cli/models-import/import-model.ts';
import { layersModelData } from '#containers/training/layers-model.ts';
import { createNetwork } from '#containers/training/network.ts';
import { knownNormalisations } from '#core/model/import/normalisations.ts';
import { encodeOnnxModel } from '#core/model/onnx-export/protobuf.ts';
import { createRandom } from '#core/simulate/random.ts';
import { checkSanity } from '#platform/engines/check-sanity.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { openEnginePool } from '#platform/engines/pool.ts';
import { openTfjsWasm } from '#platform/engines/tfjs-backend.ts';
import {
  type SmallNetwork,
  smallNetwork,
  smallPx,
  withExternalWeight,
} from '../../core/model/import/small-networks.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

/** Tiles of one colour with noise: hogweed is of middle green, the rest is dark or bright. */
let labelled = '';
let flat = '';
beforeAll(async () => {
  [labelled, flat] = [temporaryFolder(), temporaryFolder()];
  const random = createRandom(4);
  const save = async (file: string, colour: readonly number[]): Promise<void> => {
    const pixels = Uint8Array.from(
      { length: smallPx * smallPx * 3 },
      (_, i) => colour[i % 3]! + random.next() * 30,
    );
    await sharp(pixels, { raw: { width: smallPx, height: smallPx, channels: 3 } })
      .png()
      .toFile(file);
  };
  for (const name of ['hogweed', 'background']) mkdirSync(path.join(labelled, name));
  for (let i = 0; i < 12; i++) {
    const level = 60 + random.next() * 10;
    await save(path.join(labelled, 'hogweed', `${i}.png`), [level, 135 + random.next() * 10, level]);
    await save(path.join(labelled, 'background', `${i}.png`), [level, i % 2 === 0 ? 40 : 215, level]);
    if (i < 3) await save(path.join(flat, `${i}.png`), [level, level * (i / 2), level]);
  }
});

function write(bytes: Uint8Array, name = 'From PyTorch 2.onnx'): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, bytes);
  return file;
}

async function imported(source: string, options: Partial<ImportOptions> = {}) {
  const out = path.join(temporaryFolder(), 'package');
  const result = await importModel({ source, out, samples: labelled, ...options });
  return { result, loaded: await loadPackageFromFolder(out), out };
}

/**
 * A network that was trained with a normalisation. In bytes its logit of hogweed is 3 - |green - 155| / 10, written in the
 * units that this normalisation gives it: fed otherwise, it sees no green anywhere.
 */
function trainedWith(name: string, more: Partial<SmallNetwork> = {}): SmallNetwork {
  const { scale, mean, std } = knownNormalisations[name]!;
  const green = { weight: (0.1 * std[1]) / scale, bias: 0.1 * (mean[1] / scale - 155) };
  return {
    weights: [[0], [green.weight], [0]],
    bias: [green.bias],
    fold: { weights: [-1], bias: [3] },
    ...more,
  };
}

/** The same as scores of two classes, hogweed first. */
function asTwoClasses(network: SmallNetwork): SmallNetwork {
  return { ...network, fold: { weights: [-0.5, 0.5], bias: [1.5, -1.5] } };
}

function inverted(network: SmallNetwork): SmallNetwork {
  return { ...network, fold: { weights: [1], bias: [-3] } };
}

describe('importing an ONNX file', () => {
  it.each(['bytes', 'unit', 'symmetric', 'imagenet', 'caffe'])(
    'finds out from labelled tiles that it was trained with %s',
    async (name) => {
      const { result, loaded } = await imported(write(smallNetwork(trainedWith(name))));
      expect(result.input).toMatchObject({
        ...knownNormalisations[name],
        tilePx: smallPx,
        layout: 'nchw',
        dtype: 'float32',
      });
      expect(result.output).toEqual({ name: 'y', kind: 'logit', hogweedIndex: 0 });
      expect(result.samples).toMatchObject({ n: 24, auc: 1 });
      expect(result.modelId).toMatch(/^from-pytorch-2-[0-9a-f]{12}$/);
      expect(loaded.manifest.sanity.tiles).toHaveLength(10);
    },
  );

  it('makes a package that scores its own sanity tiles as it says', async () => {
    const { loaded } = await imported(write(smallNetwork(trainedWith('imagenet'))), {
      tiling: { sizeM: 2, overlapM: 0 },
      threshold: 0.4,
    });
    const pool = await openEnginePool(loaded, { workers: 1 });
    const report = await checkSanity(pool, loaded);
    await pool.close();
    expect(report).toMatchObject({ ok: true, tiles: 10 });
    expect(Math.abs(report.worst.got - report.worst.expected)).toBeLessThan(1e-4);
    expect(loaded.manifest).toMatchObject({ tiling: { sizeM: 2, overlapM: 0 }, threshold: 0.4 });
  });

  it.each<[string, SmallNetwork, object, object]>([
    ['one probability', trainedWith('unit', { activation: 'Sigmoid' }), {}, { kind: 'probability' }],
    [
      'two logits, hogweed first',
      asTwoClasses(trainedWith('unit')),
      {},
      { kind: 'softmax-logits', hogweedIndex: 0 },
    ],
    [
      'two probabilities',
      asTwoClasses(trainedWith('unit', { activation: 'Softmax' })),
      {},
      { kind: 'softmax', hogweedIndex: 0 },
    ],
    ['hogweed as class 0 of one value', inverted(trainedWith('unit')), {}, { kind: 'logit', inverted: true }],
    ['channels last', trainedWith('unit', { layout: 'nhwc' }), { layout: 'nhwc' }, {}],
    [
      'bytes as they are',
      trainedWith('bytes', { layout: 'nhwc', inputType: 'uint8' }),
      { dtype: 'uint8' },
      {},
    ],
    ['its own scaling', trainedWith('unit', { scaledBy: 255 }), { scale: 1 }, {}],
    ['any size of tile', trainedWith('unit', { inputDims: ['n', 3, 'h', 'w'] }), { tilePx: smallPx }, {}],
    ['exactly one tile', trainedWith('unit', { batch: 1 }), {}, {}],
  ])('reads %s', async (_name, network, input, output) => {
    const { result } = await imported(
      write(smallNetwork(network)),
      network.inputDims === undefined ? {} : { tilePx: smallPx },
    );
    expect(result.input).toMatchObject(input);
    expect(result.output).toMatchObject(output);
    expect(result.samples).toMatchObject({ auc: 1 });
    // The network was made so that its own confidences are right; a wrong reading would still rank, but be sure of nothing.
    expect(result.samples['ece']).toBeLessThan(0.15);
  });

  it('takes in weights that lie beside the file, and only those', async () => {
    const { file, data } = withExternalWeight(smallNetwork(trainedWith('unit')), 'net.onnx.data', 8);
    const source = write(file, 'net.onnx');
    await expect(imported(source)).rejects.toMatchObject({
      code: 'import.external-data',
      message: expect.stringContaining('net.onnx.data'),
    });
    writeFileSync(`${source}.data`, Buffer.concat([Buffer.alloc(8), data]));
    expect((await imported(source)).result.samples).toMatchObject({ auc: 1 });
    writeFileSync(`${source}.data`, data);
    await expect(imported(source)).rejects.toMatchObject({
      code: 'import.external-data',
      message: expect.stringContaining('should stand at 8 to 20'),
    });
    const outside = withExternalWeight(smallNetwork(trainedWith('unit')), '../../etc/passwd', 0).file;
    await expect(imported(write(outside))).rejects.toMatchObject({
      code: 'import.external-data',
      message: expect.stringContaining('not beside it'),
    });
  });

  it('fits confidences to the labelled tiles on request', async () => {
    const source = write(smallNetwork(trainedWith('unit', { fold: { weights: [-0.05], bias: [0.15] } })));
    const stated = { normalisation: knownNormalisations['unit'], hogweedClass: 1 };
    const [plain, fitted] = [
      await imported(source, stated),
      await imported(source, { ...stated, calibrate: true }),
    ];
    expect(fitted.result.calibration.temperature).toBeLessThan(1);
    expect(fitted.result.samples['ece']).toBeLessThan(plain.result.samples['ece']!);
  });
});

describe('importing without classes', () => {
  it('takes what is stated, and asks for the rest', async () => {
    const source = write(smallNetwork(trainedWith('unit')));
    const asking = imported(source, { samples: flat });
    await expect(asking).rejects.toMatchObject({
      code: 'import.reading-unclear',
      hint: expect.stringMatching(/--normalise .*--hogweed-class/),
    });
    const { result } = await imported(source, {
      samples: flat,
      normalisation: knownNormalisations['unit'],
      hogweedClass: 1,
    });
    expect(result).toMatchObject({ threshold: 0.5, samples: { n: 3 } });
    expect(result.notes.join(' ')).toMatch(/tiling was not stated.*threshold was not stated.*no classes/);
  });
});

/** A folder with a small LayersModel. */
async function saved(
  change: (model: { modelTopology: object }) => object = (model) => model,
): Promise<string> {
  await openTfjsWasm();
  const stages = [{ filters: 4, stride: 2 }] as const;
  const { topology, weights } = await layersModelData(createNetwork({ tilePx: smallPx, seed: 3, stages }));
  const dir = temporaryFolder();
  const model = {
    format: 'layers-model',
    modelTopology: topology as object,
    weightsManifest: [
      { paths: ['w.bin'], weights: weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })) },
    ],
  };
  writeFileSync(path.join(dir, 'model.json'), JSON.stringify(change(model)));
  writeFileSync(
    path.join(dir, 'w.bin'),
    Buffer.concat(
      weights.map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
    ),
  );
  return dir;
}

describe('importing a TensorFlow.js LayersModel', () => {
  const stated = { normalisation: knownNormalisations['bytes'], hogweedClass: 1, output: 'logit' };

  it('exports it to ONNX and keeps it as the master, with the same confidences', async () => {
    const { result, loaded } = await imported(await saved(), stated);
    expect(result.engine).toBe('onnx');
    expect(loaded.manifest).toMatchObject({
      weights: 'weights.onnx',
      layersModel: 'layers-model/model.json',
    });
    const pool = await openEnginePool(loaded, { workers: 1, engine: 'tfjs-wasm' });
    expect(await checkSanity(pool, loaded)).toMatchObject({ ok: true });
    await pool.close();
  });

  it('keeps it as it is on a TensorFlow.js engine', async () => {
    const { result, loaded } = await imported(await saved(), { ...stated, engine: 'tfjs-wasm' });
    expect(result.engine).toBe('tfjs-wasm');
    expect([...loaded.files.keys()].filter((file) => !file.startsWith('sanity'))).toEqual([
      'layers-model/model.json',
      'layers-model/w.bin',
    ]);
  });

  it('names a layer that has no export, and the way round it', async () => {
    const source = await saved(
      (model) => JSON.parse(JSON.stringify(model).replace('"Conv2D"', '"Conv2DTranspose"')) as object,
    );
    const plain = await saved();
    await expect(imported(source, stated)).rejects.toMatchObject({
      code: 'model.layer-unsupported',
      message: expect.stringContaining('Conv2DTranspose'),
      hint: expect.stringContaining('--engine tfjs-wasm'),
    });
    writeFileSync(path.join(plain, 'w.bin'), Buffer.alloc(8));
    await expect(imported(plain, stated)).rejects.toMatchObject({
      code: 'import.tfjs-invalid',
      message: expect.stringContaining('end before weight'),
    });
  });
});

function detector(): Uint8Array {
  return encodeOnnxModel({
    name: 'd',
    nodes: [{ opType: 'Flatten', inputs: ['x'], outputs: ['output0'], attributes: {} }],
    constants: [],
    inputs: [{ name: 'x', type: 'float32', dims: ['n', 3, 16, 16] }],
    outputs: [{ name: 'output0', type: 'float32', dims: ['n', 84, 8400] }],
  });
}

describe('what is not imported', () => {
  it.each<[string, () => string, Partial<ImportOptions>, string, RegExp]>([
    [
      'a detector',
      () => write(detector()),
      {},
      'import.detector',
      /gives boxes \(output "output0" is \[n, 84, 8400\]\)/,
    ],
    [
      'NaN weights',
      () => write(smallNetwork({ weights: [[1], [Number.NaN], [1]], bias: [0] })),
      {},
      'model.weights-nan',
      /"w"/,
    ],
    [
      'a network that knows nothing of hogweed',
      () => write(smallNetwork({ weights: [[0], [0], [0]], bias: [-1] })),
      {},
      'import.reading-unclear',
      /does not tell hogweed/,
    ],
    [
      'one that always says the same',
      () => write(smallNetwork({ weights: [[0], [0], [0]], bias: [1] })),
      { normalisation: knownNormalisations['unit'], hogweedClass: 1 },
      'import.says-nothing',
      /every sample/,
    ],
    [
      'any size of tile, not stated',
      () => write(smallNetwork({ ...trainedWith('unit'), inputDims: ['n', 3, 'h', 'w'] })),
      {},
      'import.input-unclear',
      /any size/,
    ],
    [
      'a class that is not there',
      () => write(smallNetwork(asTwoClasses(trainedWith('unit')))),
      { hogweedClass: 2 },
      'import.reading-unclear',
      /has 2 classes; 2/,
    ],
    [
      'a PyTorch checkpoint',
      () => write(new Uint8Array(9), 'best.pt'),
      {},
      'import.format',
      /neither an ONNX/,
    ],
    ['an empty folder', () => temporaryFolder(), {}, 'import.format', /neither an \.onnx file nor/],
    ['nothing', () => '/nowhere/net.onnx', {}, 'import.not-found', /no file or folder/],
    [
      'no samples',
      () => write(smallNetwork(trainedWith('unit'))),
      { samples: '/nowhere' },
      'import.samples',
      /no picture in/,
    ],
    ['a package', () => 'models/demo-hogweed', {}, 'import.already-a-package', /already/],
  ])('is refused with a reason: %s', async (_name, source, ...[options, code, message]) => {
    const importing = imported(source(), options);
    await expect(importing).rejects.toMatchObject({ code });
    await expect(importing).rejects.toThrow(message);
  });

  it('leaves a folder with other files alone', async () => {
    const source = write(smallNetwork(trainedWith('unit')));
    await expect(importModel({ source, out: path.dirname(source), samples: labelled })).rejects.toMatchObject(
      {
        code: 'import.folder-taken',
        kind: 'conflict',
      },
    );
  });

  it('never writes over a package', async () => {
    const [source, out] = [write(smallNetwork(trainedWith('unit'))), path.join(temporaryFolder(), 'package')];
    const options = { source, out, samples: labelled };
    const { modelId } = await importModel(options);
    await expect(importModel(options)).rejects.toMatchObject({
      code: 'import.folder-taken',
      message: expect.stringContaining('holds a model package'),
    });
    expect((await loadPackageFromFolder(out)).modelId).toBe(modelId);
  });

  it('names a sample that is no picture', async () => {
    const samples = temporaryFolder();
    for (const name of ['a.png', 'b.png']) writeFileSync(path.join(samples, name), 'no picture');
    await expect(imported(write(smallNetwork(trainedWith('unit'))), { samples })).rejects.toMatchObject({
      code: 'import.samples',
      message: expect.stringMatching(/[ab]\.png cannot be read/),
    });
  });
});
