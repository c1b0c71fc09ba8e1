import { describe, expect, it } from 'vitest';
import { compareModels } from '#core/model/evaluate/compare.ts';
import { simulatedTiles } from './scored-tiles.ts';

const thresholds = { candidate: 0.5, reference: 0.5 };
const { labels, confidences, groups } = simulatedTiles({ count: 600, skill: 3, seed: 1 });
/** The same with so much noise on the logits. */
const noisy = (noise: number) => {
  const noiseOf = simulatedTiles({ count: 600, skill: 0, seed: 7 }).confidences;
  return confidences.map((value, i) => {
    const logit = Math.log(value / (1 - value)) + noise * Math.log(noiseOf[i]! / (1 - noiseOf[i]!));
    return 1 / (1 + Math.exp(-logit));
  });
};

describe('two models on the same tiles', () => {
  it('are equal when they are one', () => {
    const comparison = compareModels({
      candidate: confidences,
      reference: confidences,
      labels,
      groups,
      thresholds,
    });
    expect(comparison).toMatchObject({ n: 600, worse: [], better: [], resampled: 'groups' });
    expect(comparison.metrics.auc).toMatchObject({ difference: 0, interval: { low: 0, high: 0 }, pValue: 1 });
    expect(comparison.mcNemar.pValue).toBe(1);
  });

  it('differ beyond the interval when one is much worse, and the other way round', () => {
    const worse = compareModels({ candidate: noisy(3), reference: confidences, labels, groups, thresholds });
    expect(worse.worse).toEqual(['auc', 'averagePrecision', 'f1']);
    expect(worse.metrics.auc.interval.high).toBeLessThan(0);
    expect(worse.metrics.auc.pValue).toBeLessThan(0.01);
    const better = compareModels({ candidate: confidences, reference: noisy(3), labels, groups, thresholds });
    expect(better.better).toEqual(['auc', 'averagePrecision', 'f1']);
    expect(better.metrics.auc.difference).toBeCloseTo(-worse.metrics.auc.difference, 12);
  });

  it('do not differ beyond the interval when one is hardly worse', () => {
    const comparison = compareModels({
      candidate: noisy(0.1),
      reference: confidences,
      labels,
      groups,
      thresholds,
    });
    expect(comparison.worse).toEqual([]);
  });

  it('may have the same ranking and other judgements: the threshold counts too', () => {
    const comparison = compareModels({
      candidate: confidences,
      reference: confidences,
      labels,
      groups,
      thresholds: { candidate: 0.999, reference: 0.5 },
    });
    expect(comparison.metrics.auc.difference).toBe(0);
    expect(comparison.worse).toEqual(['f1']);
  });
});
