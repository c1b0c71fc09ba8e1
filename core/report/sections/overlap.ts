import { html, type Html } from '../html.ts';
import type { ReportData, ReportOverlap } from '../report-data.ts';
import { countText, plural } from '../wording.ts';

/** What was done to the places of the photos, because neighbours show the same ground. */
export function overlapSection({ overlap }: ReportData): Html | undefined {
  if (overlap === undefined) return undefined;
  const { compared, turned, doubtful } = overlap;
  return html`<section aria-labelledby="positions">
    <h2 id="positions">Positions of the photos</h2>
    <p class="lead">${leadOf(overlap)}</p>
    ${compared > 0 && correctedTable(overlap)}
    ${turned > 0 && html`<p>${plural(turned, 'photo was', 'photos were')} turned by 180 degrees after the flight, which ${turned === 1 ? 'its tags do' : 'their tags do'} not say; ${turned === 1 ? 'it was' : 'they were'} put right.</p>`}
    ${doubtful > 0 && html`<p>Of ${plural(doubtful, 'photo')} nobody knows whether ${doubtful === 1 ? 'it was' : 'they were'} turned after the flight: points in ${doubtful === 1 ? 'it' : 'them'} may lie on the opposite side of the camera, and their circles on the map say so.</p>`}
    <p>
      Each photo says in photos.csv by how much it was moved. To keep the places that the photos state, write
      <code>"geometry": {"useOverlap": false}</code> into flight.json.
    </p>
  </section>`;
}

function leadOf({ compared, aligned, moved, apartBeforeM, apartAfterM }: ReportOverlap): string {
  if (compared === 0) return 'No photo could be compared with a neighbour; all lie where their tags say.';
  if (aligned + moved === 0)
    return `${plural(compared, 'photo was', 'photos were')} compared, but no two show the same ground clearly enough to correct their places.`;
  return `Neighbouring photos show the same ground. By their tags they put it ${apartText(apartBeforeM)} apart; after small corrections of position and direction ${apartText(apartAfterM)}.`;
}

/** Metres with two decimals below 1: `0.15 m`. */
function apartText(metres: number): string {
  return `${metres.toFixed(metres < 0.995 ? 2 : 1)} m`;
}

function correctedTable({ compared, aligned, moved, turned, doubtful }: ReportOverlap): Html {
  const rows: readonly (readonly [string, number])[] = [
    ['Compared with neighbours', compared],
    ['Moved by up to 3 m or 5 degrees', aligned],
    ['Moved by more', moved],
    ['Turned back by 180 degrees', turned],
    ['Doubtful, left as they are', doubtful],
  ];
  return html`<table>
    <thead>
      <tr>
        <th scope="col">What was done</th>
        <th scope="col" class="number">Photos</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([what, count]) =>
          html`<tr>
            <th scope="row" class="wrap">${what}</th>
            <td class="number">${countText(count)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
