import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { checkWeights } from '#core/model/import/check-weights.ts';
import { readOnnxFile } from '#core/model/import/onnx-file.ts';
import { rewriteOnnx } from '#core/model/import/rewrite-onnx.ts';
import { smallNetwork, smallPx, withExternalWeight } from './small-networks.ts';

const twoClasses = {
  weights: [
    [1, -1],
    [2, 0],
    [0, 3],
  ],
  bias: [0.5, -0.25],
} as const;

describe('reading an ONNX file', () => {
  it('tells inputs, outputs, operations and constants', () => {
    const file = readOnnxFile(smallNetwork({ ...twoClasses, activation: 'Softmax' }), 'a.onnx');
    expect(file).toMatchObject({
      producer: 'umbel',
      inputs: [{ name: 'x', elementType: 1, dims: ['n', 3, smallPx, smallPx] }],
      outputs: [{ name: 'y', elementType: 1, dims: ['n', 2] }],
    });
    expect(file.nodes.map(({ opType }) => opType)).toEqual(['ReduceMean', 'Gemm', 'Softmax', 'Identity']);
    expect(file.constants.map(({ name, dims }) => [name, dims])).toEqual([
      ['w', [3, 2]],
      ['b', [2]],
    ]);
  });

  it.each<[string, Uint8Array, string]>([
    [
      'a text',
      new TextEncoder().encode('PK, or something else'),
      'holds text, which begins "PK, or something else".',
    ],
    [
      'a text with lines',
      new TextEncoder().encode('hogweed\nbackground\n'),
      'holds text, which begins "hogweed',
    ],
    [
      'a pointer of Git LFS',
      new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n'),
      'git lfs pull',
    ],
    ['nothing', new Uint8Array(), 'it is empty.'],
    ['one that was cut off', smallNetwork(twoClasses).subarray(0, 150), 'cut off, or is of another format.'],
    ['a picture', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]), 'of another format.'],
  ])('refuses %s', (_name, bytes, reason) => {
    expect(() => readOnnxFile(bytes, 'a.onnx')).toThrow(
      expect.objectContaining({
        code: 'import.unreadable',
        kind: 'bad-input',
        message: expect.stringContaining('a.onnx is not an ONNX file: '),
      }),
    );
    expect(() => readOnnxFile(bytes, 'a.onnx')).toThrow(reason);
  });

  it('finds a weight that is not a number, by name', () => {
    const { constants } = readOnnxFile(smallNetwork({ weights: [[1], [Number.NaN], [0]], bias: [0] }), 'a');
    expect(() => checkWeights(constants)).toThrow(
      expect.objectContaining({ code: 'model.weights-nan', message: expect.stringContaining('"w"') }),
    );
    expect(() =>
      checkWeights(readOnnxFile(smallNetwork({ weights: [[1], [Infinity], [0]], bias: [0] }), 'a').constants),
    ).not.toThrow();
  });
});

async function outputsOf(bytes: Uint8Array, tiles: number): Promise<number[]> {
  const session = await InferenceSession.create(bytes);
  const pixels = Float32Array.from({ length: tiles * 3 * smallPx * smallPx }, (_, i) => (i % 97) / 97);
  const { y } = await session.run({ x: new Tensor('float32', pixels, [tiles, 3, smallPx, smallPx]) });
  await session.release();
  return Array.from(y!.data as Float32Array);
}

describe('writing an ONNX file anew', () => {
  it('takes in the weights that lie beside it', async () => {
    const plain = smallNetwork(twoClasses);
    const { file, data } = withExternalWeight(plain, 'w.data', 64);
    expect(readOnnxFile(file, 'a').constants[0]?.external).toEqual({
      location: 'w.data',
      offset: 64,
      length: 24,
    });
    const whole = rewriteOnnx(file, { external: new Map([['w', data]]), freeBatch: false });
    expect(await outputsOf(whole, 2)).toEqual(await outputsOf(plain, 2));
  });

  it('makes a file for one tile one for any number', async () => {
    const fixed = smallNetwork({ ...twoClasses, batch: 1 });
    await expect(outputsOf(fixed, 3)).rejects.toThrow(/invalid dimensions|Got: 3/i);
    const free = rewriteOnnx(fixed, { external: new Map(), freeBatch: true });
    expect(readOnnxFile(free, 'a').inputs[0]?.dims).toEqual(['tiles', 3, smallPx, smallPx]);
    expect(await outputsOf(free, 3)).toEqual(await outputsOf(smallNetwork(twoClasses), 3));
  });
});
