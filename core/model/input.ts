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
  return normalised(batch, input);
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

/** The same bytes channels first. */
function arrange({ pixels, count }: TileBatch, { tilePx }: InputSpec, values: Uint8Array): Uint8Array {
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

/** One pass from bytes to floats: what each byte becomes is looked up, as a byte has 256 values only. */
function normalised({ pixels, count }: TileBatch, input: InputSpec): Float32Array {
  const plane = input.tilePx * input.tilePx;
  const values = new Float32Array(pixels.length);
  // Where in a pixel the first and the last channel of the network are.
  const [first, last] = input.channels === 'bgr' ? [2, 0] : [0, 2];
  const [a, b, c] = [tableOf(input, 0), tableOf(input, 1), tableOf(input, 2)];
  // Distances between the channels of a pixel, and between pixels, in the values.
  const [channelStep, pixelStep] = input.layout === 'nhwc' ? [1, 3] : [plane, 1];
  for (let tile = 0; tile < count; tile++) {
    const start = tile * plane * 3;
    let target = start;
    for (let source = start; source < start + plane * 3; source += 3, target += pixelStep) {
      values[target] = a[pixels[source + first]!]!;
      values[target + channelStep] = b[pixels[source + 1]!]!;
      values[target + 2 * channelStep] = c[pixels[source + last]!]!;
    }
  }
  return values;
}

/** What each byte of a channel becomes. */
function tableOf({ scale, mean, std }: InputSpec, channel: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => (byte * scale - mean[channel]!) / std[channel]!);
}
