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
