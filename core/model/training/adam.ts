/** Moments of Adam for every weight, and the weights' running average. Plain numbers, so that a checkpoint holds all of it. */
export interface AdamState {
  /** Steps done. */
  step: number;
  readonly means: readonly Float32Array[];
  readonly variances: readonly Float32Array[];
  /** Exponential running average of the weights: what is kept of a training, steadier than the last step's weights. */
  readonly averages: readonly Float32Array[];
}

/** How one step is taken. */
export interface AdamStep {
  readonly learningRate: number;
  /** Share of a weight taken off at each step, times the learning rate; default 0. Vectors (biases) are spared. */
  readonly weightDecay?: number;
  /** Longest gradient over all weights together; a longer one is shortened. Default: none is. */
  readonly clipNorm?: number;
  /** Weight of the past in the running average, default 0.99; less in the first steps, which know nothing yet. */
  readonly averaging?: number;
}

const [meanDecay, varianceDecay, tiny] = [0.9, 0.999, 1e-7];

/** The state before the first step for weights of these values. */
export function startAdam(weights: readonly Float32Array[]): AdamState {
  const zeros = (): Float32Array[] => weights.map((values) => new Float32Array(values.length));
  return {
    step: 0,
    means: zeros(),
    variances: zeros(),
    averages: weights.map((values) => Float32Array.from(values)),
  };
}

/**
 * Nothing; weights and state are moved one step against the gradients (AdamW: Loshchilov and Hutter 2019,
 * arXiv:1711.05101; averaging: Polyak and Juditsky 1992).
 * @param gradients undefined for weights that stay as they are
 * @param options `decays`: which weights decay
 */
export function stepAdam(
  weights: readonly Float32Array[],
  gradients: readonly (Float32Array | undefined)[],
  state: AdamState,
  options: AdamStep & { readonly decays: readonly boolean[] },
): void {
  const { learningRate, weightDecay = 0, clipNorm, averaging = 0.99, decays } = options;
  const t = ++state.step;
  const shrink = clipNorm === undefined ? 1 : Math.min(1, clipNorm / normOf(gradients));
  const rate = (learningRate * Math.sqrt(1 - varianceDecay ** t)) / (1 - meanDecay ** t);
  const keep = Math.min(averaging, t / (t + 9));
  for (const [k, values] of weights.entries()) {
    const gradient = gradients[k];
    if (gradient === undefined) continue;
    const [mean, variance] = [state.means[k]!, state.variances[k]!];
    const average = state.averages[k]!;
    const decay = decays[k] === true ? 1 - learningRate * weightDecay : 1;
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i]! * shrink;
      const m = (mean[i] = meanDecay * mean[i]! + (1 - meanDecay) * g);
      const v = (variance[i] = varianceDecay * variance[i]! + (1 - varianceDecay) * g * g);
      const value = (values[i] = values[i]! * decay - (rate * m) / (Math.sqrt(v) + tiny));
      average[i] = keep * average[i]! + (1 - keep) * value;
    }
  }
}

function normOf(gradients: readonly (Float32Array | undefined)[]): number {
  let sum = 0;
  for (const gradient of gradients) for (const g of gradient ?? []) sum += g * g;
  return Math.sqrt(sum);
}
