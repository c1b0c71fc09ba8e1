import { join } from 'node:path';
import sharp from 'sharp';
import { calibrationBins, thresholdCurve } from '#core/model/evaluate/curves.ts';
import { calibrationChart, curveChart, histogramChart } from '#core/model/evaluate/report/charts.ts';
import { html, type Html, trusted } from '#core/report/html.ts';
import { pageStyle } from '#core/report/page-style.ts';
import { countText, durationText } from '#core/report/wording.ts';
import type { PackageTrained } from '../train-package.ts';
import type { TrainJob } from '../train-job.ts';
import { learningChart } from './learning-chart.ts';
import { confusionTable, digits, foldTable } from './report-tables.ts';

type Shown = Omit<PackageTrained, 'report'>;

/** The page's own styles beside those of all reports. */
const ownStyle = `.figures{grid-template-columns:repeat(3,1fr)}.pair{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem}.pair .chart{max-height:26rem}.curve{fill:none;stroke:var(--accent);stroke-width:2.5}.faint{stroke-width:1;opacity:.55}.held{stroke-dasharray:6 4}.dot{fill:var(--accent)}.diagonal{stroke:var(--soft);stroke-dasharray:4 4}.bar-hogweed{fill:#c8102e}.bar-other{fill:var(--bar)}tr.chosen{font-weight:700}@media (max-width:52rem){.pair{grid-template-columns:1fr}}`;

/** Mistakes shown of each kind. */
const mostMistakes = 24;

