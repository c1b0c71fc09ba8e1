import { array, boolean, integer, tuple } from 'fast-check';
import { createRandom } from '#core/simulate/random.ts';

/** Tiles of both classes with confidences on a coarse grid, so that ties are common. */
export const anyScoredTiles = array(tuple(integer({ min: 0, max: 8 }), boolean()), {
  minLength: 2,
  maxLength: 40,
})
  .filter((tiles) => new Set(tiles.map(([, label]) => label)).size === 2)
  .map((tiles) => ({
    confidences: Float32Array.from(tiles, ([value]) => value / 8),
    labels: Uint8Array.from(tiles, ([, label]) => (label ? 1 : 0)),
  }));

/** Tiles in groups of ten, a third of them hogweed; the higher `skill`, the better their confidences. */
export function simulatedTiles({ count, skill, seed }: { count: number; skill: number; seed: number }) {
  const random = createRandom(seed);
  const labels = Uint8Array.from({ length: count }, () => (random.chance(1 / 3) ? 1 : 0));
  const confidences = Float32Array.from(
    labels,
    (label) => 1 / (1 + Math.exp(-(random.normal() + skill * (label - 0.5)))),
  );
  const groups = Array.from({ length: count }, (_, i) => `flight-${Math.floor(i / 10)}`);
  return { labels, confidences, groups };
}
