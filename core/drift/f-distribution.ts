import { logGamma } from './chi-square.ts';

/**
 * The chance that an F variable with `upper` and `lower` degrees of freedom exceeds `x`: a regularised incomplete beta
 * function. With `lower` infinite it is chi-square over its freedom. Source: Press et al., Numerical Recipes, 3rd ed., 6.4 and 6.14.10.
 */
export function fTail(x: number, upper: number, lower: number): number {
  if (!(x > 0)) return 1;
  if (!Number.isFinite(x)) return 0;
  return incompleteBeta(lower / (lower + upper * x), lower / 2, upper / 2);
}

/** The `x` that an F variable exceeds with the chance `tail`: bisection, good to 1e-9. */
export function fQuantile(tail: number, upper: number, lower: number): number {
  let [low, high] = [0, 1];
  while (fTail(high, upper, lower) > tail) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-9 * high; i++) {
    const middle = (low + high) / 2;
    if (fTail(middle, upper, lower) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** I_x(a, b), by its continued fraction where that converges fast and by symmetry elsewhere. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  return x < (a + 1) / (a + b + 2)
    ? (front * fraction(x, a, b)) / a
    : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** Lentz's algorithm. */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return h;
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
