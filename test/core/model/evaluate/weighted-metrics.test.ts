import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tileMetrics } from '#core/model/evaluate/metrics.ts';
import { measuredNames, rankTiles, weightedMetrics } from '#core/model/evaluate/weighted-metrics.ts';
import { anyScoredTiles } from './scored-tiles.ts';

const rounded = (value: number) => Math.round(value * 1e9) / 1e9;

describe('metrics of weighted tiles', () => {
  it('are those of the tiles when each stands there as often as its weight says', () => {
    assert(
      property(
        anyScoredTiles,
        array(integer({ min: 0, max: 3 }), { minLength: 40, maxLength: 40 }),
        integer({ min: 0, max: 8 }),
        (tiles, weights, eighths) => {
          const copies = [...tiles.labels.keys()].flatMap((i) =>
            Array.from({ length: weights[i]! }, () => i),
          );
          const expected = tileMetrics(
            {
              confidences: copies.map((i) => tiles.confidences[i]!),
              labels: copies.map((i) => tiles.labels[i]!),
            },
            eighths / 8,
          );
          const measured = weightedMetrics(rankTiles(tiles), weights, eighths / 8);
          // Undefined in both (NaN), or the same.
          for (const name of measuredNames) expect(rounded(measured[name])).toBe(rounded(expected[name]));
        },
      ),
    );
  });
});
