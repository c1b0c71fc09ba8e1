import { duration } from '../progress.ts';
import type { TrainResult } from './run-training.ts';

/** A training for people. */
export function describeTraining(result: TrainResult): string {
  const { tiles, metrics, mean, folds } = result;
  const rows: readonly (readonly [string, string])[] = [
    ['Model', `${result.modelId}${result.parent === null ? '' : `, from ${result.parent}`}`],
    ['Tiles', `${tiles.hogweed} hogweed, ${tiles.background} others, kept apart by ${result.groupedBy}`],
    ['Held out', `${metrics.n} tiles: ${figures(metrics)}`],
    ...folds.map((fold, i) => [`  fold ${i + 1}`, `${fold.n} tiles: ${figures(fold)}`] as const),
    ...(mean === null ? [] : [['  mean', figures(mean)] as const]),
    ['Threshold', String(result.threshold)],
    ['Parity', `${result.parity.toExponential(1)} between ONNX and its master`],
    [
      'Time',
      `${duration(result.tookMs / 1000)} on ${result.engine}, ${result.keptEpoch} of ${result.epochs} epochs`,
    ],
    ['Package', result.out],
    ['Report', result.report],
    ...result.notes.map((note) => ['Note', note] as const),
  ];
  return rows.map(([label, text]) => `${label.padEnd(11)}${text}\n`).join('');
}

function figures({
  auc,
  f1,
  precision,
  recall,
  ece,
}: Omit<TrainResult['metrics'], 'n' | 'threshold'>): string {
  const at = `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`;
  return `AUC ${auc.toFixed(3)}, F1 ${f1.toFixed(3)} (${at}), calibration error ${ece.toFixed(3)}`;
}
