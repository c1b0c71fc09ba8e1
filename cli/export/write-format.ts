import type { ExportContext } from '#core/export/context.ts';
import type { ExportedPhoto } from '#core/export/exported-photo.ts';
import { exportFormats, type ExportFormatName } from '#core/export/formats.ts';
import type { Sighting } from '#core/sighting/sighting.ts';

/** A format by the name that people type. */
export type ExportName = ExportFormatName | 'gpkg';

export const exportNames: readonly ExportName[] = [...Object.keys(exportFormats), 'gpkg'] as ExportName[];

/** The file: text, or bytes that no terminal can show. */
export async function writeFormat(
  name: ExportName,
  flight: {
    readonly sightings: readonly Sighting[];
    readonly photos: readonly ExportedPhoto[];
    readonly context: ExportContext;
  },
): Promise<string | Uint8Array> {
  if (name !== 'gpkg') return exportFormats[name].write(flight.sightings, flight.context);
  // Loads SQLite: only where it is wanted.
  const { writeGeoPackage } = await import('#platform/geopackage/write-geopackage.ts');
  return writeGeoPackage(flight);
}
