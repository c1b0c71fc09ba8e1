import { bandOf } from '../../review/band.ts';
import { html, type Html } from '../html.ts';
import { pin } from '../pins.ts';
import type { ReportData, ReportTile } from '../report-data.ts';
import { percentText } from '../wording.ts';

/** Contact sheets of the surest and of the least certain tiles. */
export function tileSheets({ bestTiles, uncertainTiles, run }: ReportData): Html {
  return html`${sheet(bestTiles, run.threshold, {
    id: 'best',
    title: 'Surest tiles',
    lead: 'What the model is most sure of. If these are not hogweed, trust nothing else on this page.',
  })}
  ${sheet(uncertainTiles, run.threshold, {
    id: 'uncertain',
    title: 'Least certain tiles',
    lead: 'Where a biologist’s eye teaches the model most; these tiles wait for review.',
  })}`;
}

function sheet(
  tiles: readonly ReportTile[],
  threshold: number,
  { id, title, lead }: { id: string; title: string; lead: string },
): Html | undefined {
  if (tiles.length === 0) return undefined;
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    <p class="lead">${lead}</p>
    <ul class="sheet">
      ${tiles.map((tile) => tileFigure(tile, threshold))}
    </ul>
  </section>`;
}

function tileFigure(tile: ReportTile, threshold: number): Html {
  const band = bandOf(tile.confidence, threshold);
  const confidence = percentText(tile.confidence);
  return html`<li>
    <figure>
      <img
        src="data:image/jpeg;base64,${tile.jpegBase64}"
        alt="Tile ${tile.tileIndex} of ${tile.photoName}, confidence ${confidence}"
        decoding="async"
      />
      <figcaption>
        ${band !== undefined && pin(band)}
        ${confidence}${tile.sightingNumber !== undefined && ` · sighting ${tile.sightingNumber}`}<span
          class="name"
          >${tile.photoName}, tile ${tile.tileIndex}</span
        >
      </figcaption>
    </figure>
  </li>`;
}
