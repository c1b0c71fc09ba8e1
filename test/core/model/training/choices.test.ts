import { array, assert, double, float, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsAt } from '#core/model/evaluate/metrics.ts';
import { thresholdForRecall } from '#core/model/training/choose-threshold.ts';
import { earlyStop } from '#core/model/training/early-stop.ts';
import { groundGroups } from '#core/model/training/ground-groups.ts';
import { chooseLessons } from '#core/model/training/lessons.ts';
import { classWeights, rateShareAt } from '#core/model/training/schedule.ts';
import { createRandom } from '#core/simulate/random.ts';

describe('thresholdForRecall', () => {
  it('is the highest step that finds enough', () => {
    const tile = record({
      confidence: float({ min: Math.fround(0.02), max: 1, noNaN: true }),
      label: nat(1),
    });
    assert(
      property(
        array(tile, { minLength: 1, maxLength: 60 }),
        double({ min: 0.1, max: 1, noNaN: true }),
        (tiles, recall) => {
          const scored = {
            confidences: tiles.map(({ confidence }) => confidence),
            labels: tiles.map(({ label }) => label),
          };
          const threshold = thresholdForRecall(scored, recall);
          const recallAt = (at: number): number => {
            const { truePositives, falseNegatives } = countsAt(scored, at);
            return truePositives + falseNegatives === 0
              ? 1
              : truePositives / (truePositives + falseNegatives);
          };
          expect(recallAt(threshold)).toBeGreaterThanOrEqual(recall);
          expect(threshold < 0.99 ? recallAt(threshold + 0.01) : -1).toBeLessThan(recall);
        },
      ),
      { seed: 3 },
    );
  });
});

describe('earlyStop', () => {
  it('ends so many epochs after the best', () => {
    const stop = earlyStop(2);
    expect([stop.note(1, 0.5), stop.note(2, 0.4), stop.note(3, 0.45)]).toEqual([true, true, false]);
    expect(stop.isOver(3)).toBe(false);
    stop.note(4, Number.NaN);
    expect([stop.isOver(4), stop.best()]).toEqual([true, { epoch: 2, loss: 0.4 }]);
  });
});

describe('chooseLessons', () => {
  it('takes what was never seen first, then half the hardest', () => {
    const losses = Float32Array.from({ length: 100 }, (_, i) => (i < 10 ? Number.NaN : i));
    const chosen = chooseLessons({ losses, count: 30, random: createRandom(1) });
    expect(new Set(chosen).size).toBe(30);
    for (let tile = 0; tile < 10; tile++) expect(chosen).toContain(tile);
    for (let tile = 90; tile < 100; tile++) expect(chosen).toContain(tile);
    expect(chosen.filter((tile) => tile >= 10 && tile < 90)).toHaveLength(10);
  });

  it('takes every tile once where there is room', () => {
    const chosen = chooseLessons({ losses: new Float32Array(9), count: 20, random: createRandom(2) });
    expect([...chosen].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('groundGroups', () => {
  it('puts neighbours into one cell and distant places into others', () => {
    const metre = 1 / 111_320;
    const places = [0, 2, 3, 30, 31].map((northM) => ({ lat: 55 + northM * metre, lon: 12 }));
    const [a, b, c, d, e] = groundGroups(places);
    expect([b, c, e]).toEqual([a, a, d]);
    expect(d).not.toBe(a);
  });
});

describe('schedule', () => {
  it('rises, then falls to a hundredth', () => {
    expect([rateShareAt(0), rateShareAt(0.05), rateShareAt(1)]).toEqual([0.1, 1, expect.closeTo(0.01, 6)]);
    expect(rateShareAt(0.5)).toBeLessThan(rateShareAt(0.3));
  });

  it('gives the rarer class more weight', () => {
    const [background, hogweed] = classWeights([0, 0, 0, 1]);
    expect(hogweed / background).toBeCloseTo(Math.sqrt(3), 6);
  });
});
