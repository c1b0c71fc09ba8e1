import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileListSchema, joinPages, mostFilesOfPage, mostPages, pagesOf } from '#core/flight/file-list.ts';

const photo = (name: string) => ({ name, sizeBytes: 9_000_000, sha256: 'a'.repeat(64) });
const names = fc.array(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }), { maxLength: 1_500 });
const sizeOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

describe('a list of files in pages', () => {
  it('is the same list when its pages are joined', () => {
    const lists = fc.record({ photos: names, unreadable: names, sideFiles: names });
    fc.assert(
      fc.property(lists, (list) => {
        const whole = { ...list, photos: list.photos.map(photo) };
        const pages = pagesOf(whole);
        expect(joinPages(pages)).toEqual(whole);
        for (const { photos, unreadable, sideFiles } of pages)
          expect(photos.length + unreadable.length + sideFiles.length).toBeLessThanOrEqual(mostFilesOfPage);
      }),
      { numRuns: 20 },
    );
  });

  it('fits into questions, also with the longest names that there may be', () => {
    const long = Array.from({ length: 3_000 }, (_, i) => `${String(i)}${'中'.repeat(500)}.JPG`);
    const pages = pagesOf({ photos: long.map(photo), unreadable: [], sideFiles: [] });
    for (const page of pages) {
      expect(sizeOf(page)).toBeLessThan(600_000);
      expect(fileListSchema.safeParse(page).success).toBe(true);
    }
  });

  it('has pages enough for the files of the largest flight', () => {
    const most = Array.from({ length: 100_000 }, (_, i) => photo(`DJI_${i}${'x'.repeat(490)}.JPG`));
    expect(pagesOf({ photos: most, unreadable: [], sideFiles: [] }).length).toBeLessThanOrEqual(mostPages);
  });

  it('has a page though nothing is in it', () => {
    expect(pagesOf({ photos: [], unreadable: [], sideFiles: [] })).toHaveLength(1);
  });
});
