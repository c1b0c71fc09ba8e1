import { describe, expect, it } from 'vitest';
import { startAdam, stepAdam } from '#core/model/training/adam.ts';

/** Minimises (x - 3)^2 + (y + 1)^2 from 0, 0. */
function descend(steps: number, options: { weightDecay?: number; averaging?: number } = {}) {
  const weights = [new Float32Array(2)];
  const adam = startAdam(weights);
  for (let i = 0; i < steps; i++) {
    const [x, y] = weights[0]!;
    const gradients = [Float32Array.of(2 * (x! - 3), 2 * (y! + 1))];
    stepAdam(weights, gradients, adam, { learningRate: 0.05, decays: [true], ...options });
  }
  return { weights: weights[0]!, averages: adam.averages[0]! };
}

describe('stepAdam', () => {
  it('takes first steps as long as the learning rate, whatever the gradient, as Adam does', () => {
    const { weights } = descend(1);
    expect(weights[0]).toBeCloseTo(0.05, 5);
    expect(weights[1]).toBeCloseTo(-0.05, 5);
  });

  it('finds the minimum, and its average with it', () => {
    const { weights, averages } = descend(600);
    expect([...weights]).toEqual([expect.closeTo(3, 2), expect.closeTo(-1, 2)]);
    expect([...averages]).toEqual([expect.closeTo(3, 1), expect.closeTo(-1, 1)]);
  });

  it('pulls decaying weights towards zero', () => {
    expect(descend(600, { weightDecay: 0.5 }).weights[0]).toBeLessThan(2.95);
  });

  it('shortens gradients that are too long, all by the same factor', () => {
    const both = [Float32Array.of(0), Float32Array.of(0)];
    const adam = startAdam(both);
    const gradients = [Float32Array.of(30), Float32Array.of(40)];
    stepAdam(both, gradients, adam, { learningRate: 0.1, clipNorm: 5, decays: [false, false] });
    expect(adam.means.map(([mean]) => mean)).toEqual([expect.closeTo(0.3, 5), expect.closeTo(0.4, 5)]);
  });

  it('leaves weights without a gradient as they are', () => {
    const weights = [Float32Array.of(1), Float32Array.of(1)];
    const adam = startAdam(weights);
    stepAdam(weights, [undefined, Float32Array.of(1)], adam, {
      learningRate: 0.1,
      weightDecay: 1,
      decays: [true, true],
    });
    expect(weights[0]![0]).toBe(1);
    expect(weights[1]![0]).toBeLessThan(1);
  });
});
