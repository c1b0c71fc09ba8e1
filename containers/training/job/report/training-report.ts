import { join } from 'node:path';
import sharp from 'sharp';
import {
  curvesSection,
  digits,
  keyFigures,
  type Mistake,
  type Mistakes,
  mistakeSections,
  modelPageStyle,
  worthSection,
} from '#core/model/evaluate/report/model-sections.ts';
import { html, type Html } from '#core/report/html.ts';
import { renderPage } from '#core/report/page.ts';
import { countText, durationText } from '#core/report/wording.ts';
import type { PackageTrained } from '../train-package.ts';
import type { TrainJob } from '../train-job.ts';
import { learningChart } from './learning-chart.ts';
import { confusionTable, foldTable } from './report-tables.ts';

type Shown = Omit<PackageTrained, 'report'>;

/** Mistakes shown of each kind. */
const mostMistakes = 24;

/** What a training learned and how well, as one self-contained HTML page. */
export async function trainingReport(job: TrainJob, done: Shown): Promise<string> {
  const { judgement } = done;
  const { missed, wronglyFound } = await mistakesOf(job, done);
  return renderPage({
    title: `${done.made.modelId} · training`,
    style: modelPageStyle,
    masthead: {
      eyebrow: 'Training of a model',
      title: job.title,
      facts: factsOf(job, done),
      notices: done.notes,
    },
    main: [
      figures(done),
      learning(done),
      folds(done),
      html`<section aria-labelledby="confusion">
        <h2 id="confusion">At which threshold</h2>
        <p class="lead">Tiles that the network had not learned from.</p>
        ${confusionTable(judgement)}
      </section>`,
      curvesSection(judgement, judgement.threshold),
      worthSection(judgement, judgement.threshold),
      ...mistakeSections(missed, wronglyFound),
    ],
    footer: html`Made by ${job.command}`,
  });
}

function factsOf(job: TrainJob, { made, tiles, plan, engine, trained, tookMs }: Shown) {
  const hogweed = tiles.labels.reduce((sum, label) => sum + label, 0);
  return [
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
}

function figures({ judgement: { metrics, mean } }: Shown): Html {
  return keyFigures([
    ['AUC', digits(metrics.auc), ofFolds(mean?.auc)],
    ['Average precision', digits(metrics.averagePrecision), ofFolds(mean?.averagePrecision)],
    ['F1', digits(metrics.f1), ofFolds(mean?.f1)],
    ['Precision', digits(metrics.precision), ofFolds(mean?.precision)],
    ['Recall', digits(metrics.recall), ofFolds(mean?.recall)],
    ['Calibration error', digits(metrics.ece), ofFolds(mean?.ece)],
  ]);
}

function ofFolds(value: number | undefined): string {
  return value === undefined ? '' : `mean of folds ${digits(value)}`;
}

function learning({ trained, plan }: Shown): Html {
  return html`<section aria-labelledby="learning">
    <h2 id="learning">Learning</h2>
    <p class="lead">
      ${plan.everyFold ? 'Strong: the network of the package, which learned from all tiles. Faint: those of the folds.' : 'Solid: tiles learned from, as changed for learning. Dashed: held-out ground, as it is.'}
    </p>
    ${learningChart(trained.map(({ name, history }, i) => ({ name, history, main: i === 0 })))}
  </section>`;
}

function folds({ judgement }: Shown): Html | undefined {
  const rows = foldTable(judgement);
  if (rows === undefined) return undefined;
  return html`<section aria-labelledby="folds">
    <h2 id="folds">Fold by fold</h2>
    <p class="lead">
      Each network is measured on ground that it has not seen, with the calibration and the threshold that the
      other folds give. The network of the package learned from all tiles: on them, with its own calibration
      and threshold, it must do what the folds promise.
    </p>
    ${rows}
  </section>`;
}

async function mistakesOf(job: TrainJob, { judgement, tiles }: Shown) {
  const { confidences, labels, threshold } = judgement;
  const order = [...labels.keys()].sort((a, b) => confidences[b]! - confidences[a]!);
  const wronglyFound = order.filter((i) => labels[i] === 0 && confidences[i]! >= threshold);
  const missed = order.filter((i) => labels[i] === 1 && confidences[i]! < threshold).toReversed();
  const pictured = async (wrong: readonly number[]): Promise<Mistakes> => ({
    count: wrong.length,
    worst: await Promise.all(
      wrong
        .slice(0, mostMistakes)
        .map((i) => withPicture(job, tiles.names[judgement.tiles[i]!]!, confidences[i]!)),
    ),
  });
  return { missed: await pictured(missed), wronglyFound: await pictured(wronglyFound) };
}

async function withPicture(job: TrainJob, name: string, confidence: number): Promise<Mistake> {
  const jpeg = await sharp(join(job.tiles, name))
    .resize(160, 160, { fit: 'fill' })
    .jpeg({ quality: 78 })
    .toBuffer();
  return { name, confidence, picture: `data:image/jpeg;base64,${jpeg.toString('base64')}` };
}
