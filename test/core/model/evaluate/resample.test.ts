import { describe, expect, it } from 'vitest';
import { interval95, resampleCount, resampleUnits, resampleWeights } from '#core/model/evaluate/resample.ts';

const groupsOf = (count: number) => Array.from({ length: count }, (_, i) => `g${Math.floor(i / 5)}`);

describe('units of resampling', () => {
  it('are the groups where there are enough of them', () => {
    expect(resampleUnits(groupsOf(40))).toMatchObject({ kind: 'groups', count: 8 });
    expect(resampleUnits(groupsOf(35))).toMatchObject({ kind: 'tiles', count: 35 });
  });

  it('are the tiles where one of them has no group', () => {
    expect(resampleUnits([...groupsOf(60), undefined])).toMatchObject({ kind: 'tiles', count: 61 });
  });
});

describe('resamples', () => {
  it('draw as many units as there are, whole groups at once, the same for the same seed', () => {
    const units = resampleUnits(groupsOf(60));
    const draw = (seed: number) => [...resampleWeights(units, 20, seed)].map((weights) => [...weights]);
    for (const weights of resampleWeights(units, 50, 3)) {
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(60);
      for (let i = 0; i < 60; i += 5) expect(new Set(weights.slice(i, i + 5)).size).toBe(1);
    }
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('are fewer for very many tiles, never too few', () => {
    expect([100, 1e6, 1e9].map(resampleCount)).toEqual([2000, 400, 200]);
  });
});

describe('the 95 % interval', () => {
  it('cuts 2.5 % off either end and leaves out what is no number', () => {
    const values = Array.from({ length: 1001 }, (_, i) => i / 1000);
    expect(interval95([...values, Number.NaN])).toEqual({ low: 0.025, high: 0.975 });
    expect(interval95([Number.NaN])).toEqual({ low: Number.NaN, high: Number.NaN });
  });
});
