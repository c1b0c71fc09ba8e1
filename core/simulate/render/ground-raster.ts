import { emptySample, sampleGround } from '../ground/terrain.ts';
import { valueNoise } from '../noise.ts';
import type { Scene } from '../scene.ts';
import { createSpanPainter, drawSpan, nodeFields, type SpanPainter } from './ground-span.ts';
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
  /** Node rows above and below the row being drawn. */
  readonly upper: Float64Array;
  readonly lower: Float64Array;
  /** Index of the node row that `upper` holds. */
  upperRow: number;
  readonly painter: SpanPainter;
}

/** Longest stretch of ground in metres between two nodes: finer than the finest slow variation. */
const nodeSpacingM = 0.18;

/** A raster ready for the first row of the view. */
export function createGroundRaster(scene: Scene, view: View): GroundRaster {
  const stepPx = Math.max(1, Math.min(16, 2 ** Math.floor(Math.log2(nodeSpacingM / view.gsdM))));
  const nodes = Math.ceil(view.widthPx / stepPx) + 1;
  return {
    scene,
    view,
    stepPx,
    nodes,
    upper: new Float64Array(nodes * nodeFields),
    lower: new Float64Array(nodes * nodeFields),
    upperRow: Number.NaN,
    painter: createSpanPainter(scene, view.gsdM, { nodes, stepPx }),
  };
}

/** Draws one row of pixels into `out` from index `at` as 0x00RRGGBB. */
export function drawGroundRow(raster: GroundRaster, row: number, out: Int32Array, at: number): void {
  const { stepPx, painter, upper, lower } = raster;
  const nodeRow = Math.floor(row / stepPx);
  if (nodeRow !== raster.upperRow) {
    if (nodeRow === raster.upperRow + 1) upper.set(lower);
    else fillNodes(raster, nodeRow, upper);
    fillNodes(raster, nodeRow + 1, lower);
    raster.upperRow = nodeRow;
  }
  const t = row / stepPx - nodeRow;
  const { line } = painter;
  for (let i = 0; i < line.length; i++) line[i] = upper[i]! + (lower[i]! - upper[i]!) * t;
  for (let node = 0; node + 1 < raster.nodes; node++) {
    const first = node * stepPx;
    const count = Math.min(stepPx, raster.view.widthPx - first);
    drawSpan(painter, node, out, { at: at + first, count });
  }
}

function fillNodes(raster: GroundRaster, nodeRow: number, out: Float64Array): void {
  const { scene, view, stepPx } = raster;
  const { texelsPerM } = raster.painter.textures;
  const sample = emptySample();
  for (let node = 0; node < raster.nodes; node++) {
    const { eastM, northM } = pixelToGround(view, node * stepPx + 0.5, nodeRow * stepPx + 0.5);
    sampleGround(scene.terrain, eastM, northM, sample);
    // A gentle bending of the texture hides that it repeats.
    const bendX = 2.2 * valueNoise(eastM / 7, northM / 7, scene.seed + 301);
    const bendY = 2.2 * valueNoise(eastM / 7, northM / 7, scene.seed + 302);
    const at = node * nodeFields;
    out[at] = (eastM + bendX) * texelsPerM;
    out[at + 1] = -(northM + bendY) * texelsPerM;
    out[at + 2] = edgeLevel(sample.water);
    out[at + 3] = edgeLevel(sample.gravel);
    out[at + 4] = edgeLevel(sample.soil);
    out[at + 5] = edgeLevel(sample.thatch);
    out[at + 6] = edgeLevel(sample.sward);
    out[at + 7] = sample.red * 256;
    out[at + 8] = sample.green * 256;
    out[at + 9] = sample.blue * 256;
  }
}

/**
 * The share of a cover in the units of the edge noise (0..255). The noise is 0 or 255 over whole spots: a share must
 * get past these levels within the ground between two nodes, or the spots would end in a straight line at the node.
 */
function edgeLevel(share: number): number {
  return share * 288 - 16;
}
