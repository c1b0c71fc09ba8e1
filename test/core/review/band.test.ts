import { describe, expect, it } from 'vitest';
import { packConfidences, unpackConfidences } from '#core/model/scores.ts';
import { bandOf } from '#core/review/band.ts';

describe('the band of a confidence', () => {
  it.each([
    [1, 'certain'],
    [0.9, 'certain'],
    [0.8999, 'probable'],
    [0.8, 'probable'],
    [0.7999, 'possible'],
    [0.35, 'possible'],
    [0.3499, undefined],
    [0, undefined],
  ])('%s is %s above a threshold of 0.35', (confidence, band) => {
    expect(bandOf(confidence, 0.35)).toBe(band);
  });

  it('is the same after a confidence was packed for the table', () => {
    const edges = [0.35, 0.8, 0.9];
    const stored = unpackConfidences(packConfidences(edges));
    expect([...stored].map((confidence) => bandOf(confidence, 0.3))).toEqual([
      'possible',
      'probable',
      'certain',
    ]);
  });

  it('begins at the threshold, however high that is', () => {
    expect(bandOf(0.94, 0.95)).toBeUndefined();
    expect(bandOf(0.95, 0.95)).toBe('certain');
    expect(bandOf(0.85, 0.85)).toBe('probable');
  });

  it('is none for a model that finds nothing certain enough', () => {
    expect(bandOf(0.999, 1)).toBeUndefined();
    expect(bandOf(1, 1)).toBe('certain');
  });
});
