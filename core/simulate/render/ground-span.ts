import { materialNames } from '../ground/materials.ts';
import { levelFor } from '../paint/texture.ts';
import { edgeNoisePx, type Scene } from '../scene.ts';

/** Values of one node: texture place (x, y in texels), five shares of cover in 0..255, three factors in 0..256. */
export const nodeFields = 10;

/** The textures of the ground at the level of detail of one view. */
export interface GroundTextures {
  readonly texels: readonly Int32Array[];
  /** Side of each texture less one; sides are powers of two. */
  readonly masks: Int32Array;
  readonly texelsPerM: number;
}

/** Draws the ground between two nodes of a row. Holds scratch values: one painter, one row at a time. */
export interface SpanPainter {
  /** Values of all nodes of the row. */
  readonly line: Float64Array;
  readonly stepPx: number;
  readonly textures: GroundTextures;
  readonly edgeNoise: Uint8Array;
  /** True if a texel is larger than a pixel: then texels are blended, else the nearest one is as good. */
  readonly isMagnified: boolean;
  /**
   * Start and step of what changes evenly along a span, as whole numbers with 16 binary places: texture x and y, edge
   * noise x and y, red, green and blue factors. Textures have at most 2^11 texels a side, so places may wrap at 2^16.
   */
  readonly start: Int32Array;
  readonly step: Int32Array;
  readonly covers: Covers;
}

/** Which covers can win on a span: from `lowest` (wins if no higher one does) to `highest`, with their shares. */
interface Covers {
  lowest: number;
  highest: number;
  readonly share: Float64Array;
  readonly slope: Float64Array;
}

/** Texels per metre of the edge noise. */
const edgePerM = 80;

/** A painter for rows of `nodes` nodes, `stepPx` pixels apart, at the level of detail of the ground size of a pixel. */
export function createSpanPainter(
  scene: Scene,
  gsdM: number,
  { nodes, stepPx }: { readonly nodes: number; readonly stepPx: number },
): SpanPainter {
  const textures = materialNames.map((name) => scene.materials[name]);
  const level = Math.min(...textures.map((texture) => levelFor(texture, gsdM)));
  const texelM = textures[0]!.texelM * 2 ** level;
  return {
    line: new Float64Array(nodes * nodeFields),
    stepPx,
    textures: {
      texels: textures.map((texture) => texture.levels[level]!),
      masks: Int32Array.from(textures, (texture) => (texture.sizePx >> level) - 1),
      texelsPerM: 1 / texelM,
    },
    edgeNoise: scene.edgeNoise,
    isMagnified: texelM > gsdM,
    start: new Int32Array(7),
    step: new Int32Array(7),
    covers: { lowest: 0, highest: 0, share: new Float64Array(6), slope: new Float64Array(6) },
  };
}

/** Draws the pixels between two nodes. Where only one cover can win, no noise is looked up. */
export function drawSpan(painter: SpanPainter, node: number, out: Int32Array, run: Run): void {
  setStride(painter, node * nodeFields);
  findCovers(painter, node * nodeFields);
  const draw = painter.covers.lowest === painter.covers.highest ? drawPlainSpan : drawMixedSpan;
  draw(painter, out, run);
}

/** Where the pixels of a span go. */
export interface Run {
  readonly at: number;
  readonly count: number;
}

function setStride(painter: SpanPainter, from: number): void {
  const { line, stepPx, textures, start, step } = painter;
  const perEdge = edgePerM / textures.texelsPerM;
  for (let i = 0; i < 2; i++) {
    const place = line[from + i]!;
    const delta = (line[from + nodeFields + i]! - place) / stepPx;
    start[i] = place * 65536;
    step[i] = delta * 65536;
    start[2 + i] = place * perEdge * 65536;
    step[2 + i] = delta * perEdge * 65536;
  }
  for (let i = 0; i < 3; i++) {
    const factor = line[from + 7 + i]!;
    start[4 + i] = factor * 256;
    step[4 + i] = ((line[from + nodeFields + 7 + i]! - factor) * 256) / stepPx;
  }
}

