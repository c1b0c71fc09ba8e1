import { describe, expect, it } from 'vitest';
import { simulatedReviewer } from '#core/simulate/reviewer/answer-tile.ts';
import { parseTruth, type TruePlant } from '#core/simulate/reviewer/truth-file.ts';

const plant: TruePlant = {
  lat: 56,
  lon: 12,
  radiusM: 1,
  seenIn: [{ photo: 'a.JPG', u: 150, v: 50, radiusPx: 30, inside: true }],
};
const box = (leftPx: number, widthPx = 100) => ({ leftPx, topPx: 0, widthPx, heightPx: 100 });

describe('the simulated reviewer', () => {
  const answer = simulatedReviewer([plant]);

  it('answers by what the tile shows of a plant', () => {
    expect(answer('a.JPG', box(100))).toBe('hogweed');
    expect(answer('a.JPG', box(0))).toBe('not-hogweed');
    // Eight of thirty pixels of its radius reach in: too little to tell.
    expect(answer('a.JPG', box(172))).toBe('unsure');
    expect(answer('b.JPG', box(100))).toBe('not-hogweed');
  });

  it('sees a plant in a tile that is not square, too', () => {
    expect(answer('a.JPG', box(100, 200))).toBe('hogweed');
    expect(answer('a.JPG', box(300, 200))).toBe('not-hogweed');
  });
});

describe('truth.geojson', () => {
  it('is refused with the reason where it is none', () => {
    expect(() => parseTruth('{', 'truth.geojson')).toThrow('truth.geojson is no truth');
    expect(() => parseTruth('{"type":"FeatureCollection","features":[{}]}', 't')).toThrow('t is no truth');
  });
});
