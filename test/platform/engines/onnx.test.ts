import { beforeAll, describe, expect, it } from 'vitest';
import { type LoadedPackage, scoreBatch } from '#core/model/driver.ts';
import { encodeOnnxModel, type OnnxNode, type OnnxValue } from '#core/model/onnx-export/protobuf.ts';
import type { ModelManifest } from '#core/model/package.ts';
import { openOnnxDriver } from '#platform/engines/onnx.ts';
import { describeDriverContract } from './driver-contract.ts';
import { randomTiles, tinyPackage, tinyTilePx, withManifest } from './tiny-package.ts';

describeDriverContract('onnx', openOnnxDriver);

let tiny: LoadedPackage;
beforeAll(async () => {
  tiny = await tinyPackage();
});

type Manifest = ModelManifest;

/** The package around another graph: `nodes` from the input `x` to the output `y`. */
function around(
  graph: { nodes: OnnxNode[]; input: Omit<OnnxValue, 'name'>; output: OnnxValue['dims'] },
  change: Partial<Manifest>,
): LoadedPackage {
  const weights = encodeOnnxModel({
    name: 'test',
    nodes: graph.nodes,
    constants: [{ name: 'axes', dims: [2], values: BigInt64Array.of(1n, 2n) }],
    inputs: [{ name: 'x', ...graph.input }],
    outputs: [{ name: 'y', type: 'float32', dims: graph.output }],
  });
  const files = new Map([...tiny.files, ['weights.onnx', weights] as const]);
  return withManifest({ ...tiny, files }, (manifest) => ({
    ...manifest,
    output: { name: 'y', kind: 'logit', hogweedIndex: 0 },
    ...change,
  }));
}

const side = tinyTilePx;
const meanOfPlanes: OnnxNode[] = [
  { opType: 'ReduceMean', inputs: ['x'], outputs: ['y'], attributes: { axes: [2, 3], keepdims: 0 } },
];
const uncalibrated = { calibration: { temperature: 1, bias: 0 } };
const logit = (p: number): number => Math.log(p / (1 - p));

describe('an ONNX file from elsewhere', () => {
  const normalised = {
    name: 'x',
    tilePx: side,
    layout: 'nchw',
    dtype: 'float32',
    scale: 1 / 255,
    mean: [0.5, 0.25, 0],
    std: [0.5, 0.25, 2],
  } as const;

  it('gets float NCHW tiles normalised channel by channel, and its softmax logits are read', async () => {
    const loaded = around(
      { nodes: meanOfPlanes, input: { type: 'float32', dims: ['n', 3, side, side] }, output: ['n', 3] },
      {
        ...uncalibrated,
        input: { ...normalised, mean: [...normalised.mean], std: [...normalised.std] },
        output: { name: 'y', kind: 'softmax-logits', hogweedIndex: 2 },
      },
    );
    const pixels = new Uint8Array(2 * side * side * 3).map(
      (_, i) => (i < side * side * 3 ? [255, 255, 255] : [0, 51, 102])[i % 3]!,
    );
    const driver = await openOnnxDriver(loaded, {});
    const { confidences } = await scoreBatch(driver, { pixels, count: 2 });
    const expected = [
      [1, 3, 0.5],
      [-1, -0.2, 0.2],
    ].map(([a, b, c]) => Math.exp(c!) / (Math.exp(a!) + Math.exp(b!) + Math.exp(c!)));
    confidences.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    await driver.dispose();
  });

  it('may be fed bytes channels first', async () => {
    const nodes: OnnxNode[] = [
      { opType: 'Cast', inputs: ['x'], outputs: ['f'], attributes: { to: 1 } },
      { opType: 'ReduceMean', inputs: ['f'], outputs: ['y'], attributes: { axes: [2, 3], keepdims: 0 } },
    ];
    const input = {
      name: 'x',
      tilePx: side,
      layout: 'nchw',
      dtype: 'uint8',
      scale: 1,
      mean: [0, 0, 0],
      std: [1, 1, 1],
    } as const;
    const loaded = around(
      { nodes, input: { type: 'uint8', dims: ['n', 3, side, side] }, output: ['n', 3] },
      {
        calibration: { temperature: 100, bias: 0 },
        input: { ...input, mean: [...input.mean], std: [...input.std] },
        output: { name: 'y', kind: 'logit', hogweedIndex: 1 },
      },
    );
    const driver = await openOnnxDriver(loaded, {});
    const pixels = new Uint8Array(side * side * 3).map((_, i) => [10, 50, 200][i % 3]!);
    const { confidences } = await scoreBatch(driver, { pixels, count: 1 });
    expect(logit(confidences[0]!)).toBeCloseTo(0.5, 4);
    await driver.dispose();
  });
});

