import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxTilesPerPhoto, planTiles, tileBox, type TiledPhoto, type TilePlan } from '#core/tiling/plan.ts';
import type { Tiling } from '#core/tiling/tiling.ts';
import { anyTiling } from './any-tiling.ts';

/** Small enough that no tiling is too fine for it. */
const anyPhoto = fc.record({
  widthPx: fc.integer({ min: 64, max: 2400 }),
  heightPx: fc.integer({ min: 64, max: 2000 }),
  gsdM: fc.double({ min: 0.005, max: 0.03, noNaN: true }),
});

/** Shares of a pixel that rounding may cost. */
const tinyPx = 1e-5;

function check(plan: TilePlan, photo: TiledPhoto): void {
  const axes = [
    { starts: plan.leftsPx, sizePx: plan.tileWidthPx, lengthPx: photo.widthPx, count: plan.cols },
    { starts: plan.topsPx, sizePx: plan.tileHeightPx, lengthPx: photo.heightPx, count: plan.rows },
  ];
  for (const { starts, sizePx, lengthPx, count } of axes) {
    expect(starts).toHaveLength(count);
    expect(starts[0]!).toBeCloseTo(0, 4);
    expect(starts.at(-1)! + sizePx).toBeCloseTo(lengthPx, 4);
    for (let i = 1; i < count; i++) {
      expect(starts[i]!).toBeGreaterThan(starts[i - 1]!);
      expect(starts[i]!).toBeLessThanOrEqual(starts[i - 1]! + sizePx + tinyPx);
    }
  }
}

/** The overlap that the tiling asks for, photo pixels; never more than half of a tile that the photo cut short. */
function askedOverlapPx(tiling: Tiling, plan: TilePlan, gsdM: number): number {
  if ('grid' in tiling) return 0;
  const overlapPx = 'sizePx' in tiling ? tiling.overlapPx : tiling.overlapM / gsdM;
  return Math.min(overlapPx, plan.tileWidthPx / 2);
}

describe('the plan of a photo', () => {
  it('covers every pixel with tiles inside the photo that overlap at least as asked', () => {
    fc.assert(
      fc.property(anyTiling, anyPhoto, (tiling, photo) => {
        const plan = planTiles(tiling, photo);
        check(plan, photo);
        const overlapPx = askedOverlapPx(tiling, plan, photo.gsdM);
        for (const [starts, sizePx] of [
          [plan.leftsPx, plan.tileWidthPx],
          [plan.topsPx, plan.tileHeightPx],
        ] as const) {
          for (let i = 1; i < starts.length; i++)
            expect(starts[i - 1]! + sizePx - starts[i]!).toBeGreaterThanOrEqual(overlapPx - tinyPx);
        }
      }),
    );
  });

  it('needs no row or column more than the overlap asks for', () => {
    fc.assert(
      fc.property(anyTiling, anyPhoto, (tiling, photo) => {
        fc.pre(!('grid' in tiling));
        const plan = planTiles(tiling, photo);
        const strideMaxPx = plan.tileWidthPx - askedOverlapPx(tiling, plan, photo.gsdM);
        const coveredPx = (count: number) => (count === 0 ? 0 : plan.tileWidthPx + (count - 1) * strideMaxPx);
        expect(coveredPx(plan.cols - 1)).toBeLessThan(photo.widthPx);
        expect(coveredPx(plan.rows - 1)).toBeLessThan(photo.heightPx);
      }),
    );
  });

  it('splits a grid into equal parts', () => {
    const plan = planTiles({ grid: [2, 3] }, { widthPx: 5472, heightPx: 3648 });
    expect(plan).toEqual({
      cols: 2,
      rows: 3,
      tileWidthPx: 2736,
      tileHeightPx: 1216,
      leftsPx: [0, 2736],
      topsPx: [0, 1216, 2432],
    });
    expect(tileBox(plan, 5)).toEqual({ leftPx: 2736, topPx: 2432, widthPx: 2736, heightPx: 1216 });
  });

  it('makes 12 columns of a width that 12 tiles fill exactly', () => {
    expect(planTiles({ sizePx: 456, overlapPx: 0 }, { widthPx: 5472, heightPx: 3648 })).toMatchObject({
      cols: 12,
      rows: 8,
    });
  });

  it('has one square tile where a tile is larger than the photo', () => {
    const plan = planTiles({ sizePx: 800, overlapPx: 400 }, { widthPx: 300, heightPx: 200 });
    expect(plan).toMatchObject({ tileWidthPx: 200, tileHeightPx: 200, rows: 1, cols: 2 });
    check(plan, { widthPx: 300, heightPx: 200 });
  });

  it('keeps the ground size of tiles in metres at any height', () => {
    const photo = { widthPx: 5472, heightPx: 3648 };
    for (const gsdM of [0.005, 0.011, 0.03]) {
      expect(planTiles({ sizeM: 2.5, overlapM: 0.5 }, { ...photo, gsdM }).tileWidthPx * gsdM).toBeCloseTo(
        2.5,
        9,
      );
    }
  });

  it.each([undefined, 0, -0.01, Number.NaN])('in metres is refused for a pixel of %s m', (gsdM) => {
    const photo = { widthPx: 400, heightPx: 300, ...(gsdM === undefined ? {} : { gsdM }) };
    expect(() => planTiles({ sizeM: 2, overlapM: 0 }, photo)).toThrow(
      expect.objectContaining({ code: 'tiling.no-scale', kind: 'bad-input' }),
    );
  });

  it.each<[string, Tiling, number]>([
    ['a little', { sizePx: 16, overlapPx: 8 }, 1],
    ['a lot', { sizeM: 0.1, overlapM: 0.05 }, 100],
    ['beyond what an array holds', { sizeM: 0.1, overlapM: 0.05 }, 1e8],
  ])('with more than %s too many tiles is refused before it is made', (_, tiling, gsdM) => {
    expect(() => planTiles(tiling, { widthPx: 5472, heightPx: 3648, gsdM })).toThrow(
      expect.objectContaining({ code: 'tiling.too-fine', kind: 'bad-input' }),
    );
  });

  it('says how many tiles are too many', () => {
    expect(() => planTiles({ sizePx: 16, overlapPx: 0 }, { widthPx: 6416, heightPx: 4000 })).toThrow(
      'The tiling makes 100250 tiles of a 6416 x 4000 photo; at most 100000 are possible.',
    );
  });

  it('may have as many tiles as are allowed', () => {
    const plan = planTiles({ sizePx: 16, overlapPx: 0 }, { widthPx: 16 * 400, heightPx: 16 * 250 });
    expect(plan.cols * plan.rows).toBe(maxTilesPerPhoto);
  });

  it.each([-1, 6, 1.5])('has no tile %s of 6', (index) => {
    const plan = planTiles({ grid: [2, 3] }, { widthPx: 100, heightPx: 100 });
    expect(() => tileBox(plan, index)).toThrow(RangeError);
  });
});
