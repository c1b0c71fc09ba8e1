import { assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldReader, makeEdgeNoise, makeField } from '#core/simulate/ground/periodic-field.ts';
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
  it('join without a seam: a shift by all cells changes nothing, and neighbours over the edge are close', () => {
    const field = makeField(9, 6);
    const [plain, shifted] = [new Float32Array(600), new Float32Array(600)];
    for (const row of [0, 17, 599]) {
      fieldReader(field, 600).read(row, plain);
      fieldReader(field, 600, 6, -12).read(row, shifted);
      for (const [i, value] of plain.entries()) expect(shifted[i]).toBeCloseTo(value, 4);
      expect(Math.abs(plain[0]! - plain[599]!)).toBeLessThan(0.02);
    }
  });

  it('take their lattice values on the lattice', () => {
    const field = makeField(9, 6);
    const line = new Float32Array(60);
    fieldReader(field, 60).read(20, line);
    for (let i = 0; i < 6; i++) expect(line[i * 10]).toBeCloseTo(field.values[2 * 6 + i]!, 5);
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