function mean(axes: readonly number[]): OnnxNode {
  return { opType: 'ReduceMean', inputs: ['f'], outputs: ['y'], attributes: { axes, keepdims: 0 } };
}

describe('an ONNX file that does not fit its model.json', () => {
  const bytes = { type: 'uint8', dims: ['n', side, side, 3] } as const;
  const cast: OnnxNode = { opType: 'Cast', inputs: ['x'], outputs: ['f'], attributes: { to: 1 } };
  const named = { input: { ...defaults(), name: 'x' } };

  function defaults(): Manifest['input'] {
    return {
      name: 'tiles',
      tilePx: side,
      layout: 'nhwc',
      dtype: 'uint8',
      scale: 1,
      mean: [0, 0, 0],
      std: [1, 1, 1],
    };
  }

  it.each([
    [
      'a detector: boxes instead of a score a tile',
      [mean([3])],
      { input: bytes, output: ['n', side, side], change: named },
      /is \[n, 16, 16\], not \[n\] or \[n, n\]/,
    ],
    [
      'an input of another name',
      [mean([1, 2])],
      { input: bytes, output: ['n', 3], change: {} },
      /no input "tiles" \(it has "x"\)/,
    ],
    [
      'another type',
      [mean([1, 2])],
      {
        input: bytes,
        output: ['n', 3],
        change: { input: { ...defaults(), name: 'x', dtype: 'float32' as const } },
      },
      /is of type uint8, not float32/,
    ],
    [
      'a fixed batch',
      [mean([1, 2])],
      { input: { ...bytes, dims: [1, side, side, 3] }, output: [1, 3], change: named },
      /exactly 1 tiles/,
    ],
    [
      'a class that is not there',
      [mean([1, 2])],
      {
        input: bytes,
        output: ['n', 3],
        change: { ...named, output: { name: 'y', kind: 'softmax' as const, hogweedIndex: 3 } },
      },
      /3 classes, so hogweedIndex 3/,
    ],
  ])('is refused: %s', async (_name, nodes, { input, output, change }, message) => {
    const loaded = around({ nodes: [cast, ...nodes], input, output }, change);
    const opening = openOnnxDriver(loaded, {});
    await expect(opening).rejects.toMatchObject({ code: 'model.shape-mismatch', kind: 'configuration' });
    await expect(opening).rejects.toThrow(message);
  });
});

describe('an ONNX file that computes nonsense', () => {
  it('is told by its first NaN', async () => {
    const nodes: OnnxNode[] = [
      { opType: 'Cast', inputs: ['x'], outputs: ['f'], attributes: { to: 1 } },
      { opType: 'Log', inputs: ['f'], outputs: ['l'], attributes: {} },
      { opType: 'Mul', inputs: ['l', 'f'], outputs: ['m'], attributes: {} },
      { opType: 'ReduceMean', inputs: ['m'], outputs: ['y'], attributes: { axes: [1, 2, 3], keepdims: 0 } },
    ];
    const loaded = around(
      { nodes, input: { type: 'uint8', dims: ['n', side, side, 3] }, output: ['n'] },
      { input: { ...tiny.manifest.input, name: 'x' } },
    );
    const driver = await openOnnxDriver(loaded, {});
    const { pixels } = randomTiles(2, 1);
    pixels[pixels.length - 1] = 0;
    await expect(scoreBatch(driver, { pixels, count: 2 })).rejects.toMatchObject({
      code: 'model.nan',
      message: expect.stringContaining('tile 1'),
    });
    await driver.dispose();
  });
});
