import { UmbelError } from '../errors.ts';
import type { TileBatch } from './driver.ts';
import type { ModelManifest } from './package.ts';

type InputSpec = ModelManifest['input'];

/** Dimensions of the input tensor for `count` tiles. */
export function inputDims({ layout, tilePx }: InputSpec, count: number): [number, number, number, number] {
  return layout === 'nhwc' ? [count, tilePx, tilePx, 3] : [count, 3, tilePx, tilePx];
}

/**
 * The values of the input tensor: the batch's own bytes (no copy) for uint8 NHWC, else a new array in the layout that
 * the model asks for; float32 values are (byte * scale - mean[channel]) / std[channel].
 * @throws UmbelError `model.shape-mismatch` when the batch does not hold `count` tiles
 */
export function inputValues(batch: TileBatch, input: InputSpec): Uint8Array | Float32Array {
  checkBatch(batch, input.tilePx);
  if (input.dtype === 'uint8') {
    if (input.layout === 'nhwc') return batch.pixels;
    return arrange(batch, input, new Uint8Array(batch.pixels.length));
  }
  return normalise(arrange(batch, input, new Float32Array(batch.pixels.length)), input);
}

/**
 * Nothing; the batch holds what it says.
 * @throws UmbelError `model.shape-mismatch`
 */
export function checkBatch({ pixels, count }: TileBatch, tilePx: number): void {
  const expected = count * tilePx * tilePx * 3;
  if (pixels.length === expected) return;
  throw new UmbelError({
    code: 'model.shape-mismatch',
    kind: 'bad-input',
    message: `${count} tiles of ${tilePx} x ${tilePx} pixels need ${expected} bytes but ${pixels.length} were given.`,
    hint: 'Cut the tiles at the size that the model declares (input.tilePx).',
  });
}

function arrange<Values extends Uint8Array | Float32Array>(
  { pixels, count }: TileBatch,
  { layout, tilePx }: InputSpec,
  values: Values,
): Values {
  if (layout === 'nhwc') {
    values.set(pixels);
    return values;
  }
  const plane = tilePx * tilePx;
  for (let tile = 0; tile < count; tile++) {
    for (let channel = 0; channel < 3; channel++) {
      let source = tile * plane * 3 + channel;
      const target = (tile * 3 + channel) * plane;
      for (let i = 0; i < plane; i++, source += 3) values[target + i] = pixels[source]!;
    }
  }
  return values;
}

function normalise(values: Float32Array, { layout, tilePx, scale, mean, std }: InputSpec): Float32Array {
  const factor = std.map((deviation) => scale / deviation);
  const shift = mean.map((middle, channel) => middle / std[channel]!);
  const plane = tilePx * tilePx;
  for (let i = 0; i < values.length; i++) {
    const channel = layout === 'nhwc' ? i % 3 : Math.floor(i / plane) % 3;
    values[i] = values[i]! * factor[channel]! - shift[channel]!;
  }
  return values;
}
