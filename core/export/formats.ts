import type { Sighting } from '../sighting/sighting.ts';
import type { ExportContext } from './context.ts';
import { writeCsv } from './csv.ts';
import { writeDarwinCore } from './darwin-core.ts';
import { writeGeoJson } from './geojson.ts';
import { writeGpx } from './gpx.ts';
import { writeKml } from './kml.ts';
import { writeNotice } from './notice.ts';

/** A file format for sightings. */
export interface ExportFormat {
  /** Last part of the file's name, with the dot. */
  readonly extension: string;
  readonly mediaType: string;
  /** The whole file as text. */
  readonly write: (sightings: readonly Sighting[], context: ExportContext) => string;
}

/** Every format by the name that people type. */
export const exportFormats = {
  geojson: { extension: '.geojson', mediaType: 'application/geo+json', write: writeGeoJson },
  csv: { extension: '.csv', mediaType: 'text/csv; charset=utf-8', write: writeCsv },
  gpx: { extension: '.gpx', mediaType: 'application/gpx+xml', write: writeGpx },
  kml: { extension: '.kml', mediaType: 'application/vnd.google-earth.kml+xml', write: writeKml },
  dwc: { extension: '.dwc.csv', mediaType: 'text/csv; charset=utf-8', write: writeDarwinCore },
  notice: { extension: '.notice.html', mediaType: 'text/html; charset=utf-8', write: writeNotice },
} as const satisfies Readonly<Record<string, ExportFormat>>;

export type ExportFormatName = keyof typeof exportFormats;

/** Whether a name is that of a format. */
export function isExportFormat(name: string): name is ExportFormatName {
  return Object.hasOwn(exportFormats, name);
}
