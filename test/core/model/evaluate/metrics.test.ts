import { array, assert, boolean, integer, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areaUnderRoc,
  averagePrecision,
  calibrationError,
  confidenceHistogram,
  countsAt,
  tileMetrics,
} from '#core/model/evaluate/metrics.ts';

/** Tiles of both classes with confidences on a coarse grid, so that ties are common. */
const scoredTiles = array(tuple(integer({ min: 0, max: 8 }), boolean()), { minLength: 2, maxLength: 40 })
  .filter((tiles) => new Set(tiles.map(([, label]) => label)).size === 2)
  .map((tiles) => ({
    confidences: Float32Array.from(tiles, ([value]) => value / 8),
    labels: Uint8Array.from(tiles, ([, label]) => (label ? 1 : 0)),
  }));

/** The area by its definition: every pair of a hogweed tile and another. */
function areaByPairs({ confidences, labels }: { confidences: Float32Array; labels: Uint8Array }): number {
  let won = 0;
  let pairs = 0;
  labels.forEach((a, i) =>
    labels.forEach((b, j) => {
      if (a !== 1 || b !== 0) return;
      pairs++;
      won += confidences[i]! > confidences[j]! ? 1 : confidences[i] === confidences[j] ? 0.5 : 0;
    }),
  );
  return won / pairs;
}

describe('area under the ROC curve', () => {
  it('is the share of pairs in the right order, ties counted half', () => {
    assert(
      property(scoredTiles, (tiles) => {
        expect(areaUnderRoc(tiles)).toBeCloseTo(areaByPairs(tiles), 12);
      }),
    );
  });
});

describe('average precision', () => {
  it('is that of scikit-learn 1.5 for its own example', () => {
    const tiles = { confidences: [0.1, 0.4, 0.35, 0.8], labels: [0, 0, 1, 1] };
    expect(averagePrecision(tiles)).toBeCloseTo(0.8333333, 6);
  });

  it('is 1 exactly when every hogweed tile scores above every other', () => {
    assert(
      property(scoredTiles, (tiles) => {
        expect(averagePrecision(tiles) === 1).toBe(areaUnderRoc(tiles) === 1);
      }),
    );
  });
});

describe('counts and what follows from them', () => {
  const tiles = { confidences: [0.9, 0.5, 0.49, 0.1, 0.7], labels: [1, 1, 1, 0, 0] };

  it('counts a tile at the threshold as a detection', () => {
    expect(countsAt(tiles, 0.5)).toEqual({
      truePositives: 2,
      falsePositives: 1,
      falseNegatives: 1,
      trueNegatives: 1,
    });
  });

  it('gives precision, recall and F1', () => {
    expect(tileMetrics(tiles, 0.5)).toMatchObject({
      n: 5,
      precision: 2 / 3,
      recall: 2 / 3,
      f1: 2 / 3,
      threshold: 0.5,
    });
  });
});

describe('calibration error', () => {
  it('is the mean gap between confidence and truth, bin by bin', () => {
    // Bin 0.2: mean 0.25, truth 0.5, 2 of 4 tiles; bin 0.9: mean 0.95, truth 1, the other 2.
    const tiles = { confidences: [0.25, 0.25, 0.95, 0.95], labels: [0, 1, 1, 1] };
    expect(calibrationError(tiles)).toBeCloseTo(0.5 * 0.25 + 0.5 * 0.05, 12);
  });
});

describe('confidence histogram', () => {
  it('holds shares that sum to 1, the upper end included', () => {
    const shares = confidenceHistogram([0, 0.04, 0.05, 1]);
    expect(shares).toHaveLength(20);
    expect([shares[0], shares[1], shares[19]]).toEqual([0.5, 0.25, 0.25]);
  });
});
