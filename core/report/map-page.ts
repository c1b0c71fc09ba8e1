import { hashText } from '../sighting/sighting-id.ts';
import { html, scriptJson, trusted, type Html } from './html.ts';
import { mapScript } from './map-script.ts';
import { type Page, renderMasthead } from './page.ts';
import { pageStyle } from './page-style.ts';

/** Leaflet's own files as text: `leaflet/dist/leaflet.js` and `leaflet.css`. */
export interface ReportAssets {
  readonly leafletJs: string;
  readonly leafletCss: string;
}

export interface MapPage extends Page {
  /** What the map's script draws. */
  readonly mapData: unknown;
  readonly assets: ReportAssets;
}

/**
 * A report with a map as one self-contained HTML page: it opens from a file and asks the network for nothing (its content
 * security policy forbids it). The same parts give the same bytes.
 */
export function renderMapPage({ title, style, masthead, main, footer, mapData, assets }: MapPage): string {
  const mapJson = scriptJson(mapData);
  // Only scripts with this nonce run: markup that slipped in through a file's name could not.
  const nonce = hashText(`${mapJson.markup}\n${title}`);
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${styleText(assets.leafletCss)}
        </style>
        <style>
          ${trusted(pageStyle + style)}
        </style>
      </head>
      <body>
        ${renderMasthead(masthead)}
        <main>${main.map((part) => html`${part}`)}</main>
        <footer>${footer}</footer>
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
    </html> `.markup;
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
