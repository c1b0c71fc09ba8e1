/**
 * The chance that a chi-square variable with `freedom` degrees of freedom exceeds `x`: the upper regularised incomplete
 * gamma function. Source: Press et al., Numerical Recipes, 3rd ed., 6.2 (series below a + 1, continued fraction above).
 */
export function chiSquareTail(x: number, freedom: number): number {
  if (!(x > 0) || freedom <= 0) return 1;
  if (!Number.isFinite(x)) return 0;
  const a = freedom / 2;
  const half = x / 2;
  const scale = Math.exp(a * Math.log(half) - half - logGamma(a));
  return half < a + 1 ? 1 - scale * series(a, half) : scale * fraction(a, half);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < 1000 && term > sum * 1e-16; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Lentz's algorithm. */
function fraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 1000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / nonZero(an * d + b, tiny);
    c = nonZero(b + an / c, tiny);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return h;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** The logarithm of the gamma function above 0. Source: Lanczos 1964, with the coefficients for g = 7, n = 9 (Godfrey 2001). */
export function logGamma(value: number): number {
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const x = value - 1;
  let sum = 0.99999999999980993;
  for (const [i, coefficient] of coefficients.entries()) sum += coefficient / (x + i + 1);
  const t = x + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * The `x` that a chi-square variable exceeds with the chance `tail`: bisection, good to 1e-9.
 */
export function chiSquareQuantile(tail: number, freedom: number): number {
  let [low, high] = [0, Math.max(1, freedom)];
  while (chiSquareTail(high, freedom) > tail) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-9 * high; i++) {
    const middle = (low + high) / 2;
    if (chiSquareTail(middle, freedom) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
