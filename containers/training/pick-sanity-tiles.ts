import { UmbelError } from '#core/errors.ts';
import type { SanityTile } from './make-package.ts';
import { type LabelledTiles, tilePixels } from './tiles.ts';

/**
 * Confidences that the tiles of each class should have, about: spread, since a tile that scores 0.6 tells a changed
 * network sooner than one that scores 0.9999.
 */
const wantedConfidences = {
  background: [0.0001, 0.001, 0.01, 0.05, 0.15],
  hogweed: [0.999, 0.99, 0.95, 0.8, 0.6],
} as const;

/**
 * Tiles for the package's own check: up to five of each class, each scored on the right side.
 * @throws UmbelError `training.nothing-learned` when no tile of a class is
 */
export function pickSanityTiles(tiles: LabelledTiles, confidences: Float32Array): SanityTile[] {
  return (['background', 'hogweed'] as const).flatMap((name, label) => {
    const right = Array.from({ length: tiles.count }, (_, i) => i).filter(
      (i) => tiles.labels[i] === label && confidences[i]! >= 0.5 === (label === 1),
    );
    if (right.length === 0) throw nothingLearned(name);
    return wantedConfidences[name].slice(0, right.length).map((wanted, i) => {
      const gap = (tile: number): number => Math.abs(confidences[tile]! - wanted);
      const nearest = right.reduce((best, tile) => (gap(tile) < gap(best) ? tile : best));
      right.splice(right.indexOf(nearest), 1);
      return { file: `sanity/${name}-${i + 1}.png`, pixels: tilePixels(tiles, nearest) };
    });
  });
}

function nothingLearned(name: string): UmbelError {
  return new UmbelError({
    code: 'training.nothing-learned',
    kind: 'bad-input',
    message: `The network takes no ${name} tile for what it is: it has learned nothing.`,
    hint: 'Train for more epochs, with more tiles, and look whether the tiles lie in the right folders.',
  });
}
