import { entry, factorise, inverseWithin, skyline, solveFactored, type Skyline } from './skyline.ts';

/** One statement of the fit: some unknowns, weighted, make `value`. */
export interface Equation {
  readonly unknowns: readonly number[];
  readonly factors: readonly number[];
  readonly value: number;
  /** One sigma of `value`. */
  readonly sigma: number;
}

export interface Fit {
  readonly solution: Float64Array;
  /** Covariance of two unknowns that share an equation, or are the same; asked for the first time it is worked out. */
  readonly covariance: (one: number, other: number) => number;
}

/** Statements further off than this many sigmas count less and less. Source: Huber 1964, Ann. Math. Statist. 35(1). */
const huberSigmas = 2;
const robustRounds = 6;

/**
 * The unknowns that fit all equations and their own priors (mean 0) best, outliers counting less.
 * @param priors one sigma of each unknown. Work and memory grow with how far apart in this order the unknowns of an
 * equation are; unknowns that stand in every equation come last
 */
export function fitUnknowns(priors: readonly number[], equations: readonly Equation[]): Fit {
  const firsts = firstColumns(priors.length, equations);
  let weights = equations.map(() => 1);
  for (let round = 1; ; round++) {
    const normal = skyline(firsts);
    const solution = new Float64Array(priors.length);
    equations.forEach((equation, i) =>
      addEquation(equation, { priors, weight: weights[i]!, normal, solution }),
    );
    for (let i = 0; i < priors.length; i++) normal.values[normal.origins[i]! + i]! += 1;
    factorise(normal);
    solveFactored(normal, solution);
    priors.forEach((prior, i) => (solution[i]! *= prior));
    if (round === robustRounds) return { solution, covariance: covarianceOf(normal, priors) };
    weights = equations.map((equation) => {
      const off = Math.abs(misfit(equation, solution)) / equation.sigma;
      return off <= huberSigmas ? 1 : huberSigmas / off;
    });
  }
}

/** What the solution leaves over. */
export function misfit({ unknowns, factors, value }: Equation, solution: Float64Array): number {
  return unknowns.reduce((sum, unknown, i) => sum - factors[i]! * solution[unknown]!, value);
}

function firstColumns(size: number, equations: readonly Equation[]): Int32Array {
  const firsts = Int32Array.from({ length: size }, (_, i) => i);
  for (const { unknowns } of equations) {
    const first = Math.min(...unknowns);
    for (const unknown of unknowns) firsts[unknown] = Math.min(firsts[unknown]!, first);
  }
  return firsts;
}

interface NormalEquations {
  readonly priors: readonly number[];
  readonly weight: number;
  readonly normal: Skyline;
  /** The right side, to become the solution. */
  readonly solution: Float64Array;
}

/** Adds an equation; unknowns are counted in their prior sigmas, which keeps the system well-conditioned. */
function addEquation(equation: Equation, { priors, weight, normal, solution }: NormalEquations): void {
  const { unknowns, factors, value, sigma } = equation;
  const { origins, values } = normal;
  const share = weight / (sigma * sigma);
  for (let i = 0; i < unknowns.length; i++) {
    const row = unknowns[i]!;
    const own = share * factors[i]! * priors[row]!;
    solution[row]! += own * value;
    for (let j = 0; j < unknowns.length; j++) {
      const col = unknowns[j]!;
      if (col <= row) values[origins[row]! + col]! += own * factors[j]! * priors[col]!;
    }
  }
}

function covarianceOf(factor: Skyline, priors: readonly number[]): Fit['covariance'] {
  let inverse: Skyline | undefined;
  return (one, other) => {
    inverse ??= inverseWithin(factor);
    return entry(inverse, one, other) * priors[one]! * priors[other]!;
  };
}
