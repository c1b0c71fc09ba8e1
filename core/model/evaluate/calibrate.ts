import type { ModelManifest } from '../package.ts';
import { countsAt, type ScoredTiles } from './metrics.ts';

type Calibration = ModelManifest['calibration'];

/** A tile's logit with the truth about it. */
export interface LogitTiles {
  readonly logits: ArrayLike<number>;
  /** 1 = hogweed, 0 = not. */
  readonly labels: ArrayLike<number>;
}

/** Bounds that keep a perfectly separated validation set from making every confidence 0 or 1. */
const slopeRange = [0.2, 5] as const;

/**
 * The calibration under which the tiles are likeliest: confidence = sigmoid(logit / temperature + bias), fitted by
 * Newton's method on the log-likelihood with targets smoothed as in Platt 1999, "Probabilistic outputs for support
 * vector machines", so that it stays finite when no tile is on the wrong side.
 */
export function fitCalibration({ logits, labels }: LogitTiles): Calibration {
  const count = labels.length;
  const positives = Array.from({ length: count }, (_, i) => labels[i]!).filter((label) => label > 0).length;
  const targets: readonly [number, number] = [1 / (count - positives + 2), (positives + 1) / (positives + 2)];
  let slope = 1;
  let bias = 0;
  for (let round = 0; round < 50; round++) {
    const step = newtonStep({ logits, labels }, { slope, bias, targets });
    slope = Math.min(slopeRange[1], Math.max(slopeRange[0], slope - step.slope));
    bias -= step.bias;
    if (Math.abs(step.slope) + Math.abs(step.bias) < 1e-9) break;
  }
  return { temperature: 1 / slope, bias };
}

interface Fit {
  readonly slope: number;
  readonly bias: number;
  /** Smoothed targets of background and of hogweed. */
  readonly targets: readonly [number, number];
}

/** Gradient divided by Hessian of the negative log-likelihood, damped against a flat start. */
function newtonStep({ logits, labels }: LogitTiles, fit: Fit): { slope: number; bias: number } {
  let [gradientSlope, gradientBias, slopeSlope, slopeBias, biasBias] = [0, 0, 1e-6, 0, 1e-6];
  for (let i = 0; i < labels.length; i++) {
    const logit = logits[i]!;
    const probability = 1 / (1 + Math.exp(-(logit * fit.slope + fit.bias)));
    const error = probability - fit.targets[labels[i]! > 0 ? 1 : 0];
    const curvature = probability * (1 - probability);
    gradientSlope += error * logit;
    gradientBias += error;
    slopeSlope += curvature * logit * logit;
    slopeBias += curvature * logit;
    biasBias += curvature;
  }
  const determinant = slopeSlope * biasBias - slopeBias * slopeBias;
  const slope = (biasBias * gradientSlope - slopeBias * gradientBias) / determinant;
  const bias = (slopeSlope * gradientBias - slopeBias * gradientSlope) / determinant;
  // Far from the optimum the quadratic model overshoots: no step longer than 1.
  const length = Math.max(1, Math.abs(slope), Math.abs(bias));
  return { slope: slope / length, bias: bias / length };
}

/**
 * The threshold between `lowest` and `highest`, in steps of 0.05, at which F1 is best; of equals the highest.
 * Steps, because a threshold is a number that people repeat, and more digits would fit the validation tiles only.
 */
export function thresholdForF1(tiles: ScoredTiles, lowest = 0.2, highest = 0.5): number {
  let best = { threshold: highest, f1: -1 };
  for (let step = Math.round(highest * 20); step >= Math.round(lowest * 20); step--) {
    const threshold = step / 20;
    const { truePositives, falsePositives, falseNegatives } = countsAt(tiles, threshold);
    const f1 = (2 * truePositives) / Math.max(1, 2 * truePositives + falsePositives + falseNegatives);
    if (f1 > best.f1) best = { threshold, f1 };
  }
  return best.threshold;
}
