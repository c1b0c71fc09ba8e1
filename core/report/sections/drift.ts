import type { DriftAssessment } from '../../drift/assess.ts';
import { html, type Html } from '../html.ts';
import type { ReportData } from '../report-data.ts';

/** Whether the model's confidences are those of the model that was accepted. */
export function driftSection({ drift }: ReportData): Html | undefined {
  if (drift === undefined) return undefined;
  const rows = rowsOf(drift);
  return html`<section aria-labelledby="drift">
    <h2 id="drift">The model on this flight</h2>
    <p class="lead">${drift.says}</p>
    ${
      drift.level !== 'not-compared' &&
      html`<table>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" class="number">This flight</th>
            <th scope="col" class="number">When the model was made</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, now, before]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td class="number">${now}</td>
                <td class="number">${before}</td>
              </tr>`,
          )}
        </tbody>
      </table>`
    }
    <p>
      <code>umbel drift</code> compares with earlier flights too, and tells from the audit how many plants
      were missed.
    </p>
  </section>`;
}

function rowsOf(drift: DriftAssessment): [string, string, string][] {
  return [
    ['Tiles with hogweed, estimated', share(drift.prevalence), share(drift.referencePrevalence)],
    [
      'Tiles that the model is unsure of (0.20 to 0.80)',
      share(drift.unsureShare),
      share(drift.referenceUnsureShare),
    ],
    ['Distance of all confidences (PSI)', drift.all.psi.toFixed(3), alarmFrom(drift.all)],
    ['Distance of confidences from 0.05 on (PSI)', drift.shown.psi.toFixed(3), alarmFrom(drift.shown)],
    ['Chance of such distances without drift', chance(Math.min(drift.all.pValue, drift.shown.pValue)), ''],
  ];
}

function share(value: number): string {
  return `${(100 * value).toFixed(2)} %`;
}

function alarmFrom({ bounds }: DriftAssessment['all']): string {
  return bounds === undefined ? 'not comparable' : `0; alarm from ${bounds.alarm.toFixed(3)}`;
}

function chance(pValue: number): string {
  return pValue < 0.0001 ? 'below 0.0001' : pValue.toFixed(4);
}
