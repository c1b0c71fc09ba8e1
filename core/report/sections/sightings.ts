import { html, type Html } from '../html.ts';
import { pin, pinLooks } from '../pins.ts';
import type { ReportData } from '../report-data.ts';
import type { Sighting } from '../../sighting/sighting.ts';
import { countText, metresText, percentText } from '../wording.ts';

/** Sightings shown in the table; the files hold all. */
const shown = 50;

/** The table of sightings, surest first: the map in words. */
export function sightingsTable({ sightings }: ReportData): Html | undefined {
  if (sightings.length === 0) return undefined;
  const rest = sightings.length - shown;
  return html`<section aria-labelledby="sightings">
    <h2 id="sightings">Sightings</h2>
    <p class="lead">
      Found by a computer and not yet verified on the
      ground.${rest > 0 && ` The ${shown} surest of ${countText(sightings.length)}; sightings.csv holds all.`}
    </p>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="sightings">
      <table>
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">Band</th>
            <th scope="col" class="number">Confidence</th>
            <th scope="col" class="number">Latitude</th>
            <th scope="col" class="number">Longitude</th>
            <th scope="col" class="number">Within (68 %)</th>
            <th scope="col" class="number">Photos</th>
            <th scope="col" class="number">Stand</th>
            <th scope="col">Best view</th>
          </tr>
        </thead>
        <tbody>
          ${sightings.slice(0, shown).map(row)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function row(sighting: Sighting): Html {
  const { number, band, stand, bestView } = sighting;
  return html`<tr>
    <th scope="row">
      <button
        type="button"
        class="link"
        data-sighting="${number}"
        data-band="${band}"
        aria-label="Show sighting ${number} on the map"
      >
        ${number}
      </button>
    </th>
    <td>${pin(band)} ${pinLooks[band].label}</td>
    <td class="number">${percentText(sighting.confidence)}</td>
    <td class="number">${sighting.lat.toFixed(6)}</td>
    <td class="number">${sighting.lon.toFixed(6)}</td>
    <td class="number">${metresText(sighting.uncertaintyM)}</td>
    <td class="number">${sighting.seenIn} of ${sighting.couldSee}</td>
    <td class="number">${stand === undefined ? '' : `${countText(stand.areaM2)} m²`}</td>
    <td class="wrap">${bestView.photoName}, tile ${bestView.tileIndex}</td>
  </tr>`;
}
