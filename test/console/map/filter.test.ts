import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allBands,
  allMarks,
  allReviews,
  readFilter,
  toSightingFilter,
  usualReviews,
  writeFilter,
  type MapFilter,
} from '../../../console/src/map/filter.ts';
import { shortCount } from '../../../console/src/map/draw.ts';

const filterArbitrary: fc.Arbitrary<MapFilter> = fc.record(
  {
    flightId: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/),
    bands: fc.subarray([...allBands], { minLength: 1 }),
    reviews: fc.subarray([...allReviews], { minLength: 1 }),
    marks: fc.subarray([...allMarks], { minLength: 1 }),
    from: fc.constant('2026-07-01'),
    to: fc.constant('2026-08-31'),
    confidenceFrom: fc.constantFrom(0, 0.05, 0.5, 0.95),
  },
  { requiredKeys: ['bands', 'reviews', 'marks'] },
);

describe('the filter in the address', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(filterArbitrary, (filter) => {
        expect(readFilter(new URLSearchParams(writeFilter(filter).toString()))).toEqual(filter);
      }),
    );
  });

  it('is empty for what is usual, and takes nonsense as usual', () => {
    const usual = { bands: allBands, reviews: usualReviews, marks: allMarks };
    expect(writeFilter(usual).toString()).toBe('');
    expect(readFilter(new URLSearchParams('confidence=7&from=yesterday'))).toEqual(usual);
    expect(readFilter(new URLSearchParams('confidence='))).toEqual(usual);
  });

  it('asks the server only for what is narrower than everything', () => {
    expect(toSightingFilter({ bands: allBands, reviews: allReviews, marks: allMarks })).toEqual({});
    expect(toSightingFilter({ bands: ['CERTAIN'], reviews: allReviews, marks: ['NONE'] })).toEqual({
      bands: ['CERTAIN'],
      marked: false,
    });
    expect(toSightingFilter({ bands: allBands, reviews: usualReviews, marks: ['GONE'] })).toEqual({
      reviews: usualReviews,
      marks: ['GONE'],
    });
  });
});

describe('counts on the map', () => {
  it.each([
    [950, '950'],
    [1234, '1.2k'],
    [9960, '10k'],
    [23_000, '23k'],
  ])('%i is written %s', (count, text) => expect(shortCount(count)).toBe(text));
});
