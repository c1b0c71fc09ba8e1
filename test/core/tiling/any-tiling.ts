import * as fc from 'fast-check';
import type { Tiling } from '#core/tiling/tiling.ts';

/** Tilings of photos of a few hundred pixels to a few thousand; overlaps from none to the most that is allowed. */
export const anyTiling: fc.Arbitrary<Tiling> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
    .map((grid): Tiling => ({ grid })),
  fc
    .tuple(fc.integer({ min: 16, max: 2000 }), fc.double({ min: 0, max: 0.5, noNaN: true }))
    .map(([sizePx, share]): Tiling => ({ sizePx, overlapPx: Math.floor(sizePx * share) })),
  fc
    .tuple(
      fc.double({ min: 0.5, max: 50, noNaN: true }),
      fc.oneof(fc.double({ min: 0, max: 0.5, noNaN: true }), fc.constant(1e-9)),
    )
    .map(([sizeM, share]): Tiling => ({ sizeM, overlapM: sizeM * share })),
);
