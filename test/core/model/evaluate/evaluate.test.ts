import { describe, expect, it } from 'vitest';
import { calibrationBins, thresholdCurve } from '#core/model/evaluate/curves.ts';
import { evaluateTiles } from '#core/model/evaluate/evaluate.ts';
import { areaUnderRoc, calibrationError, tileMetrics } from '#core/model/evaluate/metrics.ts';
import { measuredNames } from '#core/model/evaluate/weighted-metrics.ts';
import { simulatedTiles } from './scored-tiles.ts';

const tiles = simulatedTiles({ count: 300, skill: 2, seed: 4 });

const widthOf = (count: number) => {
  const { low, high } = evaluateTiles(simulatedTiles({ count, skill: 2, seed: 4 }), 0.5).intervals.auc;
  return high - low;
};

describe('an evaluation', () => {
  it('holds the metrics, each inside its interval, the same every time', () => {
    const evaluation = evaluateTiles(tiles, 0.5);
    expect(evaluation).toMatchObject({ ...tileMetrics(tiles, 0.5), resampled: 'groups' });
    for (const name of measuredNames.filter((name) => name !== 'ece')) {
      expect(evaluation.intervals[name].low).toBeLessThan(evaluation[name]);
      expect(evaluation.intervals[name].high).toBeGreaterThan(evaluation[name]);
    }
    expect(evaluateTiles(tiles, 0.5)).toEqual(evaluation);
  });

  it('is surer of more tiles', () => {
    expect(widthOf(3000)).toBeLessThan(widthOf(300) / 2);
  });

  it('is less sure where the tiles of a group are copies of each other', () => {
    const copied = [...Array(3000).keys()].map((i) => Math.floor(i / 30));
    const few = {
      confidences: copied.map((i) => tiles.confidences[i]!),
      labels: copied.map((i) => tiles.labels[i]!),
    };
    const width = (groups: (string | undefined)[]) => {
      const { low, high } = evaluateTiles({ ...few, groups }, 0.5).intervals.auc;
      return high - low;
    };
    expect(width(copied.map(String))).toBeGreaterThan(3 * width(copied.map(() => undefined)));
  });

  it('breaks down by group, without inventing what a group cannot tell', () => {
    const evaluation = evaluateTiles(
      { confidences: [0.9, 0.2, 0.8, 0.1], labels: [1, 1, 0, 0], groups: ['b', 'b', 'a', 'a'] },
      0.5,
    );
    expect(evaluation.groups).toEqual([
      { group: 'a', n: 2, hogweed: 0, auc: null, recall: null, falsePositiveRate: 0.5 },
      { group: 'b', n: 2, hogweed: 2, auc: null, recall: 0.5, falsePositiveRate: null },
    ]);
  });
});

describe('curves', () => {
  it('end where everything is found, and hold the area', () => {
    const curve = thresholdCurve(tiles, 0);
    expect(curve.at(-1)).toMatchObject({ recall: 1, falsePositiveRate: 1 });
    const points = [{ falsePositiveRate: 0, recall: 0 }, ...curve];
    const area = points
      .slice(1)
      .reduce(
        (sum, { falsePositiveRate: x, recall: y }, i) =>
          sum + ((x - points[i]!.falsePositiveRate) * (y + points[i]!.recall)) / 2,
        0,
      );
    expect(area).toBeCloseTo(areaUnderRoc(tiles), 10);
  });

  it('calibration bins hold every tile and sum up to the calibration error', () => {
    const bins = calibrationBins(tiles);
    const gap = bins.reduce(
      (sum, bin) => sum + bin.tiles * Math.abs(bin.meanConfidence - bin.hogweedShare),
      0,
    );
    expect(bins.reduce((sum, bin) => sum + bin.tiles, 0)).toBe(300);
    expect(gap / 300).toBeCloseTo(calibrationError(tiles), 10);
  });
});
