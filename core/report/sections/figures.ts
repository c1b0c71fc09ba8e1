import { bands } from '../../review/band.ts';
import { html, type Html } from '../html.ts';
import { pin, pinLooks } from '../pins.ts';
import type { ReportData } from '../report-data.ts';
import { countText, metresText, plural } from '../wording.ts';

/** The key figures of the flight. */
export function keyFigures(data: ReportData): Html {
  const { counts, sightings } = data;
  const stands = sightings.filter(({ stand }) => stand !== undefined);
  const within = medianOf(sightings.map(({ uncertaintyM }) => uncertaintyM));
  return html`<section aria-labelledby="figures">
    <h2 id="figures">Key figures</h2>
    <dl class="figures">
      ${figure('Sightings', countText(sightings.length), stands.length > 0 && `${plural(stands.length, 'stand')} among them`)}
      ${bands.map((band) => {
        const count = sightings.filter((sighting) => sighting.band === band).length;
        return html`<div>
          <dt>${pin(band)} ${pinLooks[band].label}</dt>
          <dd>${countText(count)}<small>${pinLooks[band].range}</small></dd>
        </div>`;
      })}
      ${figure('Placed within', within === undefined ? '–' : metresText(within), 'typical, with 68 % probability')}
      ${figure('Photos', countText(counts.read), photosLine(data))}
      ${figure('Tiles', countText(counts.tiles), counts.scored > 0 && 'looked at by the model')}
      ${figure('For review', countText(counts.review), 'tiles that wait for a biologist')}
    </dl>
  </section>`;
}

function photosLine({ counts }: ReportData): string {
  const parts: readonly (readonly [number, string])[] = [
    [counts.scored, 'scored'],
    [counts.prepared, 'prepared'],
    [counts.quarantined, 'unusable'],
    [counts.failed, 'failed'],
    [counts.skipped, 'skipped'],
    [counts.unplaced, 'without place'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${countText(count)} ${what}`)
    .join(', ');
}

function figure(name: string, value: string, note: string | false): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}${note !== false && html`<small>${note}</small>`}</dd>
  </div>`;
}

function medianOf(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
