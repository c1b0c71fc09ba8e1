import { describe, expect, it } from 'vitest';
import { augmentTiles } from '#containers/training/augment.ts';
import { jpegRoundTrip } from '#containers/training/jpeg.ts';
import { joinTiles, pickTiles, tilePixels } from '#containers/training/tiles.ts';
import { createRandom } from '#core/simulate/random.ts';
import { toyTiles } from './toy-tiles.ts';

/** Middle of a tile's bright pixels, 0..1. */
function brightPlace(pixels: Uint8Array, tilePx: number): [number, number] {
  let [weight, x, y] = [0, 0, 0];
  for (let i = 0; i < tilePx * tilePx; i++) {
    const brightness = Math.max(0, pixels[i * 3 + 2]! - 150);
    weight += brightness;
    x += brightness * ((i % tilePx) + 0.5);
    y += brightness * (Math.floor(i / tilePx) + 0.5);
  }
  return [x / weight / tilePx, y / weight / tilePx];
}

describe('augmented tiles', () => {
  it('turn the place with the picture, in all eight orientations', async () => {
    const tiles = toyTiles(64, 1);
    const changed = await augmentTiles(tiles, createRandom(1));
    const seen = new Set<string>();
    for (let i = 1; i < tiles.count; i += 2) {
      const [x, y] = brightPlace(tilePixels(changed, i), tiles.tilePx);
      expect(Math.hypot(x - changed.locations![i * 2]!, y - changed.locations![i * 2 + 1]!)).toBeLessThan(
        0.06,
      );
      const [dx, dy] = [tiles.locations[i * 2]! - 0.5, tiles.locations[i * 2 + 1]! - 0.5];
      const [ex, ey] = [changed.locations![i * 2]! - 0.5, changed.locations![i * 2 + 1]! - 0.5];
      const swapped = Math.abs(Math.abs(dx) - Math.abs(ex)) > 1e-6;
      seen.add(`${swapped} ${Math.sign(dx) === Math.sign(ex)} ${Math.sign(dy) === Math.sign(ey)}`);
    }
    expect(seen.size).toBe(8);
  });

  it('keep labels and unknown places, and leave the originals alone', async () => {
    const tiles = toyTiles(8, 1);
    const before = Uint8Array.from(tiles.pixels);
    const changed = await augmentTiles(tiles, createRandom(1));
    expect(changed.labels).toEqual(tiles.labels);
    expect([...changed.locations!].map(Number.isNaN)).toEqual([...tiles.locations].map(Number.isNaN));
    expect(tiles.pixels).toEqual(before);
    expect(changed.pixels).not.toEqual(before);
  });

  it('are the same for the same random numbers', async () => {
    const twice = [
      await augmentTiles(toyTiles(8, 1), createRandom(5)),
      await augmentTiles(toyTiles(8, 1), createRandom(5)),
    ];
    expect(twice[0]).toEqual(twice[1]);
  });
});

describe('JPEG round trip', () => {
  it('keeps every tile in its place and changes it a little', async () => {
    const { pixels, tilePx } = toyTiles(37, 3);
    const after = await jpegRoundTrip(pixels, tilePx);
    const error = after.reduce((sum, value, i) => sum + Math.abs(value - pixels[i]!), 0) / pixels.length;
    expect(error).toBeGreaterThan(0.5);
    expect(error).toBeLessThan(12);
    for (let i = 1; i < 37; i += 2) {
      const [a, b] = [
        brightPlace(tilePixels({ pixels, tilePx }, i), tilePx),
        brightPlace(tilePixels({ pixels: after, tilePx }, i), tilePx),
      ];
      expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeLessThan(0.02);
    }
  });
});

describe('lots of tiles', () => {
  it('joined and picked again are the same tiles', () => {
    const [first, second] = [toyTiles(3, 1), toyTiles(4, 2)];
    const joined = joinTiles([first, second]);
    const picked = pickTiles(joined, [5, 1]);
    expect(tilePixels(picked, 0)).toEqual(tilePixels(second, 2));
    expect(tilePixels(picked, 1)).toEqual(tilePixels(first, 1));
    expect([...picked.labels]).toEqual([0, 1]);
    expect(picked.locations![2]).toBe(first.locations[2]);
  });
});
