import { shadowStrength } from '../look.ts';
import type { Scene } from '../scene.ts';
import { gatherLayers } from './gather.ts';
import { createGroundRaster, drawGroundRow } from './ground-raster.ts';
import { isInBand, place, type Band, type Placed } from './placed.ts';
import { exposeRow, type Sensor } from './sensor.ts';
import { applyShade, castShade } from './shade-raster.ts';
import { drawStamp } from './sprite-raster.ts';
import type { View } from './view.ts';

/** A picture: 3 bytes a pixel, red, green, blue, row by row. */
export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
}

/** Rows drawn at a time: few enough for the band to stay in the processor's cache. */
const bandRows = 64;

/** A layer made ready for one view. */
interface PlacedLayer {
  readonly shadows: readonly Placed[];
  readonly things: readonly Placed[];
}

/**
 * The picture of a scene in a view. Works band by band, each with one more row above and below for the blur.
 * @param rgb where to write the picture to, 3 bytes a pixel; default: new memory
 */
export function renderView(
  scene: Scene,
  view: View,
  sensor: Sensor,
  rgb: Uint8Array = new Uint8Array(view.widthPx * view.heightPx * 3),
): Picture {
  const { widthPx, heightPx } = view;
  const layers = gatherLayers(scene, view).map((layer) => ({
    shadows: layer.shadows.map((placement) => place(view, placement)),
    things: layer.things.map((placement) => place(view, placement)),
  }));
  const raster = createGroundRaster(scene, view);
  const pixels = new Int32Array(widthPx * (Math.min(bandRows, heightPx) + 2));
  const mask = new Uint8Array(pixels.length);
  const strength = shadowStrength(scene.look);
  for (let top = 0; top < heightPx; top += bandRows) {
    const rows = Math.min(bandRows, heightPx - top);
    const band: Band = { pixels, widthPx, firstRow: top - 1, rows: rows + 2 };
    for (let i = 0; i < band.rows; i++) drawGroundRow(raster, band.firstRow + i, pixels, i * widthPx);
    for (const layer of layers) drawLayer(band, mask, layer, strength);
    for (let i = 0; i < rows; i++) {
      exposeRow(sensor, { pixels, at: (i + 1) * widthPx, row: top + i, widthPx, heightPx, rgb });
    }
  }
  return { widthPx, heightPx, rgb };
}

function drawLayer(band: Band, mask: Uint8Array, layer: PlacedLayer, strength: number): void {
  const shadows = layer.shadows.filter((placed) => isInBand(placed, band));
  for (const placed of shadows) castShade(mask, band, placed);
  if (shadows.length > 0) applyShade(mask, band, strength);
  for (const placed of layer.things) {
    if (isInBand(placed, band)) drawStamp(band, placed);
  }
}
