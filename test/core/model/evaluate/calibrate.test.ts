import { describe, expect, it } from 'vitest';
import { fitCalibration, thresholdForF1 } from '#core/model/evaluate/calibrate.ts';
import { createRandom } from '#core/simulate/random.ts';

/** Tiles whose truth is drawn with the probability that a known calibration gives their logits. */
function drawnTiles(
  count: number,
  truth: { temperature: number; bias: number },
): { logits: Float32Array; labels: Uint8Array } {
  const random = createRandom(11);
  const logits = Float32Array.from({ length: count }, () => random.normal() * 6);
  const labels = Uint8Array.from(logits, (logit) =>
    random.chance(1 / (1 + Math.exp(-(logit / truth.temperature + truth.bias)))) ? 1 : 0,
  );
  return { logits, labels };
}

describe('fitted calibration', () => {
  it.each([
    { temperature: 1, bias: 0 },
    { temperature: 3, bias: -1.5 },
    { temperature: 0.5, bias: 1 },
  ])('finds the one that the tiles were drawn with: %o', (truth) => {
    const fitted = fitCalibration(drawnTiles(40_000, truth));
    expect(fitted.temperature / truth.temperature).toBeCloseTo(1, 1);
    expect(fitted.bias).toBeCloseTo(truth.bias, 1);
  });

  it('stays finite when every tile is on its side', () => {
    const { temperature, bias } = fitCalibration({ logits: [-9, -8, -7, 7, 8], labels: [0, 0, 0, 1, 1] });
    expect(temperature).toBeGreaterThanOrEqual(0.2);
    expect(Math.abs(bias)).toBeLessThan(50);
  });
});

describe('threshold for the best F1', () => {
  it('is the highest of the best', () => {
    // From 0.35 down one more plant is found; from 0.25 down a wrong tile comes with it.
    const tiles = { confidences: [0.9, 0.8, 0.37, 0.26, 0.1], labels: [1, 1, 1, 0, 0] };
    expect(thresholdForF1(tiles)).toBe(0.35);
  });

  it('stays between its ends', () => {
    expect(thresholdForF1({ confidences: [0.9, 0.1], labels: [1, 0] })).toBe(0.5);
    expect(thresholdForF1({ confidences: [0.05, 0.01], labels: [1, 0] })).toBe(0.5);
    expect(thresholdForF1({ confidences: [0.05, 0.01], labels: [1, 0] }, 0.05)).toBe(0.05);
  });
});
