import { html, type Html } from '../../../report/html.ts';
import { countText } from '../../../report/wording.ts';
import { calibrationBins, pointAt, thresholdCurve } from '../curves.ts';
import type { ScoredTiles } from '../metrics.ts';
import { calibrationChart, curveChart, histogramChart } from './charts.ts';

/** A tile that a model judged wrongly. */
export interface Mistake {
  readonly name: string;
  readonly confidence: number;
  /** The picture as a `data:` URL; absent where it is too large for the page. */
  readonly picture?: string;
}

/** Styles of pages about a model, beside those of all reports. */
export const modelPageStyle = `.figures{grid-template-columns:repeat(3,1fr)}.pair{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem}.pair .chart{max-height:26rem}.curve{fill:none;stroke:var(--accent);stroke-width:2.5}.faint{stroke-width:1;opacity:.55}.held{stroke-dasharray:6 4}.dot{fill:var(--accent)}.diagonal{stroke:var(--soft);stroke-dasharray:4 4}.bar-hogweed{fill:#c8102e}.bar-other{fill:var(--bar)}tr.chosen{font-weight:700}@media (max-width:52rem){.pair{grid-template-columns:1fr}}`;

/** Measures with a line of small print each. */
export function keyFigures(
  figures: readonly (readonly [name: string, value: string, small?: string])[],
): Html {
  return html`<section aria-labelledby="figures">
    <h2 id="figures">Key figures</h2>
    <dl class="figures">
      ${figures.map(
        ([name, value, small]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}<small>${small}</small></dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

/** What can be had at every threshold, the one in use marked. */
export function curvesSection(tiles: ScoredTiles, threshold: number): Html {
  const curve = thresholdCurve(tiles);
  const chosen = pointAt(tiles, threshold);
  return html`<section aria-labelledby="curves">
    <h2 id="curves">Every threshold at once</h2>
    <p class="lead">The dot is the threshold in use, ${shareText(threshold)}.</p>
    <div class="pair">
      ${curveChart({
        label: 'Share of hogweed found over share of other tiles wrongly found (ROC)',
        points: [
          { x: 0, y: 0 },
          ...curve.map(({ falsePositiveRate, recall }) => ({ x: falsePositiveRate, y: recall })),
          { x: 1, y: 1 },
        ],
        mark: markAt(chosen.falsePositiveRate, chosen.recall),
        xName: 'other tiles wrongly found',
        yName: 'hogweed found (recall)',
      })}
      ${curveChart({
        label: 'Precision over recall',
        points: curve.map(({ recall, precision }) => ({ x: recall, y: precision })),
        mark: markAt(chosen.recall, chosen.precision),
        xName: 'hogweed found (recall)',
        yName: 'right among the found (precision)',
      })}
    </div>
  </section>`;
}

/** No dot where the tiles do not determine it: precision where nothing was detected. */
function markAt(x: number, y: number): { readonly x: number; readonly y: number } | undefined {
  return Number.isNaN(x) || Number.isNaN(y) ? undefined : { x, y };
}

/** Whether the model is as right as it says, and how it spreads its confidences. */
export function worthSection(tiles: ScoredTiles, threshold: number): Html {
  return html`<section aria-labelledby="confidence">
    <h2 id="confidence">What a confidence is worth</h2>
    <p class="lead">
      Left: of the tiles with a confidence, how many are hogweed; on the diagonal the model is as right as it
      says. Right: how many tiles have which confidence, logarithmic.
    </p>
    <div class="pair">${calibrationChart(calibrationBins(tiles))} ${histogramChart(tiles, threshold)}</div>
  </section>`;
}

/** The mistakes of one kind: how many there are, and the worst of them. */
export interface Mistakes {
  readonly count: number;
  readonly worst: readonly Mistake[];
}

/** What the model got wrong, as pictures. */
export function mistakeSections(missed: Mistakes, wronglyFound: Mistakes): Html[] {
  return [
    mistakes('Missed', 'Hogweed tiles below the threshold, least confident first.', missed),
    mistakes(
      'Wrongly found',
      'Other tiles above the threshold, most confident first. Some may be labelled wrongly.',
      wronglyFound,
    ),
  ];
}

function mistakes(title: string, lead: string, { count, worst }: Mistakes): Html {
  return html`<section>
    <h2>${title}: ${countText(count)}</h2>
    <p class="lead">${lead}</p>
    <ul class="sheet">
      ${worst.map(
        ({ name, confidence, picture }) =>
          html`<li>
            <figure>
              ${picture !== undefined && html`<img src="${picture}" alt="" />`}
              <figcaption>${shareText(confidence)}<span class="name">${name}</span></figcaption>
            </figure>
          </li>`,
      )}
    </ul>
  </section>`;
}

/** A share of 1 in per cent. */
export function shareText(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

/** Three decimals; a dash for what the tiles do not determine. */
export function digits(value: number | null): string {
  return value === null || Number.isNaN(value) ? '–' : value.toFixed(3);
}
