import { html, type Html } from '../../../report/html.ts';
import { renderPage } from '../../../report/page.ts';
import { countText } from '../../../report/wording.ts';
import type { Comparison } from '../compare.ts';
import type { Evaluation, GroupedTiles } from '../evaluate.ts';
import type { Interval } from '../resample.ts';
import {
  curvesSection,
  digits,
  keyFigures,
  mistakeSections,
  type Mistakes,
  modelPageStyle,
  worthSection,
} from './model-sections.ts';

/** Everything that the page shows. */
export interface EvaluationPage {
  readonly title: string;
  readonly result: Evaluation & {
    readonly modelId: string;
    readonly engine: string;
    readonly msPerTile: number;
    readonly notes: readonly string[];
    readonly comparison?: Comparison & { readonly referenceId: string };
  };
  readonly tiles: GroupedTiles;
  /** Hogweed tiles below the threshold. */
  readonly missed: Mistakes;
  /** Other tiles above the threshold. */
  readonly wronglyFound: Mistakes;
}

const metricNames = {
  auc: 'AUC',
  averagePrecision: 'Average precision',
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  ece: 'Calibration error',
} as const;

/** The evaluation of a model as one self-contained HTML page. The same data gives the same bytes. */
export function renderEvaluation({ title, result, tiles, missed, wronglyFound }: EvaluationPage): string {
  const { modelId, engine, n, hogweed, background, msPerTile, comparison, threshold } = result;
  const keys = Object.keys(metricNames) as (keyof typeof metricNames)[];
  return renderPage({
    title: `${modelId} · evaluation`,
    style: modelPageStyle,
    masthead: {
      eyebrow: 'Evaluation of a model',
      title,
      facts: [
        ['Model', modelId],
        ['Engine', engine],
        ['Tiles', `${countText(n)}: ${countText(hogweed)} hogweed, ${countText(background)} others`],
        ['Time', `${msPerTile.toFixed(2)} ms a tile`],
      ],
      notices: result.notes,
    },
    main: [
      keyFigures(keys.map((key) => [metricNames[key], digits(result[key]), range(result.intervals[key])])),
      comparison !== undefined && comparisonSection(comparison),
      curvesSection(tiles, threshold),
      worthSection(tiles, threshold),
      ...mistakeSections(missed, wronglyFound),
      result.groups.length > 0 && groupsSection(result),
    ],
    footer: html`Made by umbel evaluate. Intervals: bootstrap over ${result.resampled},
    ${countText(result.resamples)} resamples, 95 %.`,
  });
}

function comparisonSection({
  referenceId,
  metrics,
  deLong,
  mcNemar,
  worse,
  better,
}: NonNullable<EvaluationPage['result']['comparison']>): Html {
  const verdict =
    worse.length > 0
      ? `Worse beyond the interval by ${worse.map((name) => metricNames[name]).join(', ')}.`
      : better.length > 0
        ? `Better beyond the interval by ${better.map((name) => metricNames[name]).join(', ')}.`
        : 'No difference beyond the interval.';
  return html`<section aria-labelledby="comparison">
    <h2 id="comparison">Beside ${referenceId}</h2>
    <p class="lead">${verdict}</p>
    <table>
      <thead>
        <tr>
          <th scope="col">Measure</th>
          <th scope="col" class="number">This</th>
          <th scope="col" class="number">Other</th>
          <th scope="col" class="number">Difference</th>
          <th scope="col" class="number">95 %</th>
          <th scope="col" class="number">p</th>
        </tr>
      </thead>
      <tbody>
        ${Object.entries(metrics).map(
          ([name, one]) =>
            html`<tr>
              <th scope="row">${metricNames[name as keyof typeof metrics]}</th>
              <td class="number">${digits(one.candidate)}</td>
              <td class="number">${digits(one.reference)}</td>
              <td class="number">${signed(one.difference)}</td>
              <td class="number">${signed(one.interval.low)} to ${signed(one.interval.high)}</td>
              <td class="number">${one.pValue.toPrecision(2)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p>
      DeLong's test of the AUCs: z ${deLong.z.toFixed(2)}, p ${deLong.pValue.toPrecision(2)}. McNemar's test
      at the thresholds: ${mcNemar.candidateOnly} tiles right with this model only, ${mcNemar.referenceOnly}
      with the other only, p ${mcNemar.pValue.toPrecision(2)}.
    </p>
  </section>`;
}

function groupsSection({ groups }: Evaluation): Html {
  return html`<section aria-labelledby="groups">
    <h2 id="groups">By flight, photo or place</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col" class="number">Tiles</th>
            <th scope="col" class="number">Hogweed</th>
            <th scope="col" class="number">AUC</th>
            <th scope="col" class="number">Recall</th>
            <th scope="col" class="number">Others wrongly found</th>
          </tr>
        </thead>
        <tbody>
          ${groups.map(
            (one) =>
              html`<tr>
                <th scope="row">${one.group}</th>
                <td class="number">${countText(one.n)}</td>
                <td class="number">${countText(one.hogweed)}</td>
                <td class="number">${digits(one.auc)}</td>
                <td class="number">${digits(one.recall)}</td>
                <td class="number">${digits(one.falsePositiveRate)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function signed(value: number): string {
  return Number.isNaN(value) ? '–' : `${value > 0 ? '+' : ''}${value.toFixed(3)}`;
}

function range({ low, high }: Interval): string {
  return Number.isNaN(low) ? 'no interval' : `${low.toFixed(3)} to ${high.toFixed(3)}`;
}
