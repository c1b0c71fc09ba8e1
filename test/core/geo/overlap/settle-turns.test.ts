import { describe, expect, it } from 'vitest';
import { fitUnknowns, type Equation } from '#core/geo/overlap/fit.ts';
import { settleTurns } from '#core/geo/overlap/turned.ts';
import type { PairEvidence } from '#core/geo/overlap/pair-evidence.ts';

const pair = (a: number, b: number, odds: PairEvidence['odds']): PairEvidence => ({
  a,
  b,
  odds,
  matches: [],
});
const same = (a: number, b: number, odds = 20): PairEvidence =>
  pair(a, b, [
    [odds, 0],
    [0, odds],
  ]);
const different = (a: number, b: number, odds = 20): PairEvidence =>
  pair(a, b, [
    [0, odds],
    [odds, 0],
  ]);
const turnsOf = (priors: readonly number[], pairs: readonly PairEvidence[]) =>
  settleTurns(priors, pairs).map(({ turn }) => turn);

describe('turns of a flight', () => {
  it('follow pairs, and priors where pairs leave a choice', () => {
    expect(turnsOf([-7, -7, -7, -7], [same(0, 1), different(1, 2), same(2, 3)])).toEqual(
      [0, 0, 0, 0].map((_, i) => (i > 1 ? 1 : 0)),
    );
    expect(turnsOf([-7, -7, 0, 0, -7], [same(0, 1), different(1, 2), same(2, 3), different(3, 4)])).toEqual([
      0, 0, 1, 1, 0,
    ]);
  });
  it('follow the majority of pairs against a single wrong one', () => {
    expect(
      turnsOf(
        [-7, -7, -7, -7],
        [same(0, 1), same(0, 2), same(1, 2), different(0, 3, 6), same(1, 3), same(2, 3)],
      ),
    ).toEqual([0, 0, 0, 0]);
  });
  it('stay as they are without pairs', () => {
    expect(settleTurns([-7, 0], [])).toEqual(
      [
        { turn: 0, odds: 7, groupOdds: 7, witnesses: 0 },
        { turn: 0, odds: -0, groupOdds: 0, witnesses: 0 },
      ].map((verdict) =>
        expect.objectContaining({ turn: verdict.turn, groupOdds: verdict.groupOdds, witnesses: 0 }),
      ),
    );
  });
  it('say how sure they are', () => {
    const [first, second] = settleTurns([-7, 0], [different(0, 1, 12)]);
    expect(first).toMatchObject({ turn: 0, odds: 19, groupOdds: 7, witnesses: 1 });
    expect(second).toMatchObject({ turn: 1, odds: 12, groupOdds: 7 });
  });
});

const equation = (unknowns: number[], factors: number[], value: number, sigma = 0.1): Equation => ({
  unknowns,
  factors,
  value,
  sigma,
});

describe('robust fit', () => {
  it('weighs equations against priors', () => {
    const { solution, covariance } = fitUnknowns([1], [equation([0], [1], 2, 1)]);
    expect(solution[0]).toBeCloseTo(1, 9);
    expect(covariance(0, 0)).toBeCloseTo(1 / 2, 9);
  });
  it('solves what is coupled', () => {
    const { solution } = fitUnknowns([1e3, 1e3], [equation([0, 1], [1, 1], 5), equation([0, 1], [1, -1], 1)]);
    const [x = 0, y = 0] = solution;
    expect(x).toBeCloseTo(3, 5);
    expect(y).toBeCloseTo(2, 5);
  });
  it('is not led astray by an outlier', () => {
    const good = Array.from({ length: 9 }, (_, i) => equation([0], [1], 1 + 0.01 * (i - 4)));
    const [x = 0] = fitUnknowns([100], [...good, equation([0], [1], 50)]).solution;
    expect(Math.abs(x - 1)).toBeLessThan(0.05);
  });
});
