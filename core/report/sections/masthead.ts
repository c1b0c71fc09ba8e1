import { html } from '../html.ts';
import type { Masthead } from '../page.ts';
import type { ReportData, ReportFlight } from '../report-data.ts';
import { dateText, percentText } from '../wording.ts';

/** The head of the page: which flight, when, by which model. */
export function masthead({ flight, run }: ReportData): Masthead {
  return {
    eyebrow: 'Giant hogweed · flight report',
    title: flight.title ?? flight.flightId,
    facts: [
      ['Flight', flight.flightId],
      ['Photos taken', takenText(flight)],
      ['Operator', flight.operator],
      ['Model', run.modelId === null ? 'none in production' : (run.modelTitle ?? run.modelId)],
      ['Model id', run.modelId === null || run.modelTitle === undefined ? undefined : run.modelId],
      ['Engine', run.engine ?? undefined],
      ['Tiling', run.tiling],
      ['Detection from', run.modelId === null ? undefined : percentText(run.threshold)],
      ['Run', run.runId],
      ['Run started', dateText(run.startedAt)],
    ],
    notices: [
      flight.simulated === true &&
        html`<strong>Simulated flight.</strong> Its photos were painted by a program; no place and no plant on
          this page is real.`,
      ...(run.notes ?? []),
      run.modelId === null &&
        html`<strong>No model was in production.</strong> The photos were cut into tiles for biologists to
          label; nothing was searched for yet.`,
    ],
  };
}

/** The day of the survey, and what the photos' clocks say where they disagree by more than a day. */
function takenText({ capturedAt, span }: ReportFlight): string | undefined {
  const at = capturedAt === undefined ? [] : [dateText(capturedAt)];
  const all = span === undefined ? [] : [`photos from ${dateText(span.first)} to ${dateText(span.last)}`];
  const text = [...at, ...all].join('; ');
  return text === '' ? undefined : text;
}
