import { html, trusted, type Html } from '../report/html.ts';
import { isStanding, reviewOf, reviewWords } from '../sighting/review-state.ts';
import type { Sighting } from '../sighting/sighting.ts';
import { flightLabel, type ExportContext } from './context.ts';
import { largestNumber, shortName } from './describe.ts';
import { knownFields, type NoticeField } from './notice-fields.ts';
import { fieldsForPeople } from './notice-gaps.ts';
import { leftOutText } from './official.ts';
import { degreesText, roundTo } from './rounding.ts';

/**
 * The early-detection notice of a flight as one HTML page: what is known filled in, what only a person knows left blank
 * and named; blanks can be typed into in any browser. It is a draft for an officer, no notification.
 * Source of the duty: Regulation (EU) No 1143/2014, Articles 16 (early detection, without delay) and 17 (eradication
 * within three months); the species is of Union concern since Implementing Regulation (EU) 2017/1263. The regulation
 * prescribes no form for Article 16: the fields are those that Articles 13 to 18 make an authority ask for.
 */
export function writeNotice(all: readonly Sighting[], context: ExportContext): string {
  const sightings = all.filter(isStanding);
  const rejected = all.length - sightings.length;
  const leftOut = context.leftOut ?? 0;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Early detection of giant hogweed, ${flightLabel(context)}</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        <main>
          <h1>Early detection of an invasive alien species of Union concern</h1>
          <p>
            Draft of a notice under Article 16 of Regulation (EU) No 1143/2014: giant hogweed,
            ${flightLabel(context)}.
          </p>
          ${context.simulated === true && html`<p class="warning"><strong>Simulated flight: there is no such place. Do not send this.</strong></p>`}
          <p class="warning">
            <strong>${verificationOf(sightings)}</strong>${
              rejected > 0
                ? ` ${counted(rejected, 'place')} that a person rejected ${rejected === 1 ? 'is' : 'are'} left out.`
                : ''
            }${leftOut > 0 && ` ${leftOutText(leftOut)}`}
          </p>
          <h2>What the flight tells</h2>
          ${fieldTable(knownFields(sightings, context))}
          <h2>To be filled in by a person</h2>
          <p>The computer does not know these. A field that stays empty is unknown, not "none".</p>
          ${gapTable()}
          <h2>Places</h2>
          ${sightings.length === 0 ? html`<p>None${leftOut > 0 && ' that is certain, probable or confirmed'}: there is nothing to notify.</p>` : placeTable(sightings, context)}
        </main>
      </body>
    </html> `;
  return page.markup;
}

/** How far people have checked what the computer found; nothing more is claimed. */
function verificationOf(sightings: readonly Sighting[]): string {
  const of = (state: ReturnType<typeof reviewOf>) =>
    sightings.filter((one) => reviewOf(one) === state).length;
  if (sightings.length === 0) return 'No hogweed was found, or none that passes the filters of this export.';
  if (of('unreviewed') === sightings.length) return 'Found by a computer, not verified by any person.';
  const parts = [
    `${of('confirmed')} of ${counted(sightings.length, 'place')} confirmed by a person from photographs`,
    of('unsure') > 0 && `${of('unsure')} where the person was not sure`,
    of('unreviewed') > 0 && `${of('unreviewed')} found by a computer, not verified`,
  ];
  return `${parts.filter((part) => part !== false).join('; ')}. Not verified on the ground.`;
}

function fieldTable(fields: readonly NoticeField[]): Html {
  return html`<table class="fields">
    <tbody>
      ${fields.map(
        ({ label, value }) =>
          html`<tr>
            <th scope="row">${label}</th>
            <td>${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function gapTable(): Html {
  return html`<table class="fields">
    <tbody>
      ${fieldsForPeople.map(
        ({ label, asks }) =>
          html`<tr>
            <th scope="row">${label}<small>${asks}</small></th>
            <td><div class="gap" contenteditable="true" role="textbox" aria-label="${label}"></div></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function placeTable(sightings: readonly Sighting[], context: ExportContext): Html {
  const largest = largestNumber(sightings, context);
  const rows = sightings.map(
    (sighting) =>
      html`<tr>
        <th scope="row">${shortName(sighting.number, largest)}</th>
        <td class="number">${degreesText(sighting.lat)}</td>
        <td class="number">${degreesText(sighting.lon)}</td>
        <td class="number">${roundTo(sighting.uncertainty95M, 1)} m</td>
        <td>${extentOf(sighting)}</td>
        <td>${sighting.bestView.capturedAt?.slice(0, 10) ?? 'not known'}</td>
        <td>${reviewWords[reviewOf(sighting)]}</td>
        <td>${sighting.band}, ${Math.floor(sighting.confidence * 100 + 1e-9)} %</td>
        <td>${sighting.bestView.photoName}</td>
      </tr>`,
  );
  return html`<table class="places">
    <thead>
      <tr>
        ${['Place', 'Latitude', 'Longitude', 'Within (95 %)', 'Extent', 'Seen on', 'Checked', 'The computer says', 'Photo'].map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function extentOf({ stand }: Sighting): string {
  if (stand === undefined) return '1 plant';
  return `stand of ${Math.round(stand.areaM2)} m2, ${stand.plantsAtLeast} plants told apart`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const style = `
body{margin:0;background:#fff;color:#1c2321;font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .5rem}
h2{font-size:1.1rem;margin:1.75rem 0 .5rem}
.warning{border:2px solid #8a5a00;background:#fff4d6;padding:.5rem .75rem}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #8a938f;padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
.fields th{width:38%;font-weight:600}
small{display:block;font-weight:400;color:#4a5450}
.gap{background:#f6f7f4;min-height:2.4rem}
.gap:focus-visible{outline:2px solid #1d6b4f;outline-offset:-2px}
.places{font-size:.85rem;font-variant-numeric:tabular-nums}
.places th{overflow-wrap:normal}
.number{white-space:nowrap;text-align:right}
@media print{body{font-size:11px}main{max-width:none;padding:0}tr{break-inside:avoid}thead{display:table-header-group}}
`;
