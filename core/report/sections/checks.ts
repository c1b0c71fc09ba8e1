import type { StageCheck } from '../../flight/checks.ts';
import { html, type Html } from '../html.ts';
import type { ReportData } from '../report-data.ts';

const stageNames: Readonly<Record<StageCheck['stage'], string>> = {
  tiling: 'Cutting into tiles',
  pose: 'Places of the photos',
  scores: 'Confidences',
};

const outcomeNames: Readonly<Record<StageCheck['outcome'], string>> = {
  passed: '✓ as expected',
  failed: '✗ not as expected',
  'not-checked': '– not checked',
};

/** How the work of each stage turned out. */
export function checksSection({ checks = [] }: Pick<ReportData, 'checks'>): Html | undefined {
  if (checks.length === 0) return undefined;
  const failed = checks.some(({ outcome }) => outcome === 'failed');
  return html`<section aria-labelledby="checks">
    <h2 id="checks">Checks of this run</h2>
    ${failed && html`<p class="notice">Something is not as expected: read this before you trust the sightings.</p>`}
    <table>
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col">Outcome</th>
          <th scope="col">Found</th>
        </tr>
      </thead>
      <tbody>
        ${checks.map(
          ({ stage, outcome, message }) =>
            html`<tr>
              <th scope="row">${stageNames[stage]}</th>
              <td>${outcomeNames[outcome]}</td>
              <td class="wrap">${message}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
