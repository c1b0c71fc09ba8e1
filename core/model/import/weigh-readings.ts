import { areaUnderRoc } from '../evaluate/metrics.ts';
import { refuseImport } from './refuse-import.ts';

/** One way to feed and to read a network, and what it makes of the labelled samples. */
export interface Reading<Choice> {
  readonly choice: Choice;
  /** How people call it: `imagenet, class 1`. */
  readonly name: string;
  readonly confidences: Float32Array;
}

export interface WeighedReading<Choice> extends Reading<Choice> {
  readonly auc: number;
  /** Mean negative log-likelihood of the labels, nats. */
  readonly logLoss: number;
}

/** From this area under the ROC curve on, the samples show that a reading is right. */
const leastAuc = 0.75;
/** A reading must be so much likelier a tile than any other: what a wrong scale costs real networks is 0.4 nats and more. */
const leastLeadNats = 0.1;
/**
 * A reading that ranks the samples as well, is not absurd and less sure of itself than the first one stays possible: fed too
 * large numbers, a network that ranks well becomes surer than it has a right to be, and seems likelier.
 */
const sameAuc = 0.005;
const absurdNats = 0.5;

/** The readings with their figures, likeliest first. */
export function weighReadings<Choice>(
  readings: readonly Reading<Choice>[],
  labels: Uint8Array,
): WeighedReading<Choice>[] {
  return readings
    .map((reading) => ({
      ...reading,
      auc: areaUnderRoc({ confidences: reading.confidences, labels }),
      logLoss: logLossOf(reading.confidences, labels),
    }))
    .sort((a, b) => a.logLoss - b.logLoss);
}

/**
 * The reading under which the labels are likeliest.
 * @throws UmbelError `import.reading-unclear` when none separates hogweed from the rest, or two do so alike
 */
export function takeLikeliest<Choice>(
  readings: readonly Reading<Choice>[],
  labels: Uint8Array,
): WeighedReading<Choice> {
  const weighed = weighReadings(readings, labels);
  const [best, ...others] = weighed;
  if (best === undefined) throw new RangeError('no reading to weigh');
  if (best.auc < leastAuc) {
    throw refuseImport(
      'reading-unclear',
      `Whichever way it is read, the network does not tell hogweed from the rest on these samples (best: ${describe(best)}).`,
      'Say --normalise and --hogweed-class as it was trained, or give samples like those that it was trained on.',
    );
  }
  if (!others.some((other) => isRival(other, best))) return best;
  throw refuseImport(
    'reading-unclear',
    `The samples do not settle how the network is to be fed: ${weighed.slice(0, 3).map(describe).join('; ')}.`,
    'Say --normalise (and --hogweed-class) as it was trained.',
  );
}

function isRival(other: WeighedReading<unknown>, best: WeighedReading<unknown>): boolean {
  const isAsLikely = other.logLoss - best.logLoss < leastLeadNats;
  const ranksAsWell = other.auc >= best.auc - sameAuc && other.logLoss < absurdNats;
  return isAsLikely || (ranksAsWell && surenessOf(other) < surenessOf(best));
}

/** Mean distance of the logits from 0. */
function surenessOf({ confidences }: Reading<unknown>): number {
  const logits = confidences.map((confidence) => {
    const clipped = Math.min(1 - 1e-6, Math.max(1e-6, confidence));
    return Math.abs(Math.log(clipped / (1 - clipped)));
  });
  return logits.reduce((sum, logit) => sum + logit, 0) / logits.length;
}

function describe({ name, auc, logLoss }: WeighedReading<unknown>): string {
  return `${name} AUC ${auc.toFixed(3)}, log loss ${logLoss.toFixed(3)}`;
}

function logLossOf(confidences: Float32Array, labels: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const clipped = Math.min(1 - 1e-6, Math.max(1e-6, confidences[i]!));
    sum -= Math.log(labels[i]! > 0 ? clipped : 1 - clipped);
  }
  return sum / labels.length;
}