function drawPlainSpan(painter: SpanPainter, out: Int32Array, run: Run): void {
  const texels = painter.textures.texels[painter.covers.lowest]!;
  const mask = painter.textures.masks[painter.covers.lowest]!;
  const { start, step, isMagnified } = painter;
  let x = start[0]!;
  let y = start[1]!;
  let red = start[4]!;
  let green = start[5]!;
  let blue = start[6]!;
  const end = run.at + run.count;
  for (let at = run.at; at < end; at++) {
    const color = isMagnified
      ? sampleSmooth(texels, x >> 8, y >> 8, mask)
      : texels[((y >> 16) & mask) * (mask + 1) + ((x >> 16) & mask)]!;
    out[at] = tinted(color, red, green, blue);
    x = (x + step[0]!) | 0;
    y = (y + step[1]!) | 0;
    red += step[4]!;
    green += step[5]!;
    blue += step[6]!;
  }
}

function drawMixedSpan(painter: SpanPainter, out: Int32Array, run: Run): void {
  const { texels, masks } = painter.textures;
  const { start, step, covers, isMagnified, edgeNoise } = painter;
  const { share, slope, lowest, highest } = covers;
  let x = start[0]!;
  let y = start[1]!;
  let edgeX = start[2]!;
  let edgeY = start[3]!;
  let red = start[4]!;
  let green = start[5]!;
  let blue = start[6]!;
  for (let i = 0; i < run.count; i++) {
    const edge =
      edgeNoise[((edgeY >> 16) & (edgeNoisePx - 1)) * edgeNoisePx + ((edgeX >> 16) & (edgeNoisePx - 1))]!;
    let cover = highest;
    while (cover > lowest && share[cover]! + slope[cover]! * i <= edge) cover--;
    const mask = masks[cover]!;
    const color = isMagnified
      ? sampleSmooth(texels[cover]!, x >> 8, y >> 8, mask)
      : texels[cover]![((y >> 16) & mask) * (mask + 1) + ((x >> 16) & mask)]!;
    out[run.at + i] = tinted(color, red, green, blue);
    x = (x + step[0]!) | 0;
    y = (y + step[1]!) | 0;
    edgeX = (edgeX + step[2]!) | 0;
    edgeY = (edgeY + step[3]!) | 0;
    red += step[4]!;
    green += step[5]!;
    blue += step[6]!;
  }
}

/** Notes the covers that can win between two nodes whatever the noise (0..255) is. */
function findCovers(painter: SpanPainter, from: number): void {
  const { line, covers } = painter;
  covers.lowest = 0;
  covers.highest = 0;
  for (let cover = 5; cover > 0; cover--) {
    const field = from + 7 - cover;
    const share = line[field]!;
    const next = line[field + nodeFields]!;
    covers.share[cover] = share;
    covers.slope[cover] = (next - share) / painter.stepPx;
    if (covers.highest === 0 && (share > 0 || next > 0)) covers.highest = cover;
    if (share > 255 && next > 255) {
      covers.lowest = cover;
      break;
    }
  }
}

/** The colour times three factors of 1/65536, each channel held at 255. */
function tinted(color: number, red: number, green: number, blue: number): number {
  const r = Math.min(255, Math.imul((color >>> 16) & 255, red) >> 16);
  const g = Math.min(255, Math.imul((color >>> 8) & 255, green) >> 16);
  const b = Math.min(255, Math.imul(color & 255, blue) >> 16);
  return (r << 16) | (g << 8) | b;
}

/** Bilinear sample at (x, y) in 1/256 texels; two channels at a time in one integer. */
function sampleSmooth(texels: Int32Array, x: number, y: number, mask: number): number {
  const size = mask + 1;
  const column = (x >> 8) & mask;
  const next = (column + 1) & mask;
  const row = Math.imul((y >> 8) & mask, size);
  const below = Math.imul(((y >> 8) + 1) & mask, size);
  const fx = x & 255;
  const fy = y & 255;
  const w11 = Math.imul(fx, fy) >> 8;
  const w10 = fx - w11;
  const w01 = fy - w11;
  const w00 = 256 - fx - w01;
  const a = texels[row + column]!;
  const b = texels[row + next]!;
  const c = texels[below + column]!;
  const d = texels[below + next]!;
  const redBlue =
    Math.imul(a & 0xff00ff, w00) +
    Math.imul(b & 0xff00ff, w10) +
    Math.imul(c & 0xff00ff, w01) +
    Math.imul(d & 0xff00ff, w11);
  const green =
    Math.imul(a & 0xff00, w00) +
    Math.imul(b & 0xff00, w10) +
    Math.imul(c & 0xff00, w01) +
    Math.imul(d & 0xff00, w11);
  return ((redBlue >>> 8) & 0xff00ff) | ((green >>> 8) & 0xff00);
}
