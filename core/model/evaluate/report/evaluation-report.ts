import { html, type Html, trusted } from '../../../report/html.ts';
import { pageStyle } from '../../../report/page-style.ts';
import { countText } from '../../../report/wording.ts';
import type { Comparison } from '../compare.ts';
import { calibrationBins, thresholdCurve } from '../curves.ts';
import type { Evaluation, GroupedTiles } from '../evaluate.ts';
import type { Interval } from '../resample.ts';
import { calibrationChart, curveChart, histogramChart } from './charts.ts';

/** A tile that the model judged wrongly. */
export interface Mistake {
  readonly name: string;
  readonly confidence: number;
  /** The picture as a `data:` URL; absent where it is too large for the page. */
  readonly picture?: string;
}

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
  /** Hogweed tiles below the threshold, worst first. */
  readonly missed: readonly Mistake[];
  /** Other tiles above the threshold, worst first. */
  readonly wronglyFound: readonly Mistake[];
}

/** The evaluation of a model as one self-contained HTML page. The same data gives the same bytes. */
export function renderEvaluation(page: EvaluationPage): string {
  const { result, tiles, title } = page;
  const curve = thresholdCurve(tiles);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${result.modelId} · evaluation</title>
        <link rel="icon" href="data:," />
        <style>
          ${trusted(pageStyle)}${trusted(chartStyle)}
        </style>
      </head>
      <body>
        ${head(title, result)}
        <main>
          ${figures(result)} ${result.comparison !== undefined && comparisonSection(result.comparison)}
          <section aria-labelledby="curves">
            <h2 id="curves">Every threshold at once</h2>
            <p class="lead">The dot is the threshold in use, ${share(result.threshold)}.</p>
            <div class="pair">
              ${curveChart({
                label: 'Share of hogweed found over share of other tiles wrongly found (ROC)',
                points: [
                  { x: 0, y: 0 },
                  ...curve.map(({ falsePositiveRate, recall }) => ({ x: falsePositiveRate, y: recall })),
                  { x: 1, y: 1 },
                ],
                mark: markAt(curve, result.threshold, 'roc'),
                xName: 'other tiles wrongly found',
                yName: 'hogweed found (recall)',
              })}
              ${curveChart({
                label: 'Precision over recall',
                points: curve.map(({ recall, precision }) => ({ x: recall, y: precision })),
                mark: markAt(curve, result.threshold, 'precision'),
                xName: 'hogweed found (recall)',
                yName: 'right among the found (precision)',
              })}
            </div>
          </section>
          <section aria-labelledby="confidence">
            <h2 id="confidence">What a confidence is worth</h2>
            <p class="lead">
              Left: of the tiles with a confidence, how many are hogweed; on the diagonal the model is as
              right as it says. Right: how many tiles have which confidence, logarithmic.
            </p>
            <div class="pair">
              ${calibrationChart(calibrationBins(tiles))} ${histogramChart(tiles, result.threshold)}
            </div>
          </section>
          ${mistakes('Missed', 'Hogweed tiles below the threshold, least confident first.', page.missed)}
          ${mistakes('Wrongly found', 'Other tiles above the threshold, most confident first. Some may be labelled wrongly.', page.wronglyFound)}
          ${result.groups.length > 0 && groupsSection(result)}
        </main>
        <footer>
          Made by umbel evaluate. Intervals: bootstrap over ${result.resampled},
          ${countText(result.resamples)} resamples, 95 %.
        </footer>
      </body>
    </html> `.markup;
}

/** The page's own styles beside those of all reports. */
const chartStyle = `.figures{grid-template-columns:repeat(3,1fr)}.pair{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem}.pair .chart{max-height:26rem}.curve{fill:none;stroke:var(--accent);stroke-width:2}.dot{fill:var(--accent)}.diagonal{stroke:var(--soft);stroke-dasharray:4 4}.bar-hogweed{fill:#c8102e}.bar-other{fill:var(--bar)}@media (max-width:52rem){.pair{grid-template-columns:1fr}}`;

function head(
  title: string,
  { modelId, engine, n, hogweed, background, msPerTile, notes }: EvaluationPage['result'],
): Html {
  const facts = [
    ['Model', modelId],
    ['Engine', engine],
    ['Tiles', `${countText(n)}: ${countText(hogweed)} hogweed, ${countText(background)} others`],
    ['Time', `${msPerTile.toFixed(2)} ms a tile`],
  ] as const;
  return html`<header class="masthead">
    <div>
      <p class="eyebrow">Evaluation of a model</p>
      <h1>${title}</h1>
      <dl class="facts">
        ${facts.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      ${notes.map((note) => html`<p class="notice">${note}</p>`)}
    </div>
  </header>`;
}

const metricNames = {
  auc: 'AUC',
  averagePrecision: 'Average precision',
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  ece: 'Calibration error',
} as const;

function figures(result: EvaluationPage['result']): Html {
  return html`<section aria-labelledby="figures">
    <h2 id="figures">Key figures</h2>
    <dl class="figures">
      ${Object.entries(metricNames).map(([name, title]) => {
        const key = name as keyof typeof metricNames;
        return html`<div>
          <dt>${title}</dt>
          <dd>${number(result[key])}<small>${range(result.intervals[key])}</small></dd>
        </div>`;
      })}
    </dl>
  </section>`;
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
              <td class="number">${number(one.candidate)}</td>
              <td class="number">${number(one.reference)}</td>
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

function mistakes(title: string, lead: string, tiles: readonly Mistake[]): Html | undefined {
  if (tiles.length === 0) return undefined;
  return html`<section>
    <h2>${title}</h2>
    <p class="lead">${lead}</p>
    <ul class="sheet">
      ${tiles.map(
        ({ name, confidence, picture }) =>
          html`<li>
            <figure>
              ${picture !== undefined && html`<img src="${picture}" alt="" />`}
              <figcaption>${share(confidence)}<span class="name">${name}</span></figcaption>
            </figure>
          </li>`,
      )}
    </ul>
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
                <td class="number">${number(one.auc)}</td>
                <td class="number">${number(one.recall)}</td>
                <td class="number">${number(one.falsePositiveRate)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function markAt(curve: ReturnType<typeof thresholdCurve>, threshold: number, kind: 'roc' | 'precision') {
  const at = curve.findLast((point) => point.threshold >= threshold);
  if (at === undefined) return undefined;
  return kind === 'roc' ? { x: at.falsePositiveRate, y: at.recall } : { x: at.recall, y: at.precision };
}

function number(value: number | null): string {
  return value === null || Number.isNaN(value) ? '–' : value.toFixed(3);
}

function signed(value: number): string {
  return Number.isNaN(value) ? '–' : `${value > 0 ? '+' : ''}${value.toFixed(3)}`;
}

function range({ low, high }: Interval): string {
  return Number.isNaN(low) ? 'no interval' : `${low.toFixed(3)} to ${high.toFixed(3)}`;
}

function share(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
