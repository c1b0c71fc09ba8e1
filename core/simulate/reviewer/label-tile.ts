/** A plant as it lies in a tile's picture. */
export interface PlantInTile {
  /** Pixel of its middle; may lie outside. */
  readonly u: number;
  readonly v: number;
  readonly radiusPx: number;
}

/** What a tile shows: hogweed at a place (0..1), nothing of it, or too little to be called either. */
export type TileTruth =
  | { readonly kind: 'hogweed'; readonly x: number; readonly y: number }
  | { readonly kind: 'background' }
  | { readonly kind: 'unclear' };

/**
 * From this share of its disc a plant counts: all whose middle lies in the tile, but for the very corners, where a
 * quarter of the plant is seen and the neighbouring tile shows it better.
 */
const enough = 0.35;
/** Below this share nothing of the plant is seen: leaves do not fill the rim of the disc. */
const nothing = 0.03;

/**
 * The truth about a tile of `sizePx` pixels. Hogweed: 35 % of a plant's disc lie in it; the place is
 * the middle (moved onto the rim if it lies outside) of the plant nearest to the tile's centre.
 */
export function labelTile(plants: readonly PlantInTile[], sizePx: number): TileTruth {
  const half = sizePx / 2;
  const shares = plants.map((plant) => visibleShare(plant, sizePx));
  const counted = plants.filter((_, i) => shares[i]! >= enough);
  const [nearest] = counted.toSorted(
    (a, b) => Math.hypot(a.u - half, a.v - half) - Math.hypot(b.u - half, b.v - half),
  );
  if (nearest !== undefined)
    return { kind: 'hogweed', x: clamp(nearest.u / sizePx), y: clamp(nearest.v / sizePx) };
  return { kind: shares.some((share) => share >= nothing) ? 'unclear' : 'background' };
}

function isInside({ u, v }: PlantInTile, sizePx: number): boolean {
  return u >= 0 && v >= 0 && u < sizePx && v < sizePx;
}

/** Share of the plant's disc that lies in the tile, counted on 16 rings of 16 points of equal area. */
function visibleShare({ u, v, radiusPx }: PlantInTile, sizePx: number): number {
  let inside = 0;
  for (let i = 0; i < 256; i++) {
    const radius = radiusPx * Math.sqrt(((i >> 4) + 0.5) / 16);
    const angle = ((i & 15) * 2 * Math.PI) / 16 + (i >> 4);
    if (isInside({ u: u + radius * Math.cos(angle), v: v + radius * Math.sin(angle), radiusPx }, sizePx))
      inside++;
  }
  return inside / 256;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
