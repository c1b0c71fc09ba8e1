import { bins } from './confidence-bins.ts';

/**
 * The confidence that stands for each bin. In the first and the last one they crowd at the end: the middle would turn
 * every second plant of a clear model into a missed one.
 */
const binConfidence = Array.from({ length: bins }, (_, bin) =>
  bin === 0 ? 0.005 : bin === bins - 1 ? 0.99 : (bin + 0.5) / bins,
);

/** What a flight should look like that has more or fewer plants than the reference and is else the same. */
export interface AdjustedReference {
  readonly expected: readonly number[];
  /** Share of tiles with hogweed: in the reference, and the most likely one of the flight. */
  readonly referencePrevalence: number;
  readonly prevalence: number;
  /** Share of tiles in which the model sees something that is no plant. */
  readonly lookAlikes: number;
  /** How the shares move with more plants; zeros where none fits: there it was not chosen after the flight. */
  readonly direction: readonly number[];
}

/** No share of plants is smaller: an expectation of nothing would have no logarithm. */
const edge = 1e-6;

/**
 * The reference as it would be with the flight's own share of plants: more hogweed is news, not drift. A calibrated
 * confidence splits the reference into its tiles with and without hogweed; the mixture that fits best is found by
 * expectation maximisation. Source: Saerens, Latinne and Decaestecker 2002, Neural Computation 14:21.
 */
export function adjustPrevalence(reference: readonly number[], seen: readonly number[]): AdjustedReference {
  const total = reference.reduce((sum, share) => sum + share, 0);
  const tiles = seen.reduce((sum, count) => sum + count, 0);
  const referencePrevalence =
    total === 0 ? 0 : reference.reduce((sum, share, bin) => sum + (share / total) * binConfidence[bin]!, 0);
  if (referencePrevalence <= 0 || referencePrevalence >= 1 || tiles === 0)
    return {
      expected: reference,
      referencePrevalence,
      prevalence: referencePrevalence,
      direction: reference.map(() => 0),
      lookAlikes: 0,
    };
  const withPlant = reference.map(
    (share, bin) => ((share / total) * binConfidence[bin]!) / referencePrevalence,
  );
  const without = reference.map(
    (share, bin) => ((share / total) * (1 - binConfidence[bin]!)) / (1 - referencePrevalence),
  );
  let prevalence = referencePrevalence;
  for (let i = 0; i < 200; i++) {
    const next = seen.reduce((sum, count, bin) => {
      const plant = prevalence * withPlant[bin]!;
      const both = plant + (1 - prevalence) * without[bin]!;
      return sum + (both === 0 ? 0 : (count / tiles) * (plant / both));
    }, 0);
    const isSettled = Math.abs(next - prevalence) < 1e-9;
    prevalence = Math.min(1 - edge, Math.max(edge, next));
    if (isSettled) break;
  }
  const expected = withPlant.map((share, bin) => prevalence * share + (1 - prevalence) * without[bin]!);
  const isFitted = prevalence > 10 * edge && prevalence < 1 - 10 * edge;
  const direction = withPlant.map((share, bin) => (isFitted ? share - without[bin]! : 0));
  const lookAlikes = (1 - prevalence) * (1 - without[0]!);
  return { expected, referencePrevalence, prevalence, direction, lookAlikes };
}
