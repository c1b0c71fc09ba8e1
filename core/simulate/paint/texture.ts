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
  // Shared, so that threads which render the same scene need not each hold a copy.
  const texels = new Int32Array(new SharedArrayBuffer(rgba.length));
  for (let i = 0, at = 0; i < texels.length; i++, at += 4) {
    const alpha = Math.min(255, (rgba[at + 3]! * 255 + 0.5) | 0);
    if (alpha === 0) continue;
    // Premultiplied colour can never exceed alpha's share; rounding must not make it do so.
    const red = Math.min(alpha, (rgba[at]! + 0.5) | 0);
    const green = Math.min(alpha, (rgba[at + 1]! + 0.5) | 0);
    const blue = Math.min(alpha, (rgba[at + 2]! + 0.5) | 0);
    texels[i] = (alpha << 24) | (red << 16) | (green << 8) | blue;
  }
  return texels;
}

function halve(rgba: Float32Array, size: number): Float32Array {
  const half = size / 2;
  const out = new Float32Array(half * half * 4);
  let to = 0;
  for (let row = 0; row < half; row++) {
    let at = row * 2 * size * 4;
    for (let column = 0; column < half; column++, at += 8, to += 4) {
      const below = at + size * 4;
      for (let i = 0; i < 4; i++) {
        out[to + i] = (rgba[at + i]! + rgba[at + 4 + i]! + rgba[below + i]! + rgba[below + 4 + i]!) * 0.25;
      }
    }
  }
  return out;
}

/** Index of the level whose texel is nearest below the ground size of a pixel (between half of it and all of it). */
export function levelFor(texture: Texture, gsdM: number): number {
  const level = Math.floor(Math.log2(Math.max(1, gsdM / texture.texelM)));
  return Math.min(texture.levels.length - 1, level);
}
