import type { LabelledTiles } from '#containers/training/tiles.ts';
import { createRandom } from '#core/simulate/random.ts';

/** Green tiles of 32 pixels, half of them with a white spot at a known place: what a network must learn in seconds. */
export function toyTiles(count: number, seed: number): LabelledTiles & { locations: Float32Array } {
  const tilePx = 32;
  const random = createRandom(seed);
  const pixels = new Uint8Array(count * tilePx * tilePx * 3);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  const locations = new Float32Array(count * 2).fill(Number.NaN);
  for (let tile = 0; tile < count; tile++) {
    const [x, y] = [random.range(0.15, 0.85), random.range(0.15, 0.85)];
    if (labels[tile] === 1) locations.set([x, y], tile * 2);
    for (let i = 0; i < tilePx * tilePx; i++) {
      const away = Math.hypot((i % tilePx) - x * tilePx, Math.floor(i / tilePx) - y * tilePx);
      const spot = labels[tile] === 1 && away < 4;
      const grain = random.range(-20, 20);
      pixels.set(
        spot ? [220 + grain, 220 + grain, 215 + grain] : [90 + grain, 130 + grain, 60 + grain],
        (tile * tilePx * tilePx + i) * 3,
      );
    }
  }
  return { pixels, count, tilePx, labels, locations };
}
