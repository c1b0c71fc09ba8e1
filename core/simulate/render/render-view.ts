import type { Scene } from '../scene.ts';
import { gatherStamps } from './gather.ts';
import { createGroundRaster, drawGroundRow } from './ground-raster.ts';
import { exposeRow, type Sensor } from './sensor.ts';
import { drawStamp, placeStamp, type Band } from './sprite-raster.ts';
import type { View } from './view.ts';

/** A picture: 3 bytes a pixel, red, green, blue, row by row. */
export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
}

/** Rows drawn at a time: few enough for the band to stay in the processor's cache. */
const bandRows = 64;

/** The picture of a scene in a view. Works band by band, each with one more row above and below for the blur. */
export function renderView(scene: Scene, view: View, sensor: Sensor): Picture {
  const { widthPx, heightPx } = view;
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  const stamps = gatherStamps(scene, view).map((stamp) =>
    placeStamp(view, stamp, scene.sprites[stamp.kind][stamp.variant]!),
  );
  const raster = createGroundRaster(scene, view);
  const pixels = new Int32Array(widthPx * (Math.min(bandRows, heightPx) + 2));
  for (let top = 0; top < heightPx; top += bandRows) {
    const rows = Math.min(bandRows, heightPx - top);
    const band: Band = { pixels, widthPx, firstRow: top - 1, rows: rows + 2 };
    for (let i = 0; i < band.rows; i++) drawGroundRow(raster, band.firstRow + i, pixels, i * widthPx);
    for (const stamp of stamps) {
      if (stamp.top < band.firstRow + band.rows && stamp.bottom > band.firstRow) drawStamp(band, stamp);
    }
    for (let i = 0; i < rows; i++) {
      exposeRow(sensor, { pixels, at: (i + 1) * widthPx, row: top + i, widthPx, heightPx, rgb });
    }
  }
  return { widthPx, heightPx, rgb };
}
