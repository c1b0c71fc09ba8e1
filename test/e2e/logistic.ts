/** A cheap learner: logistic regression on fixed figures, classes weighted alike, by gradient descent with momentum. */
export function learnLogistic(
  looks: readonly (readonly number[])[],
  isHogweed: readonly boolean[],
): (look: readonly number[]) => number {
  const figures = looks[0]?.length ?? 0;
  const hogweed = isHogweed.filter(Boolean).length;
  const others = isHogweed.length - hogweed;
  const shareOf = (isOne: boolean) => 0.5 / Math.max(1, isOne ? hogweed : others);
  const weights = new Float64Array(figures + 1);
  const speed = new Float64Array(figures + 1);
  for (let step = 0; step < 400; step++) {
    const gradient = new Float64Array(figures + 1);
    for (const [i, look] of looks.entries()) {
      const truth = isHogweed[i] === true;
      const error = (sigmoid(logit(weights, look)) - Number(truth)) * shareOf(truth);
      for (let k = 0; k < figures; k++) gradient[k]! += error * look[k]!;
      gradient[figures]! += error;
    }
    for (let k = 0; k <= figures; k++) {
      const decay = k < figures ? 0.05 * weights[k]! : 0;
      speed[k] = 0.9 * speed[k]! - 0.1 * (gradient[k]! + decay);
      weights[k] = weights[k]! + speed[k]!;
    }
  }
  return (look) => sigmoid(logit(weights, look));
}

function logit(weights: Float64Array, look: readonly number[]): number {
  let sum = weights[look.length]!;
  for (let k = 0; k < look.length; k++) sum += weights[k]! * look[k]!;
  return sum;
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** Looks with mean 0 and standard deviation 1 in every figure, by those of `reference`. */
export function standardise(
  looks: readonly (readonly number[])[],
  reference: readonly (readonly number[])[],
): number[][] {
  const figures = reference[0]?.length ?? 0;
  const count = reference.length;
  const mean = Array.from({ length: figures }, (_, k) => sum(reference, (look) => look[k]!) / count);
  const sigma = mean.map((middle, k) =>
    Math.sqrt(sum(reference, (look) => (look[k]! - middle) ** 2) / count),
  );
  return looks.map((look) =>
    look.map((value, k) =>
      sigma[k]! < 1e-9 ? 0 : Math.max(-3, Math.min(3, (value - mean[k]!) / sigma[k]!)),
    ),
  );
}

function sum<Value>(values: readonly Value[], of: (value: Value) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
