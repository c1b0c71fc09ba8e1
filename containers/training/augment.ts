import type { Random } from '#core/simulate/random.ts';
import { jpegRoundTrip } from './jpeg.ts';
import { type LabelledTiles, tilePixels } from './tiles.ts';
import { type Warp, warpTile } from './warp.ts';

/** How strongly tiles are changed. */
export interface Augmentation {
  /**
   * Share of the tiles that are turned by any angle, scaled by up to a fifth and moved by up to an eighth, 0..1. Only tiles whose plant
   * has no known place are: a place near the rim could leave the tile.
   */
  readonly warps: number;
  /** Strength of the changes of light and colour, 1 = what flights of one day differ by. */
  readonly light: number;
}

const asTaken: Augmentation = { warps: 0, light: 1 };

/**
 * The tiles as another flight might have seen them: turned, mirrored, in another light and white balance, some slightly
 * soft, all compressed again. From above there is no "up", so all eight orientations are equal.
 */
export async function augmentTiles(
  tiles: LabelledTiles,
  random: Random,
  { warps, light }: Augmentation = asTaken,
): Promise<LabelledTiles> {
  const { count, tilePx } = tiles;
  const changed = { ...tiles, pixels: new Uint8Array(tiles.pixels.length) };
  const locations = tiles.locations === undefined ? undefined : Float32Array.from(tiles.locations);
  for (let i = 0; i < count; i++) {
    const orientation = random.int(8);
    const target = tilePixels(changed, i);
    if (warps > 0 && locations === undefined && random.chance(warps)) {
      warpTile(tilePixels(tiles, i), target, tilePx, drawWarp(tilePx, random));
    } else {
      orient(tilePixels(tiles, i), target, tilePx, orientation);
      if (locations !== undefined) orientPlace(locations.subarray(i * 2, i * 2 + 2), orientation);
    }
    if (random.chance(0.25)) soften(target, tilePx);
    relight(target, random, light);
  }
  // Half of the batches with the quality of sheets, half worse: photos are compressed once before they come to us.
  const quality = random.chance(0.5) ? 92 : 60 + random.int(32);
  const pixels = tilePx % 16 === 0 ? await jpegRoundTrip(changed.pixels, tilePx, quality) : changed.pixels;
  return locations === undefined ? { ...changed, pixels } : { ...changed, pixels, locations };
}

function drawWarp(tilePx: number, random: Random): Warp {
  return {
    turnRad: random.range(0, 2 * Math.PI),
    scale: Math.exp(random.range(-0.18, 0.18)),
    mirrored: random.chance(0.5),
    shiftX: random.range(-tilePx / 8, tilePx / 8),
    shiftY: random.range(-tilePx / 8, tilePx / 8),
  };
}

/** Source column and row of target (x, y) under one of 8 orientations: bit 0 swaps the axes, bits 1 and 2 mirror them. */
function sourceOf(x: number, y: number, last: number, orientation: number): [number, number] {
  const [a, b] = orientation & 1 ? [y, x] : [x, y];
  return [orientation & 2 ? last - a : a, orientation & 4 ? last - b : b];
}

function orient(source: Uint8Array, target: Uint8Array, tilePx: number, orientation: number): void {
  const last = tilePx - 1;
  let at = 0;
  for (let y = 0; y < tilePx; y++) {
    for (let x = 0; x < tilePx; x++, at += 3) {
      const [sx, sy] = sourceOf(x, y, last, orientation);
      const from = (sy * tilePx + sx) * 3;
      target[at] = source[from]!;
      target[at + 1] = source[from + 1]!;
      target[at + 2] = source[from + 2]!;
    }
  }
}

/** The place after the same change: the inverse of `sourceOf` on 0..1. */
function orientPlace(place: Float32Array, orientation: number): void {
  const a = orientation & 2 ? 1 - place[0]! : place[0]!;
  const b = orientation & 4 ? 1 - place[1]! : place[1]!;
  place[0] = orientation & 1 ? b : a;
  place[1] = orientation & 1 ? a : b;
}

/** A 3x3 binomial blur, in place; the rim stays. */
function soften(pixels: Uint8Array, tilePx: number): void {
  const source = Uint8Array.from(pixels);
  const row = tilePx * 3;
  for (let y = 1; y < tilePx - 1; y++) {
    for (let at = y * row + 3; at < (y + 1) * row - 3; at++) {
      const straight = source[at - 3]! + source[at + 3]! + source[at - row]! + source[at + row]!;
      const diagonal =
        source[at - row - 3]! + source[at - row + 3]! + source[at + row - 3]! + source[at + row + 3]!;
      pixels[at] = (source[at]! * 4 + straight * 2 + diagonal + 8) >> 4;
    }
  }
}

/** Another exposure, white balance, contrast and saturation, in place. */
function relight(pixels: Uint8Array, random: Random, strength: number): void {
  const exposure = 1 + 0.14 * strength * clampedNormal(random);
  const gains = [0, 1, 2].map(() => exposure * (1 + 0.05 * strength * clampedNormal(random)));
  const contrast = 1 + 0.12 * strength * clampedNormal(random);
  const saturation = 1 + 0.18 * strength * clampedNormal(random);
  const offset = 110 * (1 - contrast);
  for (let at = 0; at < pixels.length; at += 3) {
    const red = pixels[at]! * gains[0]!;
    const green = pixels[at + 1]! * gains[1]!;
    const blue = pixels[at + 2]! * gains[2]!;
    const grey = 0.3 * red + 0.59 * green + 0.11 * blue;
    pixels[at] = toByte((grey + (red - grey) * saturation) * contrast + offset);
    pixels[at + 1] = toByte((grey + (green - grey) * saturation) * contrast + offset);
    pixels[at + 2] = toByte((grey + (blue - grey) * saturation) * contrast + offset);
  }
}

function clampedNormal(random: Random): number {
  return Math.max(-2, Math.min(2, random.normal()));
}

function toByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
}
