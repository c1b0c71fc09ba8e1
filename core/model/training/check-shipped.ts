import { UmbelError } from '../../errors.ts';
import { tileMetrics, type TileMetrics } from '../evaluate/metrics.ts';
import { interval95, resampleCount, resampleUnits, resampleWeights } from '../evaluate/resample.ts';
import { rankTiles, weightedMetrics } from '../evaluate/weighted-metrics.ts';

/** The network of the package beside those of the folds, on the same tiles: it has learned from them, the others had not. */
export interface ShippedTiles {
  /** Confidences of the network of the package, with the package's calibration. */
  readonly shipped: Float32Array;
  /** Of each tile that of the network which had not learned from it. */
  readonly folds: Float32Array;
  /** 1 = hogweed, 0 = not. */
  readonly labels: Uint8Array;
  /** Ground, photo or flight of each tile. */
  readonly groups: readonly string[];
}

/** What was found when the network of a package was asked about the tiles that it learned from. */
export interface ShippedCheck {
  /** At the package's threshold. */
  readonly metrics: TileMetrics;
  /** Empty where it does what the folds promise. */
  readonly notes: readonly string[];
}

const checked = [
  ['auc', 'AUC'],
  ['recall', 'recall'],
  ['f1', 'F1'],
] as const;

/** By how much the network of the package may fall short of the folds before it is said; beyond doubt, it is refused. */
export const toleratedShortfall = 0.05;

/**
 * What the network of the package is worth at its own threshold. Calibration and threshold come from the networks of the folds; a network
 * that learned from the tiles has to do at least as well on them as those that had not seen them. Where it falls short by more than 0.05 in
 * AUC, recall or F1, a note says so; where that is beyond chance (the 95 % interval of the paired bootstrap lies wholly below -0.05), or it
 * finds no hogweed at all, the network is refused.
 * Source: Efron and Tibshirani 1993, "An Introduction to the Bootstrap", sections 13.3 and 16.2.
 * @throws UmbelError `training.network-unlike-folds`
 */
export function checkShipped(tiles: ShippedTiles, threshold: number): ShippedCheck {
  const { labels } = tiles;
  const shipped = tileMetrics({ confidences: tiles.shipped, labels }, threshold);
  const folds = tileMetrics({ confidences: tiles.folds, labels }, threshold);
  const findsNone = shipped.recall === 0;
  const short = checked.filter(
    ([name]) => shipped[name] < folds[name] - toleratedShortfall || (findsNone && name === 'recall'),
  );
  const values = short.map(
    ([name, title]) => `${title} ${digits(shipped[name])} (folds: ${digits(folds[name])})`,
  );
  const said = `on the ${labels.length} tiles that it learned from, at its threshold ${threshold}, the network of the package has ${values.join(', ')}`;
  const beyond = short.length === 0 ? [] : beyondChance(tiles, threshold);
  if (findsNone || short.some(([name]) => beyond.includes(name))) throw unlikeFolds(said);
  if (short.length === 0) return { metrics: shipped, notes: [] };
  return {
    metrics: shipped,
    notes: [
      `The network of the package does less than the folds promise: ${said}. Train for more epochs, with more tiles, or another --seed, and measure it on other ground before it is used.`,
    ],
  };
}

/** The metrics that are worse than tolerated beyond the interval of the paired bootstrap. */
function beyondChance({ shipped, folds, labels, groups }: ShippedTiles, threshold: number): string[] {
  const units = resampleUnits(groups);
  const [rankedShipped, rankedFolds] = [shipped, folds].map((confidences) =>
    rankTiles({ confidences, labels }),
  );
  const differences = checked.map(([name]) => ({ name, values: [] as number[] }));
  for (const weights of resampleWeights(units, resampleCount(labels.length), 1)) {
    const a = weightedMetrics(rankedShipped!, weights, threshold);
    const b = weightedMetrics(rankedFolds!, weights, threshold);
    for (const { name, values } of differences) values.push(a[name] - b[name]);
  }
  return differences
    .filter(({ values }) => interval95(values).high < -toleratedShortfall)
    .map(({ name }) => name);
}

function digits(value: number): string {
  return value.toFixed(3);
}

function unlikeFolds(said: string): UmbelError {
  return new UmbelError({
    code: 'training.network-unlike-folds',
    kind: 'bad-input',
    message: `The network that would be shipped does not do what the folds promise: ${said}.`,
    hint: 'Train for more epochs (leave --epochs out for as many as the tiles need), with more tiles, or another --seed.',
  });
}
