import { shadeColor } from '../paint/light.ts';
import { columnsIn, type Band, type Placed } from './placed.ts';

/**
 * Notes in `mask` (0..255, one byte a pixel of the band) how much of the sun a thing takes away.
 * Where shadows overlap the darker one counts: a place is in shade or it is not.
 */
export function castShade(mask: Uint8Array, band: Band, placed: Placed): void {
  const last = Math.min(placed.bottom, band.firstRow + band.rows);
  for (let row = Math.max(placed.top, band.firstRow); row < last; row++)
    castShadeRow(mask, band, placed, row);
}

function castShadeRow(mask: Uint8Array, band: Band, placed: Placed, row: number): void {
  const m = placed.toTexel;
  const { texels, sizePx } = placed;
  const { left, right } = columnsIn(placed, row, band.widthPx);
  const v = row + 0.5;
  const limit = (sizePx - 1) * 256;
  let x = m[0]! * (left + 0.5) + m[1]! * v + m[2]!;
  let y = m[3]! * (left + 0.5) + m[4]! * v + m[5]!;
  let w = m[6]! * (left + 0.5) + m[7]! * v + m[8]!;
  const start = (row - band.firstRow) * band.widthPx;
  for (let at = start + left; at < start + right; at++) {
    const scale = 256 / w;
    const tx = (x * scale) | 0;
    const ty = (y * scale) | 0;
    x += m[0]!;
    y += m[3]!;
    w += m[6]!;
    if (mask[at]! > 250 || tx < 0 || ty < 0 || tx >= limit || ty >= limit) continue;
    const corner = (ty >> 8) * sizePx + (tx >> 8);
    const a = texels[corner]! >>> 24;
    const b = texels[corner + 1]! >>> 24;
    const c = texels[corner + sizePx]! >>> 24;
    const d = texels[corner + sizePx + 1]! >>> 24;
    if ((a | b | c | d) === 0) continue;
    const upper = (a << 8) + (b - a) * (tx & 255);
    const lower = (c << 8) + (d - c) * (tx & 255);
    const alpha = ((upper << 8) + (lower - upper) * (ty & 255)) >> 16;
    if (alpha > mask[at]!) mask[at] = alpha;
  }
}

/** Darkens the band by the mask, times the strength of shadows (0..1), and clears the mask. */
export function applyShade(mask: Uint8Array, band: Band, strength: number): void {
  const { pixels } = band;
  const count = band.rows * band.widthPx;
  const full = Math.round(strength * 256);
  // Most of a meadow lies in the sun: skip four clear pixels at a time.
  const words = new Uint32Array(mask.buffer, 0, mask.length >> 2);
  for (let i = 0; i < count; i++) {
    while ((i & 3) === 0 && i + 4 <= count && words[i >> 2] === 0) i += 4;
    if (i >= count) break;
    const shade = mask[i]!;
    if (shade === 0) continue;
    mask[i] = 0;
    pixels[i] = shaded(pixels[i]!, (shade * full) >> 8);
  }
}

const [shadeRed, shadeGreen, shadeBlue] = shadeColor;
const shadeRedBlue = (shadeRed << 16) | shadeBlue;

/** The pixel with `take` / 256 of it replaced by the colour of shade. */
function shaded(pixel: number, take: number): number {
  const keep = 256 - take;
  const redBlue = (Math.imul(pixel & 0xff00ff, keep) + Math.imul(shadeRedBlue, take)) >>> 8;
  const green = (((pixel >>> 8) & 255) * keep + shadeGreen * take) >> 8;
  return (redBlue & 0xff00ff) | (green << 8);
}
