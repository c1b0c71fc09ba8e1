import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { feedBytes } from '#core/model/feed-bytes.ts';
import { knownNormalisations } from '#core/model/import/normalisations.ts';
import { inputDims, inputValues } from '#core/model/input.ts';
import type { ModelManifest } from '#core/model/package.ts';
import { smallNetwork, smallPx } from './import/small-networks.ts';

type Input = ModelManifest['input'];
const count = 3;
const pixels = Uint8Array.from({ length: count * smallPx * smallPx * 3 }, (_, i) => (i * 7919) % 256);
const colours = {
  weights: [
    [0.3, -1],
    [0.7, 0],
    [-0.2, 2],
  ],
  bias: [0.1, 0.2],
};

function inputOf(name: string, layout: Input['layout']): Input {
  return { name: 'x', tilePx: smallPx, dtype: 'float32', layout, ...knownNormalisations[name]! };
}

async function outputsOf(bytes: Uint8Array, input: Input): Promise<Float32Array> {
  const session = await InferenceSession.create(bytes);
  const values = inputValues({ pixels, count }, input);
  const dims = inputDims(input, count);
  const tensor =
    values instanceof Uint8Array ? new Tensor('uint8', values, dims) : new Tensor('float32', values, dims);
  const { y } = await session.run({ [input.name]: tensor });
  await session.release();
  return y!.data as Float32Array;
}

describe('a network that is fed bytes instead of floats', () => {
  it.each<[string, Input['layout']]>([
    ['imagenet', 'nchw'],
    ['symmetric', 'nchw'],
    ['unit', 'nchw'],
    ['symmetric', 'nhwc'],
    ['bytes', 'nhwc'],
  ])('gives the same with %s, %s', async (name, layout) => {
    const input = inputOf(name, layout);
    const network = smallNetwork({ ...colours, layout });
    const fed = feedBytes(network, input)!;
    expect(fed.input).toMatchObject({ dtype: 'uint8', layout: 'nhwc', tilePx: smallPx });
    const [got, want] = [await outputsOf(fed.bytes, fed.input), await outputsOf(network, input)];
    expect(got).toHaveLength(count * 2);
    const scale = Math.max(...want.map(Math.abs));
    got.forEach((value, i) => expect(Math.abs(value - want[i]!)).toBeLessThanOrEqual(1e-5 * scale));
  });

  it('is not made where it would not be the same, not be faster, or hide what is wrong', () => {
    const network = smallNetwork(colours);
    const imagenet = inputOf('imagenet', 'nchw');
    expect(feedBytes(network, inputOf('caffe', 'nchw'))).toBeUndefined();
    expect(
      feedBytes(smallNetwork({ ...colours, layout: 'nhwc' }), inputOf('imagenet', 'nhwc')),
    ).toBeUndefined();
    expect(feedBytes(network, { ...imagenet, dtype: 'uint8' })).toBeUndefined();
    expect(feedBytes(network, { ...imagenet, name: 'z' })).toBeUndefined();
    expect(feedBytes(network, { ...imagenet, tilePx: 32 })).toBeUndefined();
    expect(feedBytes(smallNetwork({ ...colours, batch: 1 }), imagenet)).toBeUndefined();
    expect(feedBytes(new TextEncoder().encode('no network'), imagenet)).toBeUndefined();
  });
});
