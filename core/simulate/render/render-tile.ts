import type { Plant } from '../plants.ts';
import type { Scene } from '../scene.ts';
import { plantsIn } from './gather.ts';
import { renderView, type Picture } from './render-view.ts';
import { makeSensor } from './sensor.ts';
import { groundToPixel, tileView, type TileFrame } from './view.ts';

export interface TileOptions extends TileFrame {
  /** Seed of noise and exposure; tiles of one scene should differ in it. Default 0. */
  readonly noiseSeed?: number;
}

/** A plant as it lies in a picture. */
export interface SeenPlant {
  readonly plant: Plant;
  /** Pixel of its middle, (0.5, 0.5) being the centre of the first pixel; may lie outside. */
  readonly u: number;
  readonly v: number;
  readonly radiusPx: number;
}

export interface RenderedTile extends Picture {
  /** Plants of which the disc of leaves touches the tile. */
  readonly plants: readonly SeenPlant[];
}

/**
 * A small square of ground as a photo of that ground size per pixel would show it, before JPEG compression, and the
 * plants in it. About 0.4 ms for 64 x 64 px.
 */
export function renderTileAt(scene: Scene, options: TileOptions): RenderedTile {
  const view = tileView(options);
  const picture = renderView(scene, view, makeSensor(scene.look, options.noiseSeed ?? 0, 0));
  return { ...picture, plants: seenPlants(scene, options) };
}

function seenPlants(scene: Scene, options: TileOptions): SeenPlant[] {
  const view = tileView(options);
  const seen: SeenPlant[] = [];
  for (const plant of plantsIn(scene, view)) {
    const { u, v } = groundToPixel(view, plant.eastM, plant.northM);
    const radiusPx = plant.radiusM / options.gsdM;
    const dx = Math.max(0, -u, u - options.sizePx);
    const dy = Math.max(0, -v, v - options.sizePx);
    if (Math.hypot(dx, dy) < radiusPx) seen.push({ plant, u, v, radiusPx });
  }
  return seen;
}
