import { assert, boolean, double, property, record, tuple, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputDims, inputValues } from '#core/model/input.ts';
import type { ModelManifest } from '#core/model/package.ts';

type Input = ModelManifest['input'];
const plain: Input = {
  name: 'x',
  tilePx: 2,
  layout: 'nhwc',
  dtype: 'uint8',
  scale: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
};
const batch = { pixels: Uint8Array.from({ length: 24 }, (_, i) => i * 10), count: 2 };

describe('the values that a network is fed', () => {
  it('are the bytes themselves where it takes them as they are', () => {
    expect(inputValues(batch, plain)).toBe(batch.pixels);
    expect(inputDims(plain, 2)).toEqual([2, 2, 2, 3]);
  });

  it('are the bytes channel by channel where it takes them so', () => {
    const values = inputValues(
      { pixels: batch.pixels.subarray(0, 12), count: 1 },
      { ...plain, layout: 'nchw' },
    );
    expect([...values]).toEqual([0, 30, 60, 90, 10, 40, 70, 100, 20, 50, 80, 110]);
    expect(inputDims({ ...plain, layout: 'nchw' }, 1)).toEqual([1, 3, 2, 2]);
  });

  it('are (byte * scale - mean) / std of the channel, whatever the order', () => {
    const number = double({ min: -3, max: 3, noNaN: true });
    const positive = double({ min: 0.01, max: 3, noNaN: true });
    const settings = record({
      pixels: uint8Array({ minLength: 24, maxLength: 24 }),
      scale: positive,
      mean: tuple(number, number, number),
      std: tuple(positive, positive, positive),
      isNhwc: boolean(),
      isBgr: boolean(),
    });
    assert(
      property(settings, ({ pixels, isNhwc, isBgr, ...rest }) => {
        const order = { layout: isNhwc ? 'nhwc' : 'nchw', channels: isBgr ? 'bgr' : 'rgb' } as const;
        const values = inputValues({ pixels, count: 2 }, { ...plain, ...rest, ...order, dtype: 'float32' });
        for (let at = 0; at < 24; at++) {
          const [tile, pixel, channel] = isNhwc
            ? [Math.floor(at / 12), Math.floor(at / 3) % 4, at % 3]
            : [Math.floor(at / 12), at % 4, Math.floor(at / 4) % 3];
          const byte = pixels[tile * 12 + pixel * 3 + (isBgr ? 2 - channel : channel)]!;
          expect(values[at]).toBe(
            Math.fround((byte * rest.scale - rest.mean[channel]!) / rest.std[channel]!),
          );
        }
      }),
    );
  });

  it('are refused when the batch does not hold its tiles', () => {
    expect(() => inputValues({ ...batch, count: 3 }, plain)).toThrow(
      expect.objectContaining({
        code: 'model.shape-mismatch',
        message: expect.stringContaining('36 bytes but 24'),
      }),
    );
  });
});
