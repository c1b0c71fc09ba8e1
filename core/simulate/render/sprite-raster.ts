import { levelFor } from '../paint/texture.ts';
import type { Sprite } from '../sprites/sprite.ts';
import type { Stamp } from '../stamp.ts';
import { groundToPixel, type View } from './view.ts';

/** A stamp made ready for one view: which texels, where in the picture, and the mapping between. */
export interface PlacedStamp {
  readonly texels: Int32Array;
  readonly sizePx: number;
  /** Homogeneous mapping from pixel to texel, row by row. */
  readonly toTexel: Float64Array;
  /** 0..256. */
  readonly tone: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The rows of a picture that are being drawn: `firstRow` of the picture is row 0 of `pixels`. */
export interface Band {
  readonly pixels: Int32Array;
  readonly widthPx: number;
  readonly firstRow: number;
  readonly rows: number;
}

/** Places a stamp in a view. Left to right and top to bottom are the pixels that it may touch. */
export function placeStamp(view: View, stamp: Stamp, sprite: Sprite): PlacedStamp {
  const { texture } = sprite;
  const level = levelFor(texture, view.gsdM / stamp.scale);
  const sizePx = texture.sizePx >> level;
  const texelM = texture.texelM * 2 ** level * stamp.scale;
  const cos = Math.cos(stamp.turnRad) / texelM;
  const sin = Math.sin(stamp.turnRad) / texelM;
  const toTexel = new Float64Array(9);
  const h = view.toGround;
  for (let i = 0; i < 3; i++) {
    const w = h[6 + i]!;
    const east = h[i]! - stamp.eastM * w;
    const north = h[3 + i]! - stamp.northM * w;
    // Texel centres lie half a texel in; the sampler wants them on whole numbers.
    toTexel[i] = east * cos + north * sin + (sizePx / 2 - 0.5) * w;
    toTexel[3 + i] = east * sin - north * cos + (sizePx / 2 - 0.5) * w;
    toTexel[6 + i] = w;
  }
  const tone = Math.round(stamp.tone * 256);
  return { texels: texture.levels[level]!, sizePx, toTexel, tone, ...pixelBox(view, stamp, sprite) };
}

function pixelBox(
  view: View,
  stamp: Stamp,
  sprite: Sprite,
): { left: number; right: number; top: number; bottom: number } {
  const half = (sprite.sizeM * stamp.scale) / 2;
  const cos = Math.cos(stamp.turnRad) * half;
  const sin = Math.sin(stamp.turnRad) * half;
  const corners = [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ].map(([x = 0, y = 0]) =>
    groundToPixel(view, stamp.eastM + x * cos - y * sin, stamp.northM + x * sin + y * cos),
  );
  const us = corners.map((corner) => corner.u);
  const vs = corners.map((corner) => corner.v);
  return {
    left: Math.max(0, Math.floor(Math.min(...us))),
    right: Math.min(view.widthPx, Math.ceil(Math.max(...us))),
    top: Math.floor(Math.min(...vs)),
    bottom: Math.ceil(Math.max(...vs)),
  };
}

/** Draws the part of a stamp that falls into the band. */
export function drawStamp(band: Band, placed: PlacedStamp): void {
  const last = Math.min(placed.bottom, band.firstRow + band.rows);
  for (let row = Math.max(placed.top, band.firstRow); row < last; row++) drawStampRow(band, placed, row);
}

function drawStampRow(band: Band, placed: PlacedStamp, row: number): void {
  const m = placed.toTexel;
  const { texels, sizePx, tone, left, right } = placed;
  const { pixels } = band;
  const v = row + 0.5;
  const limit = (sizePx - 1) * 256;
  let x = m[0]! * (left + 0.5) + m[1]! * v + m[2]!;
  let y = m[3]! * (left + 0.5) + m[4]! * v + m[5]!;
  let w = m[6]! * (left + 0.5) + m[7]! * v + m[8]!;
  const end = (row - band.firstRow) * band.widthPx + right;
  for (let at = end - right + left; at < end; at++) {
    const scale = 256 / w;
    const tx = (x * scale) | 0;
    const ty = (y * scale) | 0;
    x += m[0]!;
    y += m[3]!;
    w += m[6]!;
    if (tx < 0 || ty < 0 || tx >= limit || ty >= limit) continue;
    const corner = (ty >> 8) * sizePx + (tx >> 8);
    const below = corner + sizePx;
    const a = texels[corner]!;
    const b = texels[corner + 1]!;
    const c = texels[below]!;
    const d = texels[below + 1]!;
    if ((a | b | c | d) === 0) continue;
    // Bilinear weights of 1/256; red and blue, alpha and green travel together in one integer each.
    const w11 = ((tx & 255) * (ty & 255)) >> 8;
    const w10 = (tx & 255) - w11;
    const w01 = (ty & 255) - w11;
    const w00 = 256 - w10 - w01 - w11;
    const rb =
      (Math.imul(a & pair, w00) +
        Math.imul(b & pair, w10) +
        Math.imul(c & pair, w01) +
        Math.imul(d & pair, w11)) >>>
      8;
    const ag =
      (Math.imul((a >>> 8) & pair, w00) +
        Math.imul((b >>> 8) & pair, w10) +
        Math.imul((c >>> 8) & pair, w01) +
        Math.imul((d >>> 8) & pair, w11)) >>>
      8;
    pixels[at] = blend(pixels[at]!, rb & pair, ag & pair, tone);
  }
}

/** Two channels in one integer. */
const pair = 0xff00ff;

/** The pixel with a premultiplied sample (red and blue, alpha and green) laid over it. */
function blend(pixel: number, redBlue: number, alphaGreen: number, tone: number): number {
  const alpha = alphaGreen >>> 16;
  const keep = 256 - alpha - (alpha >> 7);
  const rb = ((Math.imul(redBlue, tone) >>> 8) & pair) + ((Math.imul(pixel & pair, keep) >>> 8) & pair);
  const green = (((alphaGreen & 255) * tone) >> 8) + ((((pixel >>> 8) & 255) * keep) >> 8);
  return rb | (green << 8);
}
