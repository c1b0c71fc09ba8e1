/** Tiles to learn from or to measure with. */
export interface LabelledTiles {
  /** NHWC bytes, RGB. */
  readonly pixels: Uint8Array;
  readonly count: number;
  /** Side of a tile, pixels. */
  readonly tilePx: number;
  /** 1 = hogweed, 0 = not; one per tile. */
  readonly labels: Uint8Array;
  /** Where in the tile the plant stands, x and y in 0..1, two per tile; NaN where nobody knows. */
  readonly locations?: Float32Array;
}

/** The bytes of tile `index`, not a copy. */
export function tilePixels(
  { pixels, tilePx }: Pick<LabelledTiles, 'pixels' | 'tilePx'>,
  index: number,
): Uint8Array {
  const size = tilePx * tilePx * 3;
  return pixels.subarray(index * size, (index + 1) * size);
}

/** Some of the tiles, in the order given, copied. */
export function pickTiles(tiles: LabelledTiles, indices: readonly number[]): LabelledTiles {
  const size = tiles.tilePx * tiles.tilePx * 3;
  const pixels = new Uint8Array(indices.length * size);
  indices.forEach((index, i) => pixels.set(tilePixels(tiles, index), i * size));
  const picked = {
    pixels,
    count: indices.length,
    tilePx: tiles.tilePx,
    labels: Uint8Array.from(indices, (index) => tiles.labels[index]!),
  };
  if (tiles.locations === undefined) return picked;
  const { locations } = tiles;
  return {
    ...picked,
    locations: Float32Array.from(indices.flatMap((i) => [locations[i * 2]!, locations[i * 2 + 1]!])),
  };
}

/** All tiles of several lots in one. */
export function joinTiles(lots: readonly LabelledTiles[]): LabelledTiles {
  const [first] = lots;
  if (first === undefined) throw new RangeError('no tiles to join');
  const count = lots.reduce((sum, lot) => sum + lot.count, 0);
  const pixels = new Uint8Array(count * first.tilePx * first.tilePx * 3);
  const labels = new Uint8Array(count);
  const locations = new Float32Array(count * 2).fill(Number.NaN);
  let at = 0;
  for (const lot of lots) {
    pixels.set(lot.pixels, at * first.tilePx * first.tilePx * 3);
    labels.set(lot.labels, at);
    if (lot.locations !== undefined) locations.set(lot.locations, at * 2);
    at += lot.count;
  }
  return { pixels, count, tilePx: first.tilePx, labels, locations };
}
