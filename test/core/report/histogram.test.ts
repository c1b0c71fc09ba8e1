import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countConfidences, emptyHistogram, histogramOf } from '#core/report/histogram.ts';

describe('histogram', () => {
  it('puts each edge into the bin above it, and 1 into the last', () => {
    for (let bin = 0; bin < 20; bin++) expect(histogramOf([bin / 20]).counts[bin]).toBe(1);
    expect(histogramOf([1]).counts[19]).toBe(1);
    expect(histogramOf([0.049_999, 0.05]).counts.slice(0, 2)).toEqual([1, 1]);
  });

  it('counts everything once, in one go or in parts', () => {
    const confidences = fc.array(fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(confidences, confidences, (a, b) => {
        const whole = histogramOf([...a, ...b], 50);
        expect(whole.counts.reduce((sum, count) => sum + count, 0)).toBe(a.length + b.length);
        expect(countConfidences(countConfidences(emptyHistogram(50), a), b)).toEqual(whole);
      }),
    );
  });
});
