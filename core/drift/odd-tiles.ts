import { binOf } from './confidence-bins.ts';

/** A tile whose confidence is more frequent than expected. */
export interface OddTileOf<Photo> {
  readonly photo: Photo;
  readonly tile: number;
  readonly confidence: number;
}

/** Gathers the tiles to look at while the photos of a flight pass. */
export interface OddTileGatherer<Photo> {
  add(photo: Photo, confidences: ArrayLike<number>): void;
  /** The tiles that are most worth a look: first one of each photo, then a second. */
  best(count: number): OddTileOf<Photo>[];
}

/** Tiles of one photo that are kept. */
const mostOfPhoto = 4;

/**
 * A gatherer for a flight with such a histogram: tiles of the bin that adds most to the distance come first, then of the next;
 * of bins that hold no more than expected, none.
 */
export function gatherOddTiles<Photo>(
  seen: readonly number[],
  expected: readonly number[],
): OddTileGatherer<Photo> {
  const ranks = rankBins(seen, expected);
  const kept: { readonly odd: OddTileOf<Photo>; readonly rank: number; readonly ofPhoto: number }[] = [];
  return {
    add(photo, confidences) {
      const own: { readonly odd: OddTileOf<Photo>; readonly rank: number }[] = [];
      for (let tile = 0; tile < confidences.length; tile++) {
        const confidence = confidences[tile]!;
        const rank = ranks.get(binOf(confidence));
        if (rank !== undefined) own.push({ odd: { photo, tile, confidence }, rank });
      }
      own.sort((a, b) => a.rank - b.rank || b.odd.confidence - a.odd.confidence);
      kept.push(...own.slice(0, mostOfPhoto).map((one, ofPhoto) => ({ ...one, ofPhoto })));
    },
    best: (count) =>
      kept
        .toSorted((a, b) => a.ofPhoto - b.ofPhoto || a.rank - b.rank || b.odd.confidence - a.odd.confidence)
        .slice(0, count)
        .map(({ odd }) => odd),
  };
}

/** Bins that hold more than expected, by what each adds to the distance: 0 is the first. */
function rankBins(seen: readonly number[], expected: readonly number[]): Map<number, number> {
  const tiles = seen.reduce((sum, count) => sum + count, 0);
  const added = seen.flatMap((count, bin) => {
    const [s, e] = [count / tiles, Math.max(expected[bin]!, 1e-9)];
    return s > e ? [{ bin, psi: (s - e) * Math.log(s / e) }] : [];
  });
  return new Map(added.sort((a, b) => b.psi - a.psi).map(({ bin }, rank) => [bin, rank]));
}
