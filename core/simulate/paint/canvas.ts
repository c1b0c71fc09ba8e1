import type { Rgb } from '../look.ts';

/**
 * A picture to paint on, in metres: x to the east, y to the north, (0, 0) in the middle.
 * `rgba` holds premultiplied colour (0..255 times alpha) and alpha (0..1), row 0 in the north.
 */
export interface Canvas {
  readonly sizePx: number;
  readonly texelM: number;
  /** True for a tile that repeats: what leaves on one side comes in on the other. `sizePx` is then a power of two. */
  readonly wraps: boolean;
  readonly rgba: Float32Array;
}

/** Largest side of a canvas that wraps: 2048 squared texels are 64 MiB while they are painted. */
const largestWrapPx = 2048;

/** An empty square canvas of about `sizeM`: its side is a multiple of 8 texels, or a power of two up to 2048 if it wraps. */
export function createCanvas(sizeM: number, texelM: number, wraps = false): Canvas {
  const atLeast = Math.max(8, Math.ceil(sizeM / texelM));
  const sizePx = wraps
    ? Math.min(largestWrapPx, 2 ** Math.round(Math.log2(atLeast)))
    : Math.ceil(atLeast / 8) * 8;
  return { sizePx, texelM, wraps, rgba: new Float32Array(sizePx * sizePx * 4) };
}

/** Index of a texel in `rgba`, or -1 outside a canvas that does not wrap. */
export function texelIndex(canvas: Canvas, column: number, row: number): number {
  const size = canvas.sizePx;
  if (canvas.wraps) return ((row & (size - 1)) * size + (column & (size - 1))) * 4;
  if (column < 0 || row < 0 || column >= size || row >= size) return -1;
  return (row * size + column) * 4;
}

/**
 * How paint is laid: `over` covers what is there; `atop` too, but only where something is already (shade on leaves does
 * not spill onto the ground); `veil` keeps the stronger of the two (shadows do not add up) and has no colour.
 */
export type PaintMode = 'over' | 'atop' | 'veil';

/** Lays a colour on the texel at an index; at -1 nothing happens. */
export function dab(rgba: Float32Array, at: number, color: Rgb, alpha: number): void {
  if (at < 0) return;
  const keep = 1 - alpha;
  rgba[at] = rgba[at]! * keep + color[0] * alpha;
  rgba[at + 1] = rgba[at + 1]! * keep + color[1] * alpha;
  rgba[at + 2] = rgba[at + 2]! * keep + color[2] * alpha;
  rgba[at + 3] = rgba[at + 3]! * keep + alpha;
}

function dabAtop(rgba: Float32Array, at: number, color: Rgb, alpha: number): void {
  if (at < 0) return;
  const keep = 1 - alpha;
  const share = alpha * rgba[at + 3]!;
  rgba[at] = rgba[at]! * keep + color[0] * share;
  rgba[at + 1] = rgba[at + 1]! * keep + color[1] * share;
  rgba[at + 2] = rgba[at + 2]! * keep + color[2] * share;
}

function dabVeil(rgba: Float32Array, at: number, _color: Rgb, alpha: number): void {
  if (at >= 0 && rgba[at + 3]! < alpha) rgba[at + 3] = alpha;
}

/** The way of laying paint that belongs to a mode. */
export function dabberOf(mode: PaintMode): typeof dab {
  if (mode === 'over') return dab;
  return mode === 'atop' ? dabAtop : dabVeil;
}

/** Column (fractional) of an x in metres. */
export function columnOf(canvas: Canvas, xM: number): number {
  return xM / canvas.texelM + canvas.sizePx / 2;
}

/** Row (fractional) of a y in metres. */
export function rowOf(canvas: Canvas, yM: number): number {
  return canvas.sizePx / 2 - yM / canvas.texelM;
}

/** The colour brightened or darkened by a factor, kept within 0..255. */
export function shade(color: Rgb, factor: number): Rgb {
  return [
    Math.min(255, color[0] * factor),
    Math.min(255, color[1] * factor),
    Math.min(255, color[2] * factor),
  ];
}

/** The colour `t` of the way from one to the other. */
export function mixColors(from: Rgb, to: Rgb, t: number): Rgb {
  return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, from[2] + (to[2] - from[2]) * t];
}
