import { html, type Html, trusted } from '../report/html.ts';
import { renderMapPage, type ReportAssets } from '../report/map-page.ts';
import { countText, metresText, percentText } from '../report/wording.ts';
import { type Change, type ChangeLook, changeLooks } from './looks.ts';

/** A tile as one of the two looked at it. */
export interface SitePicture {
  readonly caption: string;
  /** JPEG. */
  readonly jpegBase64: string;
}

/** A site on the page. */
export interface PageSite {
  readonly change: Change;
  readonly lat: number;
  readonly lon: number;
  readonly uncertaintyM: number;
  /** `sighting 3, certain, 97 %`: on the earlier and on the later map. */
  readonly before?: string;
  readonly after?: string;
  /** Sentences: why. */
  readonly says: readonly string[];
  readonly views: readonly {
    readonly photoName: string;
    readonly before?: number;
    readonly after?: number;
  }[];
  readonly pictures: readonly SitePicture[];
}

export interface DifferencePage {
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly notices: readonly string[];
  /** Every change in the order in which it is shown, with the number of sites. */
  readonly counts: readonly (readonly [Change, number])[];
  /** Changes that are shown on the map and not told one by one. */
  readonly untold: readonly Change[];
  /** Outlines of photos, [lon, lat]. */
  readonly photos: readonly {
    readonly name: string;
    readonly footprint: readonly (readonly [number, number])[];
  }[];
  readonly sites: readonly PageSite[];
}

/** Sites that are told one by one; the files hold all. */
const toldSites = 200;

/** What changed between two maps as one HTML page that needs no network; the same data gives the same bytes. */
export function renderDifference(page: DifferencePage, assets: ReportAssets): string {
  const { title, facts, notices } = page;
  return renderMapPage({
    title: `${title} · what changed`,
    style: lookStyle(),
    masthead: { eyebrow: 'Giant hogweed · what changed', title, facts, notices },
    main: [mapSection(page), sitesSection(page)],
    footer: html`Made by Umbel. Positions: WGS84. The map is drawn with Leaflet.`,
    mapData: mapData(page),
    assets,
  });
}

/** Colours of pins and of circles, light and dark, and what the cards of sites need. */
function lookStyle(): string {
  const looks = Object.entries(changeLooks) as [Change, ChangeLook][];
  const lines = (of: (look: ChangeLook) => string) =>
    looks.map(([change, look]) => `--line-${change}:${of(look)}`).join(';');
  return `${looks.map(([change, { colour }]) => `.pin-${change}{fill:${colour}}`).join('\n')}
:root{${lines(({ colour }) => colour)}}
@media (prefers-color-scheme:dark){:root{${lines(({ darkColour }) => darkColour)}}}
.sites{list-style:none;margin:1rem 0 0;padding:0}
.sites>li{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;padding:1.2rem 0;border-bottom:1px solid var(--rule)}
.sites h3{margin:0 0 .3rem;flex-basis:100%}
.sites .why{flex:1 1 22rem;min-width:0}
.sites ul{margin:.2rem 0 .6rem;padding-left:1.1rem}
.sites figure{margin:0;width:11rem}
.sites img{display:block;width:100%;aspect-ratio:1;object-fit:cover;border-radius:.3rem;background:var(--rule)}
.sites figcaption{margin-top:.3rem;font-size:.84rem;line-height:1.4;overflow-wrap:anywhere}
.sites .pictures{display:flex;flex-wrap:wrap;gap:.8rem}
.sites table{width:auto}
`;
}

function mapSection({ counts, sites, photos }: DifferencePage): Html | undefined {
  if (sites.length === 0 && photos.length === 0) return undefined;
  const shown = counts.filter(([, count]) => count > 0);
  return html`<section aria-labelledby="map-title">
    <h2 id="map-title">Map</h2>
    <p class="lead">Choose a pin for what changed there, and why. North is up.</p>
    <div class="map-frame">
      <div id="map" role="region" aria-label="Map of what changed; the list below tells the same sites"></div>
      <noscript><p class="notice">The map needs JavaScript; the list below tells every site.</p></noscript>
      <fieldset class="legend" aria-label="What the map shows">
        ${shown.map(
          ([change, count]) =>
            html`<label
              ><input type="checkbox" data-layer="${change}" checked />${pin(change)}
              ${changeLooks[change].label} <span class="dim">(${countText(count)})</span></label
            >`,
        )}
        <span class="legend-break"></span>
        <label><input type="checkbox" data-layer="photos" checked />outlines of photos</label>
        <label><input type="checkbox" data-layer="grid" checked />metre grid</label>
      </fieldset>
    </div>
  </section>`;
}

