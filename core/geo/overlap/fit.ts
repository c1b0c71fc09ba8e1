/** One statement of the fit: some unknowns, weighted, make `value`. */
export interface Equation {
  readonly unknowns: readonly number[];
  readonly factors: readonly number[];
  readonly value: number;
  /** One sigma of `value`. */
  readonly sigma: number;
}

/** Statements further off than this many sigmas count less and less. Source: Huber 1964, Ann. Math. Statist. 35(1). */
const huberSigmas = 2;
const robustRounds = 6;

/**
 * The unknowns that fit all equations and their own priors (mean 0) best, outliers counting less.
 * @param priors one sigma of each unknown
 */
export function fitUnknowns(priors: readonly number[], equations: readonly Equation[]): Float64Array {
  let solution: Float64Array = new Float64Array(priors.length);
  let weights = equations.map(() => 1);
  for (let round = 0; round < robustRounds; round++) {
    solution = solve(priors, equations, weights);
    weights = equations.map((equation) => {
      const off = Math.abs(misfit(equation, solution)) / equation.sigma;
      return off <= huberSigmas ? 1 : huberSigmas / off;
    });
  }
  return solution;
}

/** What the solution leaves over. */
export function misfit({ unknowns, factors, value }: Equation, solution: Float64Array): number {
  return unknowns.reduce((sum, unknown, i) => sum - (factors[i] ?? 0) * (solution[unknown] ?? 0), value);
}

const maxSteps = 500;

/**
 * Weighted least squares with priors, by conjugate gradients on the normal equations; unknowns are counted in their
 * prior sigmas, which keeps the system well-conditioned. Source: Hestenes and Stiefel 1952; CGLS in Björck 1996, 7.4.
 */
function solve(
  priors: readonly number[],
  equations: readonly Equation[],
  weights: readonly number[],
): Float64Array {
  const size = priors.length;
  const roots = equations.map(({ sigma }, i) => Math.sqrt(weights[i] ?? 1) / sigma);
  const x = new Float64Array(size);
  const residual = new Float64Array(size);
  equations.forEach((equation, i) =>
    scatter({ equation, priors, by: (roots[i] ?? 0) ** 2 * equation.value, into: residual }),
  );
  const direction = residual.slice();
  let norm = dot(residual, residual);
  const target = norm * 1e-20;
  for (let step = 0; step < maxSteps && norm > target && norm > 0; step++) {
    const image = direction.slice();
    equations.forEach((equation, i) => {
      const along = gather(equation, priors, direction);
      scatter({ equation, priors, by: (roots[i] ?? 0) ** 2 * along, into: image });
    });
    const length = norm / dot(direction, image);
    for (let i = 0; i < size; i++) {
      x[i] = (x[i] ?? 0) + length * (direction[i] ?? 0);
      residual[i] = (residual[i] ?? 0) - length * (image[i] ?? 0);
    }
    const next = dot(residual, residual);
    for (let i = 0; i < size; i++) direction[i] = (residual[i] ?? 0) + (next / norm) * (direction[i] ?? 0);
    norm = next;
  }
  return x.map((value, i) => value * (priors[i] ?? 0));
}

function gather({ unknowns, factors }: Equation, priors: readonly number[], vector: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < unknowns.length; i++) {
    const at = unknowns[i] ?? 0;
    sum += (factors[i] ?? 0) * (priors[at] ?? 0) * (vector[at] ?? 0);
  }
  return sum;
}

interface Scatter {
  readonly equation: Equation;
  readonly priors: readonly number[];
  readonly by: number;
  readonly into: Float64Array;
}

function scatter({ equation: { unknowns, factors }, priors, by, into }: Scatter): void {
  for (let i = 0; i < unknowns.length; i++) {
    const at = unknowns[i] ?? 0;
    into[at] = (into[at] ?? 0) + (factors[i] ?? 0) * (priors[at] ?? 0) * by;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
