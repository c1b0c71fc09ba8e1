import { columnsIn, type Band, type Placed } from './placed.ts';

/** Draws the part of a stamp that falls into the band. */
export function drawStamp(band: Band, placed: Placed): void {
  const last = Math.min(placed.bottom, band.firstRow + band.rows);
  for (let row = Math.max(placed.top, band.firstRow); row < last; row++) drawStampRow(band, placed, row);
}

function drawStampRow(band: Band, placed: Placed, row: number): void {
  const m = placed.toTexel;
  const { texels, sizePx, tone } = placed;
  const { left, right } = columnsIn(placed, row, band.widthPx);
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
    const sample = sampleQuad(texels, (ty >> 8) * sizePx + (tx >> 8), sizePx, ((tx & 255) << 8) | (ty & 255));
    if (sample !== 0) pixels[at] = blend(pixels[at]!, sample, tone);
  }
}

/** Two channels in one integer. */
const pair = 0xff00ff;

/** The four texels from `corner` on, blended by a fraction of x and y (a byte each). */
function sampleQuad(texels: Int32Array, corner: number, sizePx: number, fraction: number): number {
  const a = texels[corner]!;
  const b = texels[corner + 1]!;
  const c = texels[corner + sizePx]!;
  const d = texels[corner + sizePx + 1]!;
  if ((a | b | c | d) === 0) return 0;
  // Weights of 1/256; red and blue, alpha and green travel together in one integer each.
  const fx = fraction >> 8;
  const fy = fraction & 255;
  const w11 = (fx * fy) >> 8;
  const w10 = fx - w11;
  const w01 = fy - w11;
  const w00 = 256 - fx - w01;
  const redBlue =
    Math.imul(a & pair, w00) + Math.imul(b & pair, w10) + Math.imul(c & pair, w01) + Math.imul(d & pair, w11);
  const alphaGreen =
    Math.imul((a >>> 8) & pair, w00) +
    Math.imul((b >>> 8) & pair, w10) +
    Math.imul((c >>> 8) & pair, w01) +
    Math.imul((d >>> 8) & pair, w11);
  return (alphaGreen & 0xff00ff00) | ((redBlue >>> 8) & pair);
}

/** The pixel with a premultiplied sample (0xAARRGGBB) laid over it; `tone` (0..256) darkens the sample. */
function blend(pixel: number, sample: number, tone: number): number {
  const alpha = sample >>> 24;
  const keep = 256 - alpha - (alpha >> 7);
  const redBlue =
    ((Math.imul(sample & pair, tone) >>> 8) & pair) + ((Math.imul(pixel & pair, keep) >>> 8) & pair);
  const green = ((((sample >>> 8) & 255) * tone) >> 8) + ((((pixel >>> 8) & 255) * keep) >> 8);
  return redBlue | (green << 8);
}
