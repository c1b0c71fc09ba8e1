import { html, type Html } from '../html.ts';
import type { ReportData, StageTime } from '../report-data.ts';
import { durationText } from '../wording.ts';

/** How long the run took, stage by stage. */
export function timingsSection({ stages }: ReportData): Html | undefined {
  const total = stages.reduce((sum, { tookMs }) => sum + tookMs, 0);
  if (total <= 0) return undefined;
  return html`<section aria-labelledby="timings">
    <h2 id="timings">Time taken</h2>
    <p class="lead">${durationText(total)} in all.</p>
    <div class="stages" aria-hidden="true">
      ${stages.filter(({ tookMs }) => tookMs > 0).map((stage) => html`<span style="flex:${stage.tookMs / total}" title="${stage.name}, ${durationText(stage.tookMs)}"></span>`)}
    </div>
    <table>
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col" class="number">Time</th>
          <th scope="col" class="number">Share</th>
        </tr>
      </thead>
      <tbody>
        ${stages.map((stage) => stageRow(stage, total))}
      </tbody>
    </table>
  </section>`;
}

function stageRow({ name, tookMs }: StageTime, total: number): Html {
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="number">${durationText(tookMs)}</td>
    <td class="number">${Math.round((100 * tookMs) / total)} %</td>
  </tr>`;
}

/** The files that lie beside the report. */
export function filesSection({ files }: ReportData): Html | undefined {
  if (files.length === 0) return undefined;
  return html`<section aria-labelledby="files">
    <h2 id="files">Files of this flight</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">Holds</th>
        </tr>
      </thead>
      <tbody>
        ${files.map(
          ({ name, holds }) =>
            html`<tr>
              <th scope="row"><a href="${encodeURI(name)}">${name}</a></th>
              <td class="wrap">${holds}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
