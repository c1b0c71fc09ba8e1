import type { Answer } from '../../label/label.ts';
import type { PixelBox } from '../../tiling/plan.ts';
import { labelTile } from './label-tile.ts';
import type { TruePlant } from './truth-file.ts';

/** What the simulated reviewer says of a tile. */
export type SimulatedAnswer = Extract<Answer, 'hogweed' | 'not-hogweed' | 'unsure'>;

/**
 * A reviewer who knows the truth of a simulated flight: hogweed where enough of a plant lies in the tile, unsure where it
 * is too little to tell, else not-hogweed.
 * @param plants of `parseTruth`
 * @returns the answer on a tile of a photo, by the photo's name and the tile's box in it
 */
export function simulatedReviewer(
  plants: readonly TruePlant[],
): (photoName: string, box: PixelBox) => SimulatedAnswer {
  const seen = plants.flatMap(({ seenIn }) => seenIn);
  const byPhoto = Map.groupBy(seen, ({ photo }) => photo);
  return (photoName, { leftPx, topPx, widthPx, heightPx }) => {
    // Tiles are square but for grids: there the shorter side scales a plant down as it does the tile.
    const sizePx = Math.min(widthPx, heightPx);
    const [scaleU, scaleV] = [sizePx / widthPx, sizePx / heightPx];
    const inTile = (byPhoto.get(photoName) ?? []).map(({ u, v, radiusPx }) => ({
      u: (u - leftPx) * scaleU,
      v: (v - topPx) * scaleV,
      radiusPx: radiusPx * Math.sqrt(scaleU * scaleV),
    }));
    const { kind } = labelTile(inTile, sizePx);
    if (kind === 'unclear') return 'unsure';
    return kind === 'hogweed' ? 'hogweed' : 'not-hogweed';
  };
}
