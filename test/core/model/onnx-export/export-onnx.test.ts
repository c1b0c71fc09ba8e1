import { type LayersModel, layers, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { layersModelData } from '#containers/training/layers-model.ts';
import { exportableLayers, exportOnnx } from '#core/model/onnx-export/export-onnx.ts';
import { openTfjsWasm } from '#platform/engines/tfjs-backend.ts';
import { apply, compareEngines, floatsOf, inputShape, randomModel, through } from './parity.ts';

beforeAll(async () => {
  await openTfjsWasm();
});

type Build = (input: SymbolicTensor) => SymbolicTensor;

const { add, activation, averagePooling2d, batchNormalization, concatenate, conv2d, dense, depthwiseConv2d } =
  layers;
const {
  dot,
  dropout,
  flatten,
  globalAveragePooling2d,
  maxPooling2d,
  reLU,
  separableConv2d,
  softmax,
  zeroPadding2d,
} = layers;

const cases: Readonly<Record<string, Build>> = {
  'Conv2D same, stride 2': (x) =>
    through(x, conv2d({ filters: 5, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' })),
  'Conv2D valid, 2x3 kernel, no bias': (x) =>
    through(x, conv2d({ filters: 3, kernelSize: [2, 3], useBias: false })),
  'Conv2D same, dilated': (x) =>
    through(x, conv2d({ filters: 3, kernelSize: 3, dilationRate: 2, padding: 'same' })),
  'DepthwiseConv2D with multiplier': (x) =>
    through(
      x,
      depthwiseConv2d({
        kernelSize: 3,
        strides: 2,
        depthMultiplier: 2,
        padding: 'same',
        activation: 'relu6',
      }),
    ),
  SeparableConv2D: (x) =>
    through(x, separableConv2d({ filters: 6, kernelSize: 3, padding: 'same', depthMultiplier: 2 })),
  'BatchNormalization of a map': (x) => through(x, batchNormalization({})),
  'BatchNormalization of a vector, no scale': (x) =>
    through(x, flatten(), batchNormalization({ scale: false, epsilon: 0.01 })),
  'Activation tanh': (x) => through(x, activation({ activation: 'tanh' })),
  'Activation sigmoid': (x) => through(x, activation({ activation: 'sigmoid' })),
  'Activation softmax of a map': (x) => through(x, activation({ activation: 'softmax' })),
  ReLU: (x) => through(x, reLU()),
  'ReLU with a limit': (x) => through(x, reLU({ maxValue: 0.5 })),
  Softmax: (x) => through(x, flatten(), softmax()),
  'MaxPooling2D same': (x) => through(x, maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' })),
  'MaxPooling2D valid': (x) => through(x, maxPooling2d({ poolSize: 2 })),
  'AveragePooling2D same': (x) => through(x, averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' })),
  'AveragePooling2D valid': (x) => through(x, averagePooling2d({ poolSize: [2, 3], strides: [1, 2] })),
  GlobalAveragePooling2D: (x) => through(x, globalAveragePooling2d({})),
  Dropout: (x) => through(x, dropout({ rate: 0.5 }), conv2d({ filters: 2, kernelSize: 1 })),
  'Flatten, Dense': (x) => through(x, flatten(), dense({ units: 4, activation: 'sigmoid' })),
  'Dense without bias': (x) => through(x, globalAveragePooling2d({}), dense({ units: 4, useBias: false })),
  Add: (x) => apply(add(), [x, through(x, conv2d({ filters: 4, kernelSize: 1 }))]),
  'Concatenate of maps': (x) => apply(concatenate(), [x, through(x, reLU())]),
  'Concatenate of vectors': (x) =>
    apply(concatenate({ axis: 1 }), [through(x, flatten()), through(x, globalAveragePooling2d({}))]),
  Dot: (x) => apply(dot({ axes: 1 }), [through(x, flatten()), through(x, flatten(), softmax())]),
  'ZeroPadding2D uneven': (x) =>
    through(
      x,
      zeroPadding2d({
        padding: [
          [1, 0],
          [2, 3],
        ],
      }),
    ),
  Rescaling: (x) => through(x, layers.rescaling({ scale: 0.25, offset: -0.5 })),
};

describe('the ONNX file computes what the LayersModel computes', () => {
  it.each(Object.entries(cases))('%s', async (_name, build) => {
    const { difference, spread } = await compareEngines(randomModel(build));
    expect(difference).toBeLessThanOrEqual(1e-5);
    expect(spread).toBeGreaterThan(1e-3);
  });

  it('Sequential without an InputLayer of its own', async () => {
    const model = sequential({
      layers: [conv2d({ inputShape, filters: 2, kernelSize: 3 }), flatten(), dense({ units: 2 })],
    });
    expect((await compareEngines(model)).difference).toBeLessThanOrEqual(1e-5);
  });

  it('covers every layer class that can be exported', () => {
    const tested = Object.keys(cases).join(' ');
    for (const name of exportableLayers.filter((layer) => layer !== 'InputLayer'))
      expect(tested).toContain(name);
  });
});

describe('the exported graph', () => {
  it('takes bytes of any number of tiles and names its outputs', async () => {
    const model = randomModel(
      (x) => through(x, layers.rescaling({ scale: 1 / 255 }), globalAveragePooling2d({})),
      [4, 4, 3],
    );
    const session = await InferenceSession.create(
      exportOnnx(await layersModelData(model), { outputNames: ['means'] }),
    );
    const bytes = new Uint8Array(2 * 4 * 4 * 3).map((_, i) => (i < 48 ? [255, 51, 0][i % 3]! : 102));
    const { means } = await session.run({ tiles: new Tensor('uint8', bytes, [2, 4, 4, 3]) });
    expect(means?.dims).toEqual([2, 3]);
    const want = [1, 0.2, 0, 0.4, 0.4, 0.4];
    floatsOf(means).forEach((value, i) => expect(value).toBeCloseTo(want[i]!, 6));
  });

  it('refuses names that do not fit the outputs', async () => {
    const data = await layersModelData(randomModel((x) => through(x, flatten())));
    expect(() => exportOnnx(data, { outputNames: ['a', 'b'] })).toThrow(/1 outputs but 2 names/);
  });
});

const refused: Readonly<Record<string, Build>> = {
  UpSampling2D: (x) => through(x, layers.upSampling2d({ name: 'grow' })),
  LayerNormalization: (x) => through(x, layers.layerNormalization({ name: 'grow' })),
  'activation "elu"': (x) =>
    through(x, conv2d({ filters: 2, kernelSize: 1, activation: 'elu', name: 'grow' })),
  'softmax over axis 1': (x) => through(x, softmax({ axis: 1, name: 'grow' })),
  'joining along axis 1': (x) => apply(concatenate({ axis: 1, name: 'grow' }), [x, through(x, reLU())]),
  'put Flatten': (x) => through(x, dense({ units: 2, name: 'grow' })),
};

describe('a layer that ONNX export does not know', () => {
  it.each(Object.entries(refused))('is refused by name: %s', async (reason, build) => {
    const data = await layersModelData(randomModel(build));
    expect(() => exportOnnx(data)).toThrow(expect.objectContaining({ code: 'model.layer-unsupported' }));
    expect(() => exportOnnx(data)).toThrow(/"grow"/);
    expect(() => exportOnnx(data)).toThrow(reason);
  });
});

function twoUnits(): LayersModel {
  return randomModel((x) => through(x, flatten(), dense({ units: 2, name: 'last' })));
}

describe('weights that do not fit', () => {
  it('are named when missing', async () => {
    const { topology, weights } = await layersModelData(twoUnits());
    const without = weights.filter(({ name }) => name !== 'last/bias');
    expect(() => exportOnnx({ topology, weights: without })).toThrow(
      expect.objectContaining({ code: 'model.weights-missing' }),
    );
  });

  it('are named with both shapes when they differ', async () => {
    const { topology, weights } = await layersModelData(twoUnits());
    const wrong = weights.map((weight) =>
      weight.name === 'last/bias' ? { ...weight, shape: [3], values: new Float32Array(3) } : weight,
    );
    expect(() => exportOnnx({ topology, weights: wrong })).toThrow(/"last\/bias" is \[3\] .* needs \[2\]/);
  });

  it('are refused when they are not finite', async () => {
    const { topology, weights } = await layersModelData(twoUnits());
    const wrong = weights.map((weight) => ({ ...weight, values: weight.values.map(() => Number.NaN) }));
    expect(() => exportOnnx({ topology, weights: wrong })).toThrow(
      expect.objectContaining({ code: 'model.weights-nan' }),
    );
  });

  it('a topology that is none says what is wrong', () => {
    expect(() => exportOnnx({ topology: { node: [] }, weights: [] })).toThrow(
      expect.objectContaining({ code: 'model.topology-invalid' }),
    );
  });
});
