import { assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderRoc } from '#core/model/evaluate/metrics.ts';
import { deLongTest, mcNemarTest, normalTail } from '#core/model/evaluate/paired-tests.ts';
import { anyScoredTiles, simulatedTiles } from './scored-tiles.ts';

const win = (scores: Float32Array, p: number, n: number) =>
  scores[p]! > scores[n]! ? 1 : scores[p] === scores[n] ? 0.5 : 0;
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: number[]) =>
  values.length < 2
    ? 0
    : values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);

/** The variance of DeLong 1988 by its definition: every hogweed tile beside every other. */
function deLongByPairs(a: Float32Array, b: Float32Array, labels: Uint8Array) {
  const positives = [...labels.keys()].filter((i) => labels[i] === 1);
  const negatives = [...labels.keys()].filter((i) => labels[i] === 0);
  const byPositive = positives.map((p) => mean(negatives.map((n) => win(a, p, n) - win(b, p, n))));
  const byNegative = negatives.map((n) => mean(positives.map((p) => win(a, p, n) - win(b, p, n))));
  return {
    difference: mean(byPositive),
    standardError: Math.sqrt(
      variance(byPositive) / positives.length + variance(byNegative) / negatives.length,
    ),
  };
}

describe("DeLong's test", () => {
  it('has the difference of the areas and the variance of its definition', () => {
    assert(
      property(anyScoredTiles, ({ confidences, labels }) => {
        const other = confidences.map((value, i) => ((value * 8 + i) % 5) / 5);
        const test = deLongTest({ candidate: confidences, reference: other, labels });
        const expected = deLongByPairs(confidences, other, labels);
        expect(test.difference).toBeCloseTo(
          areaUnderRoc({ confidences, labels }) - areaUnderRoc({ confidences: other, labels }),
          10,
        );
        expect(test.difference).toBeCloseTo(expected.difference, 10);
        expect(test.standardError).toBeCloseTo(expected.standardError, 10);
      }),
    );
  });

  it('sees no difference between a model and itself, and one between good and bad', () => {
    const { labels, confidences } = simulatedTiles({ count: 400, skill: 3, seed: 1 });
    const worse = simulatedTiles({ count: 400, skill: 0, seed: 2 }).confidences;
    expect(deLongTest({ candidate: confidences, reference: confidences, labels })).toMatchObject({
      difference: 0,
      z: 0,
    });
    const test = deLongTest({ candidate: worse, reference: confidences, labels });
    expect(test.z).toBeLessThan(-5);
    expect(test.pValue).toBeLessThan(1e-6);
  });

  it('finds a difference at 5 % between equal models about once in twenty', () => {
    let found = 0;
    for (let seed = 0; seed < 400; seed++) {
      const { labels, confidences } = simulatedTiles({ count: 150, skill: 2, seed });
      // The same skill, another noise.
      const other = Float32Array.from(
        simulatedTiles({ count: 150, skill: 0, seed: seed + 10_000 }).confidences,
        (value, i) => Math.log(value / (1 - value)) + 2 * (labels[i]! - 0.5),
      );
      if (deLongTest({ candidate: confidences, reference: other, labels }).pValue < 0.05) found++;
    }
    expect(found).toBeGreaterThan(6);
    expect(found).toBeLessThan(40);
  });
});

describe('the tail of the normal', () => {
  it.each([
    [0, 0.5],
    [1.959964, 0.025],
    [3, 0.0013499],
  ])('beyond %d is %d', (z, tail) => {
    expect(Math.abs(normalTail(z) - tail)).toBeLessThan(8e-8);
  });
});

/** Tiles of which the candidate alone judges `a` rightly and the reference alone `b`, and both three more. */
const tiles = (a: number, b: number) => {
  const rows = [
    ...Array.from({ length: a }, () => [0.9, 0.1]),
    ...Array.from({ length: b }, () => [0.1, 0.9]),
    ...Array.from({ length: 3 }, () => [0.9, 0.9]),
  ];
  return {
    candidate: rows.map(([candidate]) => candidate!),
    reference: rows.map(([, reference]) => reference!),
    labels: rows.map(() => 1),
  };
};

describe("McNemar's test", () => {
  const thresholds = { candidate: 0.5, reference: 0.5 };

  it.each([
    // By hand: twice (1 + 6 / 2) / 64.
    [1, 5, 0.125],
    [5, 1, 0.125],
    [2, 2, 1],
    [0, 0, 1],
    // By hand: twice half of 1 / 1024.
    [0, 10, 1 / 1024],
  ])('of %d against %d gives %d', (a, b, pValue) => {
    const test = mcNemarTest(tiles(a, b), thresholds);
    expect(test).toMatchObject({ candidateOnly: a, referenceOnly: b });
    expect(test.pValue).toBeCloseTo(pValue, 10);
  });

  it('judges each model at its own threshold', () => {
    const one = { candidate: [0.3], reference: [0.3], labels: [1] };
    expect(mcNemarTest(one, { candidate: 0.2, reference: 0.5 })).toMatchObject({
      candidateOnly: 1,
      referenceOnly: 0,
    });
  });
});
