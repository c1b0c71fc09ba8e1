import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planTiles } from '#core/tiling/plan.ts';
import {
  composeSheet,
  layoutSheet,
  type SheetLayout,
  sheetGridPx,
  sheetKey,
  sheetSpecName,
  tilesOfSheet,
} from '#core/tiling/sheet.ts';
import type { Tiling } from '#core/tiling/tiling.ts';

const smallTiling: fc.Arbitrary<Tiling> = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).map((grid): Tiling => ({ grid })),
  fc
    .tuple(fc.integer({ min: 20, max: 90 }), fc.double({ min: 0, max: 0.5, noNaN: true }))
    .map(([sizePx, share]): Tiling => ({ sizePx, overlapPx: Math.floor(sizePx * share) })),
);
const smallPhoto = fc.record({
  widthPx: fc.integer({ min: 40, max: 160 }),
  heightPx: fc.integer({ min: 40, max: 160 }),
});
const anyTilePx = fc.integer({ min: 16, max: 40 });

/** A picture in which no two places look the same. */
function picture(widthPx: number, heightPx: number): Uint8Array {
  return Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, i) => (i * 2_654_435_761) >>> 24);
}

/** The tile cut straight out of the resized photo. */
function slice(scaled: Uint8Array, layout: SheetLayout, index: number): number[] {
  const { lefts, tops, cols, tilePx, scaledWidthPx } = layout;
  const left = lefts[index % cols]!;
  const top = tops[Math.floor(index / cols)]!;
  return Array.from({ length: tilePx }, (_, y) => {
    const start = ((top + y) * scaledWidthPx + left) * 3;
    return [...scaled.subarray(start, start + tilePx * 3)];
  }).flat();
}

describe('a sheet', () => {
  it('gives every tile back as it lies in the resized photo', () => {
    fc.assert(
      fc.property(smallTiling, smallPhoto, anyTilePx, (tiling, photo, tilePx) => {
        const layout = layoutSheet(planTiles(tiling, photo), photo, tilePx);
        const scaled = picture(layout.scaledWidthPx, layout.scaledHeightPx);
        const sheet = composeSheet(layout, scaled);
        expect(sheet).toHaveLength(layout.widthPx * layout.heightPx * 3);
        const tiles = tilesOfSheet(layout, sheet);
        const tileBytes = tilePx * tilePx * 3;
        expect(tiles).toHaveLength(layout.cols * layout.rows * tileBytes);
        for (let i = 0; i < layout.cols * layout.rows; i++) {
          const tile = tiles.subarray(i * tileBytes, (i + 1) * tileBytes);
          expect(Buffer.compare(tile, Uint8Array.from(slice(scaled, layout, i)))).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('holds whole tiles only: none reaches beyond the resized photo, none is off by more than half a pixel', () => {
    fc.assert(
      fc.property(smallTiling, smallPhoto, anyTilePx, (tiling, photo, tilePx) => {
        const plan = planTiles(tiling, photo);
        const layout = layoutSheet(plan, photo, tilePx);
        const axes = [
          [layout.lefts, plan.leftsPx, tilePx / plan.tileWidthPx, layout.scaledWidthPx],
          [layout.tops, plan.topsPx, tilePx / plan.tileHeightPx, layout.scaledHeightPx],
        ] as const;
        for (const [starts, startsPx, scale, scaledPx] of axes) {
          for (const [i, start] of starts.entries()) {
            expect(Number.isInteger(start)).toBe(true);
            expect(start).toBeGreaterThanOrEqual(0);
            expect(start + tilePx).toBeLessThanOrEqual(scaledPx);
            expect(Math.abs(start - startsPx[i]! * scale)).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  it('leaves a black margin where the tile size is not a multiple of 16', () => {
    const photo = { widthPx: 40, heightPx: 40 };
    const layout = layoutSheet(planTiles({ grid: [2, 2] }, photo), photo, 20);
    expect(layout).toMatchObject({ cellPx: 32, widthPx: 64, heightPx: 64, scaledWidthPx: 40 });
    const sheet = composeSheet(layout, new Uint8Array(40 * 40 * 3).fill(255));
    for (let y = 0; y < 64; y++) {
      for (let x = 0; x < 64; x++) {
        const inTile = x % 32 < 20 && y % 32 < 20;
        expect(sheet[(y * 64 + x) * 3]).toBe(inTile ? 255 : 0);
      }
    }
  });

  it('is the same in memory that was used before', () => {
    const photo = { widthPx: 60, heightPx: 40 };
    for (const tilePx of [16, 20]) {
      const layout = layoutSheet(planTiles({ sizePx: 25, overlapPx: 5 }, photo), photo, tilePx);
      const scaled = picture(layout.scaledWidthPx, layout.scaledHeightPx);
      const used = new Uint8Array(layout.widthPx * layout.heightPx * 3).fill(77);
      expect(Buffer.compare(composeSheet(layout, scaled, used), composeSheet(layout, scaled))).toBe(0);
    }
  });

  it.each([16, 64, 224])('has no margin for tiles of %s px', (tilePx) => {
    const photo = { widthPx: 400, heightPx: 300 };
    const layout = layoutSheet(planTiles({ grid: [4, 3] }, photo), photo, tilePx);
    expect(layout.cellPx).toBe(tilePx);
    expect(layout.cellPx % sheetGridPx).toBe(0);
    expect([layout.scaledWidthPx, layout.scaledHeightPx]).toEqual([tilePx * 4, tilePx * 3]);
  });

  it('is refused where a photo would be blown up beyond what memory and JPEG hold', () => {
    const photo = { widthPx: 5472, heightPx: 3648, gsdM: 0.3 };
    const plan = planTiles({ sizeM: 5, overlapM: 0 }, photo);
    expect(() => layoutSheet(plan, photo, 64)).toThrow(
      expect.objectContaining({ code: 'tiling.too-fine', kind: 'bad-input' }),
    );
  });

  it('of a photo of 100 million pixels in tiles of 512 px is not refused', () => {
    const photo = { widthPx: 11_648, heightPx: 8736 };
    const layout = layoutSheet(planTiles({ sizePx: 512, overlapPx: 64 }, photo), photo, 512);
    expect(layout.cols * layout.rows).toBe(26 * 20);
  });

  it('is found by flight, tiling, tile size and photo', () => {
    expect(sheetKey('meadow-1', { tiling: { sizeM: 2.5, overlapM: 0.5 }, tilePx: 64 }, 'a'.repeat(20))).toBe(
      `sheets/meadow-1/m-2.5-0.5-64/${'a'.repeat(20)}.jpg`,
    );
    const names = [
      { tiling: { grid: [2, 2] as [number, number] }, tilePx: 64 },
      { tiling: { grid: [2, 2] as [number, number] }, tilePx: 224 },
      { tiling: { sizePx: 512, overlapPx: 64 }, tilePx: 64 },
      { tiling: { sizeM: 512, overlapM: 64 }, tilePx: 64 },
    ].map(sheetSpecName);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9.-]+$/);
  });
});
