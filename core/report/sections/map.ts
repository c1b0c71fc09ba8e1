import { bands } from '../../review/band.ts';
import { html, type Html } from '../html.ts';
import { pin, pinLooks } from '../pins.ts';
import type { ReportData } from '../report-data.ts';
import { countText } from '../wording.ts';

/** The map with its legend, whose entries switch what they name; the script of the page draws into it. */
export function mapSection(data: ReportData): Html {
  const { sightings, photos } = data;
  if (photos.length === 0 && sightings.length === 0) return emptyMap();
  const stands = sightings.filter(({ stand }) => stand !== undefined).length;
  return html`<section aria-labelledby="map-title">
    <h2 id="map-title">Map</h2>
    <p class="lead">${leadOf(data)}</p>
    <div class="map-frame">
      <div
        id="map"
        role="region"
        aria-label="Map of sightings; the table below lists the same sightings"
      ></div>
      <noscript
        ><p class="notice">
          The map needs JavaScript; the table below lists every sighting with its coordinates.
        </p></noscript
      >
      <fieldset class="legend" aria-label="What the map shows">
        ${bands.map((band) => {
          const count = sightings.filter((sighting) => sighting.band === band).length;
          return html`<label
            ><input type="checkbox" data-layer="${band}" checked />${pin(band)} ${pinLooks[band].label}
            <span class="dim">${pinLooks[band].range} (${countText(count)})</span></label
          >`;
        })}
        <span class="legend-break"></span>
        ${toggle('circles', 'circles that hold the plant with 68 % probability', true)}
        ${stands > 0 && toggle('stands', 'outlines of stands', true)}
        ${photos.length > 0 && toggle('photos', `outlines of photos (${countText(photos.length)})`, true)}
        ${toggle('grid', 'metre grid', true)}
      </fieldset>
    </div>
  </section>`;
}

/** No map of the whole world for a flight without a place on it. */
function emptyMap(): Html {
  return html`<section aria-labelledby="map-title">
    <h2 id="map-title">Map</h2>
    <p class="lead">No photo of this flight could be placed on the map. The reasons are further down.</p>
  </section>`;
}

function toggle(layer: string, label: string, checked: boolean): Html {
  return html`<label
    ><input type="checkbox" data-layer="${layer}" ${checked && html` checked`} />${label}</label
  >`;
}

function leadOf({ sightings }: ReportData): string {
  if (sightings.length === 0) return 'No hogweed was found; the outlines show the ground that was searched.';
  return 'Choose a pin for its picture, its coordinates and how far they can be trusted. North is up.';
}