/** What a training learned and how well, as one self-contained HTML page. */
export async function trainingReport(job: TrainJob, done: Shown): Promise<string> {
  const { judgement, trained, plan } = done;
  const scored = { confidences: judgement.confidences, labels: judgement.labels };
  const curves = trained.map(({ name, history }, i) => ({ name, history, main: i === 0 }));
  const wrong = await mistakeSections(job, done);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${done.made.modelId} · training</title>
        <link rel="icon" href="data:," />
        <style>
          ${trusted(pageStyle)}${trusted(ownStyle)}
        </style>
      </head>
      <body>
        ${head(job, done)}
        <main>
          ${figures(done)}
          <section aria-labelledby="learning">
            <h2 id="learning">Learning</h2>
            <p class="lead">
              ${plan.everyFold ? 'Strong: the network of the package, which learned from all tiles. Faint: those of the folds.' : 'Solid: tiles learned from, as changed for learning. Dashed: held-out ground, as it is.'}
            </p>
            ${learningChart(curves)}
          </section>
          ${folds(done)}
          <section aria-labelledby="confusion">
            <h2 id="confusion">At which threshold</h2>
            <p class="lead">Tiles that the network had not learned from.</p>
            ${confusionTable(judgement)}
          </section>
          <section aria-labelledby="confidence">
            <h2 id="confidence">What a confidence is worth</h2>
            <p class="lead">
              Left: of the tiles with a confidence, how many are hogweed; on the diagonal the model is as
              right as it says. Right: how many tiles have which confidence, logarithmic.
            </p>
            <div class="pair">
              ${calibrationChart(calibrationBins(scored))} ${histogramChart(scored, judgement.threshold)}
            </div>
            <div class="pair">${rocChart(scored)} ${precisionChart(scored)}</div>
          </section>
          ${wrong}
        </main>
        <footer>Made by ${job.command}</footer>
      </body>
    </html> `.markup;
}

function head(job: TrainJob, { made, tiles, plan, engine, trained, tookMs }: Shown): Html {
  const hogweed = tiles.labels.reduce((sum, label) => sum + label, 0);
  const facts = [
    ['Model', made.modelId],
    ['Engine', engine],
    [
      'Tiles',
      `${countText(tiles.count)}: ${countText(hogweed)} hogweed, ${countText(tiles.count - hogweed)} others`,
    ],
    ['Kept apart by', `${tiles.groupedBy.text}: ${new Set(tiles.groups).size} groups`],
    ['Epochs', `${trained[0]!.keptEpoch} of ${plan.epochs}`],
    ['Seed', String(job.seed)],
    ['Time', durationText(tookMs)],
  ] as const;
  return html`<header class="masthead">
    <div>
      <p class="eyebrow">Training of a model</p>
      <h1>${job.title}</h1>
      <dl class="facts">
        ${facts.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      ${tiles.notes.map((note) => html`<p class="notice">${note}</p>`)}
    </div>
  </header>`;
}

function figures({ judgement: { metrics, mean } }: Shown): Html {
  const shown = [
    ['AUC', metrics.auc, mean?.auc],
    ['Average precision', metrics.averagePrecision, mean?.averagePrecision],
    ['F1', metrics.f1, mean?.f1],
    ['Precision', metrics.precision, mean?.precision],
    ['Recall', metrics.recall, mean?.recall],
    ['Calibration error', metrics.ece, mean?.ece],
  ] as const;
  return html`<section aria-labelledby="figures">
    <h2 id="figures">Key figures</h2>
    <dl class="figures">
      ${shown.map(
        ([name, all, ofFolds]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>
              ${digits(all)}<small>${ofFolds !== undefined && `mean of folds ${digits(ofFolds)}`}</small>
            </dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

function folds({ judgement }: Shown): Html | undefined {
  const rows = foldTable(judgement);
  if (rows === undefined) return undefined;
  return html`<section aria-labelledby="folds">
    <h2 id="folds">Fold by fold</h2>
    <p class="lead">
      Each network is measured on ground that it has not seen, with the calibration and the threshold that the
      other folds give.
    </p>
    ${rows}
  </section>`;
}

interface Scored {
  readonly confidences: Float32Array;
  readonly labels: Uint8Array;
}

function rocChart(scored: Scored): Html {
  const curve = thresholdCurve(scored);
  const points = curve.map(({ falsePositiveRate, recall }) => ({ x: falsePositiveRate, y: recall }));
  return curveChart({
    label: 'Share of hogweed found over share of other tiles wrongly found (ROC)',
    points: [{ x: 0, y: 0 }, ...points, { x: 1, y: 1 }],
    mark: undefined,
    xName: 'other tiles wrongly found',
    yName: 'hogweed found (recall)',
  });
}

function precisionChart(scored: Scored): Html {
  return curveChart({
    label: 'Precision over recall',
    points: thresholdCurve(scored).map(({ recall, precision }) => ({ x: recall, y: precision })),
    mark: undefined,
    xName: 'hogweed found (recall)',
    yName: 'right among the found (precision)',
  });
}

async function mistakeSections(job: TrainJob, { judgement, tiles }: Shown): Promise<Html[]> {
  const { confidences, labels, threshold } = judgement;
  const order = [...labels.keys()].sort((a, b) => confidences[b]! - confidences[a]!);
  const wronglyFound = order.filter((i) => labels[i] === 0 && confidences[i]! >= threshold);
  const missed = order.filter((i) => labels[i] === 1 && confidences[i]! < threshold).toReversed();
  const section = async (title: string, lead: string, wrong: readonly number[]): Promise<Html> => {
    const shown = wrong.slice(0, mostMistakes).map(async (i) => {
      const name = tiles.names[judgement.tiles[i]!]!;
      return picture(job, name, confidences[i]!);
    });
    return html`<section>
      <h2>${title}: ${countText(wrong.length)}</h2>
      <p class="lead">${lead}</p>
      <ul class="sheet">
        ${await Promise.all(shown)}
      </ul>
    </section>`;
  };
  return [
    await section('Missed', 'Hogweed tiles below the threshold, least confident first.', missed),
    await section(
      'Wrongly found',
      'Other tiles above the threshold, most confident first. Some may be labelled wrongly.',
      wronglyFound,
    ),
  ];
}

async function picture(job: TrainJob, name: string, confidence: number): Promise<Html> {
  const jpeg = await sharp(join(job.tiles, name))
    .resize(160, 160, { fit: 'fill' })
    .jpeg({ quality: 78 })
    .toBuffer();
  return html`<li>
    <figure>
      <img src="data:image/jpeg;base64,${jpeg.toString('base64')}" alt="" />
      <figcaption>${(confidence * 100).toFixed(1)} %<span class="name">${name}</span></figcaption>
    </figure>
  </li>`;
}
