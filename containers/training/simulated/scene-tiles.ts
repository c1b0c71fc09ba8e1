import sharp from 'sharp';
import { createRandom, hashInts } from '#core/simulate/random.ts';
import { renderTileAt } from '#core/simulate/render/render-tile.ts';
import { labelTile } from '#core/simulate/reviewer/label-tile.ts';
import { makeScene } from '#core/simulate/scene.ts';
import { jpegRoundTrip } from '../jpeg.ts';
import type { LabelledTiles } from '../tiles.ts';
import { type Choice, placesFor } from './tile-places.ts';

/** Ground size of a tile in metres; the package declares the same. */
export const tileSizeM = 2.5;
export const tileOverlapM = 0.5;
/** Side of a tile as the model sees it: 3.9 cm of ground a pixel. */
export const tilePx = 64;

/** Ground size of a photo's pixel at 15 and at 80 m (20-MP camera, focal length 3648 px). */
export const gsdRangeM = [15 / 3648, 80 / 3648] as const;
/** A third of what the model sees of a pixel: finer paint would not change its tiles but costs seconds a scene. */
const texelM = 0.012;

export interface SceneOrder {
  readonly seed: number;
  readonly choice: Choice;
  /** Clear tiles wanted; unclear ones (slivers of a plant) are left out. */
  readonly tiles: number;
}

/** Tiles of one scene, and how many were left out as unclear. */
export interface SceneTiles {
  readonly tiles: LabelledTiles;
  readonly unclear: number;
}

/** Simulated tiles as the pipeline makes them: photographed at some height, scaled to the model's size, compressed as a sheet. */
export async function makeSceneTiles(order: SceneOrder): Promise<SceneTiles> {
  const scene = makeScene({ seed: order.seed, texelM });
  const random = createRandom(hashInts(order.seed, 0x711e5));
  const place = placesFor(scene, order.choice, random, tileSizeM);
  const labels: number[] = [];
  const locations: number[] = [];
  const scaled: Promise<Uint8Array>[] = [];
  let unclear = 0;
  while (labels.length < order.tiles) {
    const [centerEastM, centerNorthM] = place();
    const sizePx = Math.round(tileSizeM / logRange(random.next(), gsdRangeM));
    const gsdM = tileSizeM / sizePx;
    const noiseSeed = random.int(1 << 30);
    const frame = { centerEastM, centerNorthM, gsdM, sizePx, yawDeg: random.range(0, 360), noiseSeed };
    const tile = renderTileAt(scene, frame);
    const truth = labelTile(tile.plants, sizePx);
    if (truth.kind === 'unclear') {
      unclear++;
      continue;
    }
    labels.push(truth.kind === 'hogweed' ? 1 : 0);
    locations.push(...(truth.kind === 'hogweed' ? [truth.x, truth.y] : [Number.NaN, Number.NaN]));
    scaled.push(scaleTile(tile.rgb, sizePx));
    // The next picture is drawn while sharp scales this one; more than a few at once would only fill memory.
    if (scaled.length > 4) await scaled.at(-4);
  }
  const pixels = await jpegRoundTrip(Buffer.concat(await Promise.all(scaled)), tilePx);
  const tiles = { pixels, count: labels.length, tilePx, labels: Uint8Array.from(labels) };
  return { tiles: { ...tiles, locations: Float32Array.from(locations) }, unclear };
}

/** Equal shares for equal ratios: `share` 0..1 of the way from the lower to the higher end. */
function logRange(share: number, [low, high]: readonly [number, number]): number {
  return low * (high / low) ** share;
}

async function scaleTile(rgb: Uint8Array, sizePx: number): Promise<Uint8Array> {
  const raw = { width: sizePx, height: sizePx, channels: 3 } as const;
  return sharp(rgb, { raw }).resize(tilePx, tilePx, { fit: 'fill' }).raw().toBuffer();
}
