import { hashText } from '../sighting/sighting-id.ts';
import { html, scriptJson, trusted, type Html } from './html.ts';
import { mapDataOf } from './map-data.ts';
import { mapScript } from './map-script.ts';
import { pageStyle } from './page-style.ts';
import type { ReportData } from './report-data.ts';
import { checksSection } from './sections/checks.ts';
import { confidenceSection } from './sections/confidence.ts';
import { driftSection } from './sections/drift.ts';
import { keyFigures } from './sections/figures.ts';
import { mapSection } from './sections/map.ts';
import { masthead } from './sections/masthead.ts';
import { overlapSection } from './sections/overlap.ts';
import { problemsSection } from './sections/problems.ts';
import { filesSection, timingsSection } from './sections/run.ts';
import { sightingsTable } from './sections/sightings.ts';
import { tileSheets } from './sections/tiles.ts';

/** Leaflet's own files as text: `leaflet/dist/leaflet.js` and `leaflet.css`. */
export interface ReportAssets {
  readonly leafletJs: string;
  readonly leafletCss: string;
}

/**
 * The report of one flight as one self-contained HTML page: it opens from a file and asks the network for nothing
 * (its content security policy forbids it). The same data gives the same bytes.
 */
export function renderReport(data: ReportData, assets: ReportAssets): string {
  const mapJson = scriptJson(mapDataOf(data));
  // Only scripts with this nonce run: markup that slipped in through a file's name could not.
  const nonce = hashText(`${mapJson.markup}\n${JSON.stringify(data.run)}`);
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${data.flight.title ?? data.flight.flightId} · giant hogweed report</title>
        <link rel="icon" href="data:," />
        <style>
          ${styleText(assets.leafletCss)}
        </style>
        <style>
          ${trusted(pageStyle)}
        </style>
      </head>
      <body>
        ${masthead(data)}
        <main>
          ${keyFigures(data)} ${mapSection(data)} ${sightingsTable(data)} ${confidenceSection(data)}
          ${tileSheets(data)} ${overlapSection(data)} ${driftSection(data)} ${checksSection(data)}
          ${problemsSection(data)} ${timingsSection(data)} ${filesSection(data)}
        </main>
        <footer>
          Made by Umbel, run ${data.run.runId}. Positions: WGS84. The map is drawn with Leaflet.
        </footer>
        <script type="application/json" id="map-data">
          ${mapJson}
        </script>
        <script nonce="${nonce}">
          ${scriptText(assets.leafletJs)};
        </script>
        <script nonce="${nonce}">
          ${scriptText(mapScript)};
        </script>
      </body>
    </html> `;
  return page.markup;
}

/** Leaflet's styles without their pictures, which are not used here and would be asked for. */
function styleText(css: string): Html {
  return trusted(css.replaceAll(/url\([^)]*\)/g, 'none').replaceAll(/<\/style/gi, ''));
}

/** A script without the address of its source map, and without anything that would close its element. */
function scriptText(script: string): Html {
  return trusted(
    script.replaceAll(/^\/\/# sourceMappingURL=.*$/gm, '').replaceAll(/<\/script/gi, String.raw`<\/script`),
  );
}
