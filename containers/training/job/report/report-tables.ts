import { countsAt, type TileMetrics } from '#core/model/evaluate/metrics.ts';
import { digits } from '#core/model/evaluate/report/model-sections.ts';
import { html, type Html } from '#core/report/html.ts';
import { countText } from '#core/report/wording.ts';
import type { Judgement } from '../judge-plan.ts';

/** Found, missed, wrongly found and rightly left at several thresholds; the one in use is marked. */
export function confusionTable({ confidences, labels, threshold }: Judgement): Html {
  const thresholds = [...new Set([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, threshold])].sort(
    (a, b) => a - b,
  );
  const rows = thresholds.map((at) => {
    const counts = countsAt({ confidences, labels }, at);
    const { truePositives: found, falseNegatives: missed, falsePositives: wrong } = counts;
    const cells = [
      ...[found, missed, wrong, counts.trueNegatives].map(countText),
      ...[found / (found + wrong), found / (found + missed), (2 * found) / (2 * found + wrong + missed)].map(
        digits,
      ),
    ];
    return html`<tr class="${at === threshold ? 'chosen' : ''}">
      <th scope="row">${at.toFixed(2)}${at === threshold && ' (in use)'}</th>
      ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
    </tr>`;
  });
  const names = [
    'Hogweed found',
    'Hogweed missed',
    'Wrongly found',
    'Rightly left',
    'Precision',
    'Recall',
    'F1',
  ];
  return table(['Threshold', ...names], rows);
}

/** The figures of every fold and their mean, and those of the network of the package on what it learned from. */
export function foldTable({ folds, mean, shipped }: Judgement): Html | undefined {
  if (mean === undefined) return undefined;
  const rows = folds.map((fold, i) =>
    foldRow(`Fold ${i + 1}`, fold, countText(fold.n), fold.threshold.toFixed(2)),
  );
  return table(
    ['', 'Tiles', 'AUC', 'Average precision', 'Precision', 'Recall', 'F1', 'Calibration error', 'Threshold'],
    [...rows, foldRow('Mean', mean, '', ''), ...(shipped === undefined ? [] : [learnedRow(shipped.metrics)])],
  );
}

function learnedRow(metrics: TileMetrics): Html {
  return foldRow('Package, on what it learned', metrics, countText(metrics.n), metrics.threshold.toFixed(2));
}

function foldRow(
  name: string,
  fold: Omit<TileMetrics, 'n' | 'threshold'>,
  n: string,
  threshold: string,
): Html {
  const cells = [
    n,
    ...[fold.auc, fold.averagePrecision, fold.precision, fold.recall, fold.f1, fold.ece].map(digits),
    threshold,
  ];
  return html`<tr>
    <th scope="row">${name}</th>
    ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
  </tr>`;
}

function table(names: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${names.map((name, i) => html`<th scope="col" class="${i > 0 ? 'number' : ''}">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
