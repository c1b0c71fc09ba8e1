import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previewSize, shrink } from '#core/photo/preview.ts';

const size = (widthPx: number, heightPx: number) => ({ widthPx, heightPx });

describe('the size of a preview', () => {
  it('has the longer side of the photo at 320 px, in the shape of the photo', () => {
    expect(previewSize(size(5472, 3648), size(1536, 1024))).toEqual(size(320, 213));
    expect(previewSize(size(3648, 5472), size(1024, 1536))).toEqual(size(213, 320));
    // A grid of square tiles stretches the photo; its preview is not stretched.
    expect(previewSize(size(4000, 2250), size(448, 448))).toEqual(size(320, 180));
  });
  it('is never larger than what it is made of', () => {
    expect(previewSize(size(4000, 3000), size(64, 64))).toEqual(size(64, 48));
    expect(previewSize(size(64, 6400), size(16, 16))).toEqual(size(1, 16));
  });
});

describe('a picture made smaller', () => {
  it('keeps an even colour exactly, whatever the sizes', () => {
    const side = fc.integer({ min: 1, max: 40 });
    const anySize = fc.record({ widthPx: side, heightPx: side });
    const colour = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(anySize, anySize, colour, (from, to, value) => {
        const rgb = new Uint8Array(from.widthPx * from.heightPx * 3).fill(value);
        const small = shrink({ rgb, ...from }, to);
        expect(small).toEqual(new Uint8Array(to.widthPx * to.heightPx * 3).fill(value));
      }),
    );
  });
  it('takes means: a chessboard of single pixels becomes grey', () => {
    const rgb = Uint8Array.from({ length: 60 * 60 * 3 }, (_, i) => {
      const pixel = Math.floor(i / 3);
      return ((pixel % 60) + Math.floor(pixel / 60)) % 2 === 0 ? 255 : 0;
    });
    for (const value of shrink({ rgb, widthPx: 60, heightPx: 60 }, size(20, 20))) {
      expect(Math.abs(value - 127.5)).toBeLessThan(16);
    }
  });
  it('keeps places: what is bright on the right stays there, and colours stay apart', () => {
    const rgb = Uint8Array.from({ length: 12 * 6 * 3 }, (_, i) =>
      Math.floor(i / 3) % 12 >= 6 && i % 3 === 0 ? 200 : 10,
    );
    expect([...shrink({ rgb, widthPx: 12, heightPx: 6 }, size(2, 1))]).toEqual([10, 10, 10, 200, 10, 10]);
  });
});
