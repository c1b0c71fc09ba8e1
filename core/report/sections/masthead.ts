import { html, type Html } from '../html.ts';
import type { ReportData } from '../report-data.ts';
import { dateText, percentText } from '../wording.ts';

/** The head of the page: which flight, when, by which model. */
export function masthead({ flight, run }: ReportData): Html {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Flight', flight.flightId],
    ['Photos taken', flight.capturedAt === undefined ? undefined : dateText(flight.capturedAt)],
    ['Operator', flight.operator],
    ['Model', run.modelId === null ? 'none in production' : (run.modelTitle ?? run.modelId)],
    ['Model id', run.modelId === null || run.modelTitle === undefined ? undefined : run.modelId],
    ['Engine', run.engine ?? undefined],
    ['Tiling', run.tiling],
    ['Detection from', run.modelId === null ? undefined : percentText(run.threshold)],
    ['Run', run.runId],
    ['Run started', dateText(run.startedAt)],
  ];
  return html`<header class="masthead">
    <div>
      <p class="eyebrow">Giant hogweed · flight report</p>
      <h1>${flight.title ?? flight.flightId}</h1>
      <dl class="facts">
        ${facts.flatMap(([name, value]) =>
          value === undefined
            ? []
            : [
                html`<div>
                  <dt>${name}</dt>
                  <dd>${value}</dd>
                </div>`,
              ],
        )}
      </dl>
      ${flight.simulated === true && html`<p class="notice"><strong>Simulated flight.</strong> Its photos were painted by a program; no place and no plant on this page is real.</p>`}
      ${(run.notes ?? []).map((note) => html`<p class="notice">${note}</p>`)}
      ${run.modelId === null && html`<p class="notice"><strong>No model was in production.</strong> The photos were cut into tiles for biologists to label; nothing was searched for yet.</p>`}
    </div>
  </header>`;
}
