import { countsAt, tileMetrics } from '#core/model/evaluate/metrics.ts';
import type { LabelledTiles } from '../tiles.ts';

/** What is written into the package and into models/README.md. */
export type DemoMeasures = Readonly<Record<string, number>>;

export interface DemoAnswers {
  readonly confidences: Float32Array;
  /** x and y in 0..1, two per tile. */
  readonly locations: Float32Array;
}

/** Measures on tiles of scenes that the network has never seen, chosen as a flight sees them. */
export function measureDemo(
  { confidences, locations }: DemoAnswers,
  tiles: LabelledTiles,
  threshold: number,
): DemoMeasures {
  const { labels } = tiles;
  const scored = { confidences, labels };
  const { n, auc, averagePrecision, precision, recall, f1, ece } = tileMetrics(scored, threshold);
  const errors = locationErrors({ confidences, locations }, tiles, threshold);
  const measures = {
    testTiles: n,
    testHogweedTiles: labels.reduce((sum, label) => sum + label, 0),
    auc,
    averagePrecision,
    precision,
    recall,
    f1,
    ece,
    falsePositivesPer10kAt50: falsePositivesPer10k(scored, 0.5),
    falsePositivesPer10kAt90: falsePositivesPer10k(scored, 0.9),
    recallAt50: recallAt(scored, 0.5),
    recallAt90: recallAt(scored, 0.9),
    locationErrorMedian: quantile(errors, 0.5),
    locationError68: quantile(errors, 0.68),
    locationError90: quantile(errors, 0.9),
  };
  return Object.fromEntries(
    Object.entries(measures).map(([name, value]) => [name, Number(value.toPrecision(4))]),
  );
}

interface Scored {
  readonly confidences: Float32Array;
  readonly labels: Uint8Array;
}

function falsePositivesPer10k(scored: Scored, threshold: number): number {
  const { falsePositives, trueNegatives } = countsAt(scored, threshold);
  return (10_000 * falsePositives) / (falsePositives + trueNegatives);
}

function recallAt(scored: Scored, threshold: number): number {
  const { truePositives, falseNegatives } = countsAt(scored, threshold);
  return truePositives / (truePositives + falseNegatives);
}

/** Distance of place and truth in tile widths for every hogweed tile that is found, smallest first. */
function locationErrors(
  answers: DemoAnswers,
  { labels, locations }: LabelledTiles,
  threshold: number,
): number[] {
  const errors: number[] = [];
  for (const [i, label] of labels.entries()) {
    if (label === 0 || answers.confidences[i]! < threshold || locations === undefined) continue;
    const dx = answers.locations[i * 2]! - locations[i * 2]!;
    const dy = answers.locations[i * 2 + 1]! - locations[i * 2 + 1]!;
    errors.push(Math.hypot(dx, dy));
  }
  return errors.sort((a, b) => a - b);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
