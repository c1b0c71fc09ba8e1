import { materialNames } from '../ground/materials.ts';
import { emptySample, sampleGround } from '../ground/terrain.ts';
import { valueNoise } from '../noise.ts';
import { levelFor } from '../paint/texture.ts';
import { edgeNoisePx, type Scene } from '../scene.ts';
import { pixelToGround, type View } from './view.ts';

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
  readonly textures: readonly Int32Array[];
  readonly maskPx: number;
  readonly texelsPerM: number;
}

/** Values of one node: texture place (x, y in texels), five shares of cover in 0..255, three factors in 0..256. */
const fields = 10;

/** Longest stretch of ground in metres between two nodes: finer than the finest slow variation. */
const nodeSpacingM = 0.18;

/** A raster ready for the first row of the view. */
export function createGroundRaster(scene: Scene, view: View): GroundRaster {
  const stepPx = Math.max(1, Math.min(16, 2 ** Math.floor(Math.log2(nodeSpacingM / view.gsdM))));
  const nodes = Math.ceil(view.widthPx / stepPx) + 1;
  const grass = scene.materials.grass;
  const level = levelFor(grass, view.gsdM);
  return {
    scene,
    view,
    stepPx,
    nodes,
    upper: new Float64Array(nodes * fields),
    lower: new Float64Array(nodes * fields),
    line: new Float64Array(nodes * fields),
    upperRow: Number.NaN,
    textures: materialNames.map((name) => scene.materials[name].levels[level]!),
    maskPx: (grass.sizePx >> level) - 1,
    texelsPerM: 1 / (grass.texelM * 2 ** level),
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
  for (let node = 0; node + 1 < raster.nodes; node++) drawSpan(raster, node, out, at);
}

function fillNodes(raster: GroundRaster, nodeRow: number, out: Float64Array): void {
  const { scene, view, stepPx, texelsPerM } = raster;
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

function drawSpan(raster: GroundRaster, node: number, out: Int32Array, at: number): void {
  const { line, stepPx, textures, maskPx, scene } = raster;
  const from = node * fields;
  const first = node * stepPx;
  const count = Math.min(stepPx, raster.view.widthPx - first);
  const part = 1 / stepPx;
  const size = maskPx + 1;
  const noise = scene.edgeNoise;
  // Edge noise has texels of 25 mm, whatever the level of the ground texture.
  const edgePerTexel = 40 / raster.texelsPerM;
  for (let i = 0; i < count; i++) {
    const t = i * part;
    const x = mix(line, from, t);
    const y = mix(line, from + 1, t);
    const edgeAt = (((y * edgePerTexel) | 0) & (edgeNoisePx - 1)) * edgeNoisePx;
    const edge = noise[edgeAt + (((x * edgePerTexel) | 0) & (edgeNoisePx - 1))]!;
    const texture = textures[pickMaterial(line, from, t, edge)]!;
    const fixedX = Math.floor(x * 256);
    const fixedY = Math.floor(y * 256);
    const color = sampleWrapped(texture, fixedX, fixedY, size);
    const red = ((color >>> 16) & 255) * mix(line, from + 7, t);
    const green = ((color >>> 8) & 255) * mix(line, from + 8, t);
    const blue = (color & 255) * mix(line, from + 9, t);
    out[at + first + i] = pack(red, green, blue);
  }
}

function mix(line: Float64Array, at: number, t: number): number {
  return line[at]! + (line[at + fields]! - line[at]!) * t;
}

/** Index of the cover whose share beats the edge noise: the first in the order water, gravel, soil, thatch, sward. */
function pickMaterial(line: Float64Array, from: number, t: number, edge: number): number {
  if (mix(line, from + 2, t) > edge) return 5;
  if (mix(line, from + 3, t) > edge) return 4;
  if (mix(line, from + 4, t) > edge) return 3;
  if (mix(line, from + 5, t) > edge) return 2;
  return mix(line, from + 6, t) > edge ? 1 : 0;
}

/** Bilinear sample at (x, y) in 1/256 texels; two channels at a time in one integer. */
function sampleWrapped(texture: Int32Array, x: number, y: number, size: number): number {
  const mask = size - 1;
  const column = (x >> 8) & mask;
  const row = ((y >> 8) & mask) * size;
  const nextColumn = (column + 1) & mask;
  const nextRow = (row + size) & (size * size - 1);
  const fx = x & 255;
  const fy = y & 255;
  const w11 = (fx * fy) >> 8;
  const w10 = fx - w11;
  const w01 = fy - w11;
  const w00 = 256 - fx - fy + w11;
  const a = texture[row + column]!;
  const b = texture[row + nextColumn]!;
  const c = texture[nextRow + column]!;
  const d = texture[nextRow + nextColumn]!;
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

function pack(red: number, green: number, blue: number): number {
  return (
    ((Math.min(65535, red) << 8) & 0xff0000) |
    (Math.min(65535, green) & 0xff00) |
    (Math.min(65535, blue) >> 8)
  );
}
