import { countText, plural } from '#core/report/wording.ts';
import { duration } from '../progress.ts';
import type { TrainResult } from './run-training.ts';

/** A training for people. */
export function describeTraining(result: TrainResult): string {
  const { tiles, metrics, mean, folds, learned } = result;
  const rows: readonly (readonly [string, string])[] = [
    ['Model', `${result.modelId}${result.parent === null ? '' : `, from ${result.parent}`}`],
    [
      'Tiles',
      `${countText(tiles.hogweed)} hogweed, ${plural(tiles.background, 'other')}, kept apart by ${result.groupedBy}`,
    ],
    ['Held out', `${plural(metrics.n, 'tile')}: ${figures(metrics)}`],
    ...folds.map((fold, i) => [`  fold ${i + 1}`, `${plural(fold.n, 'tile')}: ${figures(fold)}`] as const),
    ...(mean === null ? [] : [['  mean', figures(mean)] as const]),
    ...(learned === null
      ? []
      : [['Learned', `${plural(learned.n, 'tile')}, the package itself: ${figures(learned)}`] as const]),
    ['Threshold', String(result.threshold)],
    ['Parity', `${result.parity.toExponential(1)} between ONNX and its master`],
    [
      'Time',
      `${duration(result.tookMs / 1000)} on ${result.engine}, ${result.keptEpoch} of ${plural(result.epochs, 'epoch')}`,
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
  const at = `precision ${digits(precision)}, recall ${digits(recall)}`;
  return `AUC ${digits(auc)}, F1 ${digits(f1)} (${at}), calibration error ${digits(ece)}`;
}

/** Three decimals; a dash for what the tiles do not determine: precision where nothing was detected. */
function digits(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(3);
}
