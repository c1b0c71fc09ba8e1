import type { Interval } from '#core/model/evaluate/resample.ts';
import { countText, plural } from '#core/report/wording.ts';
import type { EvaluateResult } from './evaluate.ts';

/** An evaluation for people. */
export function describeEvaluation(result: EvaluateResult): string {
  const { n, hogweed, background, intervals, threshold, groups } = result;
  const metric = (name: keyof typeof intervals) => `${digits(result[name])}   ${range(intervals[name])}`;
  const rows: readonly (readonly [string, string])[] = [
    ['Model', `${result.modelId} on ${result.engine}`],
    ['Tiles', `${countText(n)}: ${countText(hogweed)} hogweed, ${plural(background, 'other')}`],
    ['AUC', metric('auc')],
    ['Average precision', metric('averagePrecision')],
    [`Precision at ${threshold}`, metric('precision')],
    ['Recall', metric('recall')],
    ['F1', metric('f1')],
    ['Calibration error', metric('ece')],
    ['Time', `${result.msPerTile.toFixed(2)} ms a tile`],
    [
      'Intervals',
      `95 %, bootstrap over ${result.resampled === 'groups' ? plural(groups.length, 'group') : 'tiles'}`,
    ],
    ...comparisonRows(result),
    ...worstGroups(result),
    ...result.notes.map((note) => ['Note', note] as const),
    ...(result.report === undefined ? [] : [['Report', result.report] as const]),
  ];
  return rows.map(([label, text]) => `${label.padEnd(21)}${text}\n`).join('');
}

function comparisonRows({ comparison }: EvaluateResult): (readonly [string, string])[] {
  if (comparison === undefined) return [];
  const { referenceId, metrics, deLong, mcNemar, worse, better } = comparison;
  const verdict =
    worse.length > 0
      ? `worse beyond the interval: ${worse.join(', ')}`
      : better.length > 0
        ? `better beyond the interval: ${better.join(', ')}`
        : 'no difference beyond the interval';
  const row = (label: string, name: keyof typeof metrics) => {
    const { reference, difference, interval, pValue } = metrics[name];
    const text = `${signed(difference)}   ${signed(interval.low)} to ${signed(interval.high)}, p ${pValue.toPrecision(2)} (it has ${digits(reference)})`;
    return [`  ${label}`, text] as const;
  };
  return [
    ['Against', `${referenceId}: ${verdict}`],
    row('AUC', 'auc'),
    row('Average precision', 'averagePrecision'),
    row('F1', 'f1'),
    ['  DeLong (AUC)', `z ${deLong.z.toFixed(2)}, p ${deLong.pValue.toPrecision(2)}`],
    [
      '  McNemar',
      `${plural(mcNemar.candidateOnly, 'tile')} right here only, ${mcNemar.referenceOnly} there only, p ${mcNemar.pValue.toPrecision(2)}`,
    ],
  ];
}

/** Groups that are named: the page and `--json` hold them all. */
const namedGroups = 5;

/** The groups in which most goes wrong: those worth a look. */
function worstGroups({ groups }: EvaluateResult): (readonly [string, string])[] {
  const wrong = groups
    .map((group) => ({
      ...group,
      mistakes: Math.round(
        group.hogweed * (1 - (group.recall ?? 1)) +
          (group.n - group.hogweed) * (group.falsePositiveRate ?? 0),
      ),
    }))
    .filter(({ mistakes }) => mistakes > 0)
    .sort((a, b) => b.mistakes - a.mistakes || (a.group < b.group ? -1 : 1));
  const text = wrong.slice(0, namedGroups).map(({ group, mistakes, n }) => `${group} (${mistakes} of ${n})`);
  return text.length === 0 ? [] : [['Most mistakes in', text.join(', ')]];
}

function digits(value: number): string {
  return Number.isNaN(value) ? '-'.padEnd(6) : value.toFixed(4);
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(4)}`;
}

function range({ low, high }: Interval): string {
  return Number.isNaN(low) ? '' : `${low.toFixed(4)} to ${high.toFixed(4)}`;
}
