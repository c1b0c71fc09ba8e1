import type { Canvas } from './canvas.ts';

/**
 * A square picture at several sizes, ready for sampling. Level k is halved k times.
 * Texel = 0xAARRGGBB with premultiplied colour; alpha is 0..255 (in the sign bit's byte: use >>> 24).
 */
export interface Texture {
  readonly sizePx: number;
  readonly texelM: number;
  readonly levels: readonly Int32Array[];
}

/** A texture of a finished canvas: box-filtered halvings down to 4 texels. */
export function toTexture(canvas: Canvas): Texture {
  const levels: Int32Array[] = [];
  let size = canvas.sizePx;
  let rgba = canvas.rgba;
  for (;;) {
    levels.push(packTexels(rgba));
    if (size % 2 !== 0 || size <= 4) break;
    rgba = halve(rgba, size);
    size /= 2;
  }
  return { sizePx: canvas.sizePx, texelM: canvas.texelM, levels };
}

function packTexels(rgba: Float32Array): Int32Array {
  const texels = new Int32Array(rgba.length / 4);
  for (let i = 0; i < texels.length; i++) {
    const alpha = toByte(rgba[i * 4 + 3]! * 255);
    // Premultiplied colour can never exceed alpha's share; rounding must not make it do so.
    const red = toByte(rgba[i * 4]!);
    const green = toByte(rgba[i * 4 + 1]!);
    const blue = toByte(rgba[i * 4 + 2]!);
    texels[i] =
      (alpha << 24) | (Math.min(red, alpha) << 16) | (Math.min(green, alpha) << 8) | Math.min(blue, alpha);
  }
  return texels;
}

function toByte(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}

function halve(rgba: Float32Array, size: number): Float32Array {
  const half = size / 2;
  const out = new Float32Array(half * half * 4);
  for (let row = 0; row < half; row++) {
    for (let i = 0; i < half * 4; i++) {
      const at = row * 2 * size * 4 + (i >> 2) * 8 + (i & 3);
      const below = at + size * 4;
      out[row * half * 4 + i] = (rgba[at]! + rgba[at + 4]! + rgba[below]! + rgba[below + 4]!) / 4;
    }
  }
  return out;
}

/** Index of the level whose texel is nearest below the ground size of a pixel (between half of it and all of it). */
export function levelFor(texture: Texture, gsdM: number): number {
  const level = Math.floor(Math.log2(Math.max(1, gsdM / texture.texelM)));
  return Math.min(texture.levels.length - 1, level);
}
