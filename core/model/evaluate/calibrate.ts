import type { ModelManifest } from '../package.ts';
import type { ScoredTiles } from './metrics.ts';

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

/** The highest threshold, at most `highest`, at which at least the share `recall` of the hogweed tiles is found. */
export function thresholdForRecall(tiles: ScoredTiles, recall: number, highest = 0.5): number {
  const found: number[] = [];
  for (let i = 0; i < tiles.labels.length; i++) if (tiles.labels[i]! > 0) found.push(tiles.confidences[i]!);
  found.sort((a, b) => b - a);
  const needed = found[Math.max(0, Math.ceil(recall * found.length) - 1)] ?? highest;
  // Rounded down to two digits: a threshold is a number that people repeat.
  return Math.min(highest, Math.max(0.01, Math.floor(needed * 100) / 100));
}
