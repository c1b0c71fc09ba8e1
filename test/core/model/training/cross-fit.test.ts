import { describe, expect, it } from 'vitest';
import { crossFit } from '#core/model/training/cross-fit.ts';
import { createRandom } from '#core/simulate/random.ts';

/** Logits whose true probability is sigmoid(logit / 3 - 1): over-confident, and shifted. */
function overconfident(count: number) {
  const random = createRandom(5);
  const logits = Float32Array.from({ length: count }, () => random.range(-15, 20));
  const labels = Uint8Array.from(logits, (logit) =>
    random.chance(1 / (1 + Math.exp(-(logit / 3 - 1)))) ? 1 : 0,
  );
  return { logits, labels, folds: Uint8Array.from({ length: count }, (_, i) => i % 4) };
}

describe('crossFit', () => {
  it('finds the temperature, and measures each fold with what the others give', () => {
    const fit = crossFit(overconfident(4000), undefined);
    expect(fit.calibration.temperature).toBeCloseTo(3, 0);
    expect(fit.calibration.bias).toBeCloseTo(-1, 0);
    expect(fit.folds.map(({ n }) => n)).toEqual([1000, 1000, 1000, 1000]);
    expect(fit.mean.ece).toBeLessThan(0.05);
    expect(fit.mean.auc).toBeCloseTo(fit.folds.reduce((sum, { auc }) => sum + auc, 0) / 4, 9);
  });

  it("changes nothing in a fold's confidences when that fold's labels change", () => {
    const tiles = overconfident(400);
    const other = {
      ...tiles,
      labels: tiles.labels.map((label, i) => (tiles.folds[i] === 2 ? 1 - label : label)),
    };
    const [first, second] = [crossFit(tiles, undefined), crossFit(other, undefined)];
    const ofFold = (confidences: Float32Array): Float32Array =>
      confidences.filter((_, i) => tiles.folds[i] === 2);
    expect(ofFold(second.confidences)).toEqual(ofFold(first.confidences));
    expect(second.confidences).not.toEqual(first.confidences);
  });

  it('chooses the threshold for the recall that is asked for', () => {
    const { threshold, confidences } = crossFit(overconfident(2000), 0.95);
    expect(threshold).toBeLessThan(crossFit(overconfident(2000), 0.5).threshold);
    expect(confidences).toHaveLength(2000);
  });
});
