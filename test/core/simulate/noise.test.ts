import { assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldAt, makeEdgeNoise, makeField } from '#core/simulate/ground/periodic-field.ts';
import { fractalNoise, smoothStep, valueNoise } from '#core/simulate/noise.ts';

const place = double({ min: -1000, max: 1000, noNaN: true });

describe('valueNoise and fractalNoise', () => {
  it('stay within [0, 1) and change little over a little way', () => {
    assert(
      property(place, place, (x, y) => {
        const here = valueNoise(x, y, 4);
        const near = valueNoise(x + 0.001, y, 4);
        const sum = fractalNoise(x, y, 4, 4);
        for (const value of [here, sum]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(1);
        }
        expect(Math.abs(here - near)).toBeLessThan(0.01);
      }),
    );
  });

  it('differ by seed', () => {
    expect(valueNoise(0.3, 0.4, 1)).not.toBe(valueNoise(0.3, 0.4, 2));
  });
});

describe('periodic fields', () => {
  it('repeat after their cells', () => {
    const field = makeField(9, 6);
    assert(
      property(
        double({ min: 0, max: 5.99, noNaN: true }),
        double({ min: 0, max: 5.99, noNaN: true }),
        (x, y) => {
          expect(fieldAt(field, x + 6, y + 12)).toBeCloseTo(fieldAt(field, x, y), 6);
        },
      ),
    );
  });

  it('make edge noise that uses the whole byte and is centred', () => {
    const noise = makeEdgeNoise(3, 128);
    const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
    expect(mean).toBeGreaterThan(110);
    expect(mean).toBeLessThan(145);
    expect(noise.some((value) => value < 40)).toBe(true);
    expect(noise.some((value) => value > 215)).toBe(true);
  });
});

describe('smoothStep', () => {
  it('is 0 below, 1 above and one half in the middle', () => {
    expect([smoothStep(2, 4, 1), smoothStep(2, 4, 3), smoothStep(2, 4, 9)]).toEqual([0, 0.5, 1]);
  });
});
