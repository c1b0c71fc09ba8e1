import type { ExportContext } from '#core/export/context.ts';
import type { ExportedPhoto } from '#core/export/exported-photo.ts';
import { exportFormats } from '#core/export/formats.ts';
import { selectForFormat } from '#core/export/official.ts';
import { storedSightingsJson } from '#core/export/stored-sightings.ts';
import { resultsPrefix } from '#core/flight/keys.ts';
import type { Run } from '#core/flight/run.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { geoPackageFormat, writeGeoPackage } from '#platform/geopackage/write-geopackage.ts';
import type { Platform } from '#platform/platform.ts';
import type { FlightRecord } from '#platform/tables/flights-table.ts';
import type { Gathered } from './gather.ts';

export interface ExportsInput {
  readonly run: Run;
  readonly flight: FlightRecord | undefined;
  readonly gathered: Gathered;
  readonly sightings: readonly Sighting[];
}

/**
 * Writes the sightings in every format, and `sightings.json`, from which `umbel export` writes any of them again.
 * @returns the keys of the files by format
 */
export async function writeExports(platform: Platform, input: ExportsInput): Promise<Record<string, string>> {
  const { run, flight, gathered, sightings } = input;
  const context = exportContext(run, flight);
  const photos = exportedPhotos(gathered);
  const files: Record<string, string> = {};
  const objectFor = (format: string, extension: string) => {
    const key = `${resultsPrefix(run.flightId, run.runId)}/sightings${extension}`;
    files[format] = key;
    return { bucket: requireEnvironment('resultsBucket'), key };
  };
  for (const [name, { extension, mediaType, write }] of Object.entries(exportFormats)) {
    const { sightings: held, leftOut } = selectForFormat(name, sightings);
    const text = write(held, { ...context, largestNumber: sightings.length, leftOut });
    await platform.objects.put(objectFor(name, extension), text, mediaType);
  }
  await platform.objects.put(
    objectFor('gpkg', geoPackageFormat.extension),
    writeGeoPackage({ sightings, photos, context }),
    geoPackageFormat.mediaType,
  );
  await platform.objects.putStream(
    objectFor('sightings', '.json'),
    storedSightingsJson({ sightings, photos, context }),
    'application/json',
  );
  return files;
}

function exportContext(run: Run, flight: FlightRecord | undefined): ExportContext {
  const { title, operator, simulated } = flight?.manifest ?? {};
  return {
    flightId: run.flightId,
    runId: run.runId,
    modelId: run.modelId,
    startedAt: run.startedAt,
    ...(title === undefined ? {} : { title }),
    ...(operator === undefined ? {} : { operator }),
    ...(simulated === undefined ? {} : { simulated }),
  };
}

/** The placed photos with their outcomes, in the order of their names. */
function exportedPhotos({ photos, rows }: Gathered): ExportedPhoto[] {
  const rowOf = new Map(rows.map((row) => [row.photo, row]));
  return photos
    .flatMap(({ photoId, name, footprint }) => {
      const row = rowOf.get(name);
      if (row === undefined) return [];
      const { outcome, result, capturedAt } = row;
      return {
        photoId,
        name,
        outcome,
        result,
        ...(capturedAt === undefined ? {} : { capturedAt }),
        footprint,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
