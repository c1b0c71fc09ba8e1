import { materialNames } from '../ground/materials.ts';
import { emptySample, sampleGround } from '../ground/terrain.ts';
import { valueNoise } from '../noise.ts';
import { levelFor } from '../paint/texture.ts';
import { edgeNoisePx, type Scene } from '../scene.ts';
import { pixelToGround, type View } from './view.ts';

/** The textures of the ground at the level of detail of one view. */
export interface GroundTextures {
  readonly texels: readonly Int32Array[];
  /** Side of each texture less one; sides are powers of two. */
  readonly masks: Int32Array;
  readonly texelsPerM: number;
}

/**
 * Draws the bare ground row by row. What varies slowly (cover, brightness, place on the texture) is computed on a
 * lattice of nodes every `stepPx` pixels and interpolated; only texture look-ups happen for each pixel.
 */
export interface GroundRaster {
  readonly scene: Scene;
  readonly view: View;
  readonly stepPx: number;
  readonly nodes: number;
  /** Node rows above and below the row being drawn, and the row itself. */
  readonly upper: Float64Array;
  readonly lower: Float64Array;
  readonly line: Float64Array;
  /** Index of the node row that `upper` holds. */
  upperRow: number;
  readonly textures: GroundTextures;
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

/** Values of one node: texture place (x, y in texels), five shares of cover in 0..255, three factors in 0..256. */
const fields = 10;

/** Longest stretch of ground in metres between two nodes: finer than the finest slow variation. */
const nodeSpacingM = 0.18;

/** Texels per metre of the edge noise. */
const edgePerM = 80;

/** A raster ready for the first row of the view. */
export function createGroundRaster(scene: Scene, view: View): GroundRaster {
  const stepPx = Math.max(1, Math.min(16, 2 ** Math.floor(Math.log2(nodeSpacingM / view.gsdM))));
  const nodes = Math.ceil(view.widthPx / stepPx) + 1;
  const textures = materialNames.map((name) => scene.materials[name]);
  const level = Math.min(...textures.map((texture) => levelFor(texture, view.gsdM)));
  return {
    scene,
    view,
    stepPx,
    nodes,
    upper: new Float64Array(nodes * fields),
    lower: new Float64Array(nodes * fields),
    line: new Float64Array(nodes * fields),
    upperRow: Number.NaN,
    isMagnified: textures[0]!.texelM * 2 ** level > view.gsdM,
    start: new Int32Array(7),
    step: new Int32Array(7),
    covers: { lowest: 0, highest: 0, share: new Float64Array(6), slope: new Float64Array(6) },
    textures: {
      texels: textures.map((texture) => texture.levels[level]!),
      masks: Int32Array.from(textures, (texture) => (texture.sizePx >> level) - 1),
      texelsPerM: 1 / (textures[0]!.texelM * 2 ** level),
    },
  };
}

/** Draws one row of pixels into `out` from index `at` as 0x00RRGGBB. */
export function drawGroundRow(raster: GroundRaster, row: number, out: Int32Array, at: number): void {
  const nodeRow = Math.floor(row / raster.stepPx);
  if (nodeRow !== raster.upperRow) {
    if (nodeRow === raster.upperRow + 1) raster.upper.set(raster.lower);
    else fillNodes(raster, nodeRow, raster.upper);
    fillNodes(raster, nodeRow + 1, raster.lower);
    raster.upperRow = nodeRow;
  }
  const t = row / raster.stepPx - nodeRow;
  const { upper, lower, line } = raster;
  for (let i = 0; i < line.length; i++) line[i] = upper[i]! + (lower[i]! - upper[i]!) * t;
  for (let node = 0; node + 1 < raster.nodes; node++) drawSpan(raster, node, out, at + node * raster.stepPx);
}

function fillNodes(raster: GroundRaster, nodeRow: number, out: Float64Array): void {
  const { scene, view, stepPx } = raster;
  const { texelsPerM } = raster.textures;
  const sample = emptySample();
  for (let node = 0; node < raster.nodes; node++) {
    const { eastM, northM } = pixelToGround(view, node * stepPx + 0.5, nodeRow * stepPx + 0.5);
    sampleGround(scene.terrain, eastM, northM, sample);
    // A gentle bending of the texture hides that it repeats.
    const bendX = 2.2 * valueNoise(eastM / 7, northM / 7, scene.seed + 301);
    const bendY = 2.2 * valueNoise(eastM / 7, northM / 7, scene.seed + 302);
    const at = node * fields;
    out[at] = (eastM + bendX) * texelsPerM;
    out[at + 1] = -(northM + bendY) * texelsPerM;
    out[at + 2] = sample.water * 256;
    out[at + 3] = sample.gravel * 256;
    out[at + 4] = sample.soil * 256;
    out[at + 5] = sample.thatch * 256;
    out[at + 6] = sample.sward * 256;
    out[at + 7] = sample.red * 256;
    out[at + 8] = sample.green * 256;
    out[at + 9] = sample.blue * 256;
  }
}

/** Draws the pixels between two nodes. Where only one cover can win, no noise is looked up. */
function drawSpan(raster: GroundRaster, node: number, out: Int32Array, at: number): void {
  const from = node * fields;
  const count = Math.min(raster.stepPx, raster.view.widthPx - node * raster.stepPx);
  setStride(raster, from);
  findCovers(raster, from);
  const draw = raster.covers.lowest === raster.covers.highest ? drawPlainSpan : drawMixedSpan;
  draw(raster, out, { at, count });
}

interface Run {
  readonly at: number;
  readonly count: number;
}

function setStride(raster: GroundRaster, from: number): void {
  const { line, stepPx, textures, start, step } = raster;
  const perEdge = edgePerM / textures.texelsPerM;
  for (let i = 0; i < 2; i++) {
    const place = line[from + i]!;
    const delta = (line[from + fields + i]! - place) / stepPx;
    start[i] = place * 65536;
    step[i] = delta * 65536;
    start[2 + i] = place * perEdge * 65536;
    step[2 + i] = delta * perEdge * 65536;
  }
  for (let i = 0; i < 3; i++) {
    const factor = line[from + 7 + i]!;
    start[4 + i] = factor * 256;
    step[4 + i] = ((line[from + fields + 7 + i]! - factor) * 256) / stepPx;
  }
}

function drawPlainSpan(raster: GroundRaster, out: Int32Array, run: Run): void {
  const texels = raster.textures.texels[raster.covers.lowest]!;
  const mask = raster.textures.masks[raster.covers.lowest]!;
  const { start, step, isMagnified } = raster;
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

function drawMixedSpan(raster: GroundRaster, out: Int32Array, run: Run): void {
  const { texels, masks } = raster.textures;
  const { edgeNoise } = raster.scene;
  const { start, step, covers, isMagnified } = raster;
  const { share, slope, lowest, highest } = covers;
  let x = start[0]!;
  let y = start[1]!;
  let edgeX = start[2]!;
  let edgeY = start[3]!;
  let red = start[4]!;
  let green = start[5]!;
  let blue = start[6]!;
  const end = run.at + run.count;
  for (let at = run.at; at < end; at++) {
    const edge =
      edgeNoise[((edgeY >> 16) & (edgeNoisePx - 1)) * edgeNoisePx + ((edgeX >> 16) & (edgeNoisePx - 1))]!;
    let cover = highest;
    while (cover > lowest && share[cover]! <= edge) cover--;
    const mask = masks[cover]!;
    const color = isMagnified
      ? sampleSmooth(texels[cover]!, x >> 8, y >> 8, mask)
      : texels[cover]![((y >> 16) & mask) * (mask + 1) + ((x >> 16) & mask)]!;
    out[at] = tinted(color, red, green, blue);
    for (let i = lowest + 1; i <= highest; i++) share[i] = share[i]! + slope[i]!;
    x = (x + step[0]!) | 0;
    y = (y + step[1]!) | 0;
    edgeX = (edgeX + step[2]!) | 0;
    edgeY = (edgeY + step[3]!) | 0;
    red += step[4]!;
    green += step[5]!;
    blue += step[6]!;
  }
}

/** Which covers can win on a span: from `lowest` (wins if no higher one does) to `highest`, with their shares. */
interface Covers {
  lowest: number;
  highest: number;
  readonly share: Float64Array;
  readonly slope: Float64Array;
}

/** Notes the covers that can win between two nodes whatever the noise (0..255) is. */
function findCovers(raster: GroundRaster, from: number): void {
  const { line, covers } = raster;
  covers.lowest = 0;
  covers.highest = 0;
  for (let cover = 5; cover > 0; cover--) {
    const field = from + 7 - cover;
    const share = line[field]!;
    const next = line[field + fields]!;
    covers.share[cover] = share;
    covers.slope[cover] = (next - share) / raster.stepPx;
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
