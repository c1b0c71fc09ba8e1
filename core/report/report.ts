import { html } from './html.ts';
import { mapDataOf } from './map-data.ts';
import { renderMapPage, type ReportAssets } from './map-page.ts';
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

/**
 * The report of one flight as one self-contained HTML page that asks the network for nothing. The same data gives the same
 * bytes.
 */
export function renderReport(data: ReportData, assets: ReportAssets): string {
  return renderMapPage({
    title: `${data.flight.title ?? data.flight.flightId} · giant hogweed report`,
    style: '',
    masthead: masthead(data),
    main: [
      keyFigures(data),
      mapSection(data),
      sightingsTable(data),
      confidenceSection(data),
      tileSheets(data),
      overlapSection(data),
      driftSection(data),
      checksSection(data),
      problemsSection(data),
      timingsSection(data),
      filesSection(data),
    ],
    footer: html`Made by Umbel, run ${data.run.runId}. Positions: WGS84. The map is drawn with Leaflet.`,
    mapData: mapDataOf(data),
    assets,
  });
}
