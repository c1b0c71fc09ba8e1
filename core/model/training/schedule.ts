/**
 * Share of the highest learning rate when `progress` (0..1) of all steps are done: a rise over the first 5 %, then a cosine
 * down to 1 % (Loshchilov and Hutter 2017, arXiv:1608.03983).
 */
export function rateShareAt(progress: number): number {
  const warmup = 0.05;
  if (progress < warmup) return 0.1 + (0.9 * progress) / warmup;
  return 0.01 + 0.99 * 0.5 * (1 + Math.cos((Math.PI * (progress - warmup)) / (1 - warmup)));
}

/** Weights [background, hogweed] under which both classes count the same, softened by the square root; 1 on average is not meant. */
export function classWeights(labels: ArrayLike<number>): readonly [number, number] {
  let positives = 0;
  for (let i = 0; i < labels.length; i++) positives += labels[i]! > 0 ? 1 : 0;
  const share = positives / labels.length;
  return [Math.sqrt(0.5 / (1 - share)), Math.sqrt(0.5 / share)];
}
