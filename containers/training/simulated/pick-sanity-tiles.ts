import type { SanityTile } from '../make-package.ts';
import { type LabelledTiles, tilePixels } from '../tiles.ts';

/**
 * Confidences that the tiles of each class should have, about: spread, since a tile that scores 0.6 tells a changed
 * network sooner than one that scores 0.9999.
 */
const wantedConfidences = {
  background: [0.0001, 0.001, 0.01, 0.05, 0.15],
  hogweed: [0.999, 0.99, 0.95, 0.8, 0.6],
} as const;

/** Tiles for the package's own check: five of each class, each scored on the right side. */
export function pickSanityTiles(tiles: LabelledTiles, confidences: Float32Array): SanityTile[] {
  return (['background', 'hogweed'] as const).flatMap((name, label) => {
    const right = Array.from({ length: tiles.count }, (_, i) => i).filter(
      (i) => tiles.labels[i] === label && confidences[i]! >= 0.5 === (label === 1),
    );
    return wantedConfidences[name].map((wanted, i) => {
      const gap = (tile: number): number => Math.abs(confidences[tile]! - wanted);
      const [first, ...others] = right;
      if (first === undefined) throw new RangeError(`the network finds no ${name} tile`);
      const nearest = others.reduce((best, tile) => (gap(tile) < gap(best) ? tile : best), first);
      right.splice(right.indexOf(nearest), 1);
      return { file: `sanity/${name}-${i + 1}.png`, pixels: tilePixels(tiles, nearest) };
    });
  });
}