function pin(change: Change): Html {
  return html`<svg class="pin pin-${change}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${trusted(changeLooks[change].shape)}
  </svg>`;
}

function sitesSection({ sites, untold }: DifferencePage): Html {
  const numbered = sites.map((site, i) => ({ site, number: i + 1 }));
  const told = numbered.filter(({ site }) => !untold.includes(site.change));
  const rest = told.length - toldSites;
  return html`<section aria-labelledby="sites">
    <h2 id="sites">What changed, and why</h2>
    ${told.length === 0 && html`<p class="lead">Nothing: every sighting is as it was.</p>`}
    ${rest > 0 && html`<p class="lead">The first ${toldSites} of ${countText(told.length)}; the files hold all.</p>`}
    <ol class="sites">
      ${told.slice(0, toldSites).map(({ site, number }) => siteCard(site, number))}
    </ol>
  </section>`;
}

function siteCard(site: PageSite, number: number): Html {
  const { change, lat, lon, uncertaintyM, before, after, says, pictures } = site;
  return html`<li>
    <h3>
      ${pin(change)}
      <button type="button" class="link" data-sighting="${number}" data-band="${change}">
        Site ${number}
      </button>
      ${changeLooks[change].label}
    </h3>
    <div class="why">
      <p>
        Before: ${before ?? 'not on the map'}. After: ${after ?? 'not on the map'}.<br />
        ${lat.toFixed(6)}, ${lon.toFixed(6)}, within ${metresText(uncertaintyM)} (68 %)
      </p>
      <ul>
        ${says.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
      ${viewsTable(site)}
    </div>
    <div class="pictures">
      ${pictures.map(
        ({ caption, jpegBase64 }) =>
          html`<figure>
            <img src="data:image/jpeg;base64,${jpegBase64}" alt="${caption}" loading="lazy" />
            <figcaption>${caption}</figcaption>
          </figure>`,
      )}
    </div>
  </li>`;
}

/** What a run says of a photo: `96 %`. */
export function viewText(confidence: number | undefined): string {
  return confidence === undefined ? 'not scored' : percentText(confidence);
}

function viewsTable({ views }: PageSite): Html | undefined {
  if (views.length === 0) return undefined;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Photo</th>
        <th scope="col" class="number">Before</th>
        <th scope="col" class="number">After</th>
      </tr>
    </thead>
    <tbody>
      ${views.map(
        ({ photoName, before, after }) =>
          html`<tr>
            <td class="wrap">${photoName}</td>
            <td class="number">${viewText(before)}</td>
            <td class="number">${viewText(after)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** What the script of the map gets; it calls a site a sighting, and the kind of a change its band. */
function mapData({ photos, sites }: DifferencePage) {
  return {
    looks: Object.fromEntries(
      Object.entries(changeLooks).map(([change, { colour, shape }]) => [change, { colour, shape }]),
    ),
    photos: photos.map(({ name, footprint }) => ({
      name,
      outline: footprint.map(([lon, lat]) => [round7(lat), round7(lon)]),
    })),
    sightings: sites.map((site, i) => ({
      number: i + 1,
      band: site.change,
      at: [round7(site.lat), round7(site.lon)],
      radiusM: Math.round(site.uncertaintyM * 100) / 100,
      lines: [
        changeLooks[site.change].label,
        `before: ${site.before ?? 'not on the map'}`,
        `after: ${site.after ?? 'not on the map'}`,
        ...site.says,
      ],
      ...(site.pictures.length === 0 ? {} : { picture: site.pictures.at(-1)!.jpegBase64 }),
    })),
  };
}

function round7(deg: number): number {
  return Math.round(deg * 1e7) / 1e7;
}
