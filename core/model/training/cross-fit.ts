import { fitCalibration, thresholdForF1 } from '../evaluate/calibrate.ts';
import { type ScoredTiles, type TileMetrics, tileMetrics } from '../evaluate/metrics.ts';
import type { ModelManifest } from '../package.ts';
import { thresholdForRecall } from './choose-threshold.ts';

type Calibration = ModelManifest['calibration'];

/** Logits of tiles, each from a network that has not learned from the tile's fold. */
export interface FoldLogits {
  readonly logits: Float32Array;
  /** 1 = hogweed, 0 = not. */
  readonly labels: Uint8Array;
  /** Fold of each tile, from 0. */
  readonly folds: Uint8Array;
}

/** What folds say of a way of training. */
export interface CrossFit {
  /** Of each fold, with the calibration and threshold that the other folds give. */
  readonly folds: readonly TileMetrics[];
  /** Means of the folds. */
  readonly mean: Omit<TileMetrics, 'n' | 'threshold'>;
  /** Confidence of every tile with the calibration that the other folds give. */
  readonly confidences: Float32Array;
  /** From all tiles: what the package gets. */
  readonly calibration: Calibration;
  readonly threshold: number;
}

/** Share of the hogweed tiles to be found; undefined = the best F1 decides. */
export type WantedRecall = number | undefined;

/** Calibration, threshold and honest figures: nothing that is measured on a fold was fitted on it. */
export function crossFit(tiles: FoldLogits, recall: WantedRecall): CrossFit {
  const { logits, labels, folds } = tiles;
  const confidences = new Float32Array(labels.length);
  const metrics = Array.from({ length: Math.max(...folds) + 1 }, (_, fold) => {
    const others = fitConfidences(
      only(tiles, (tileFold) => tileFold !== fold),
      recall,
    );
    const own = only(tiles, (tileFold) => tileFold === fold);
    const judged = { labels: own.labels, confidences: calibrated(own.logits, others.calibration) };
    own.indices.forEach((tile, i) => (confidences[tile] = judged.confidences[i]!));
    return tileMetrics(judged, others.threshold);
  });
  return {
    folds: metrics,
    mean: meanOf(metrics),
    confidences,
    ...fitConfidences({ logits, labels }, recall),
  };
}

/** Calibration and threshold from tiles that the network has not learned from. */
export function fitConfidences(
  { logits, labels }: Pick<FoldLogits, 'logits' | 'labels'>,
  recall: WantedRecall,
): { readonly calibration: Calibration; readonly threshold: number } {
  const calibration = fitCalibration({ logits, labels });
  const scored = { confidences: calibrated(logits, calibration), labels };
  return { calibration, threshold: chooseThreshold(scored, recall) };
}

function chooseThreshold(scored: ScoredTiles, recall: WantedRecall): number {
  return recall === undefined ? thresholdForF1(scored, 0.2, 0.7) : thresholdForRecall(scored, recall);
}

/** sigmoid(logit / temperature + bias) of each. */
export function calibrated(logits: Float32Array, { temperature, bias }: Calibration): Float32Array {
  return logits.map((logit) => 1 / (1 + Math.exp(-(logit / temperature + bias))));
}

function only(
  { logits, labels, folds }: FoldLogits,
  wanted: (fold: number) => boolean,
): { readonly logits: Float32Array; readonly labels: Uint8Array; readonly indices: readonly number[] } {
  const indices = [...folds.keys()].filter((i) => wanted(folds[i]!));
  return {
    indices,
    logits: Float32Array.from(indices, (i) => logits[i]!),
    labels: Uint8Array.from(indices, (i) => labels[i]!),
  };
}

function meanOf(folds: readonly TileMetrics[]): CrossFit['mean'] {
  const mean = (of: (fold: TileMetrics) => number): number =>
    folds.reduce((sum, fold) => sum + of(fold), 0) / folds.length;
  return {
    auc: mean(({ auc }) => auc),
    averagePrecision: mean(({ averagePrecision }) => averagePrecision),
    precision: mean(({ precision }) => precision),
    recall: mean((fold) => fold.recall),
    f1: mean(({ f1 }) => f1),
    ece: mean(({ ece }) => ece),
  };
}
