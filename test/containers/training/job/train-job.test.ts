import { describe, expect, it } from 'vitest';
import { epochsFor, parseTrainJob, usesFolds } from '#containers/training/job/train-job.ts';

const labels = (hogweed: number, background: number): number[] => [
  ...Array.from({ length: hogweed }, () => 1),
  ...Array.from({ length: background }, () => 0),
];

describe('a training job', () => {
  it('takes as many epochs as the rarer class needs, within bounds', () => {
    expect(epochsFor(labels(202, 480))).toBe(12);
    expect(epochsFor(labels(202, 20_000))).toBe(12);
    expect(epochsFor(labels(5, 5))).toBe(60);
    expect(epochsFor(labels(9000, 9000))).toBe(8);
  });

  it('trains folds of few tiles and holds ground out of many, unless told', () => {
    const job = parseTrainJob({ tiles: 'a', out: 'b' });
    expect([usesFolds(job, 5_000), usesFolds(job, 5_001)]).toEqual([true, false]);
    expect(usesFolds({ ...job, crossValidation: true }, 9_999)).toBe(true);
  });

  it('names what cannot be done', () => {
    for (const wrong of [
      { tilePx: 50 },
      { folds: 1 },
      { recall: 0 },
      { seed: 1.5 },
      { name: 'A b' },
      { epoch: 3 },
    ])
      expect(() => parseTrainJob({ tiles: 'a', out: 'b', ...wrong })).toThrow(Object.keys(wrong)[0]!);
  });
});
