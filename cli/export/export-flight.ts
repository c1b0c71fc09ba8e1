import { writeFile } from 'node:fs/promises';
import { UmbelError } from '#core/errors.ts';
import { filterSightings, type SightingFilter } from '#core/export/filter.ts';
import { photosInArea } from '#core/export/photos-in-area.ts';
import { leftOutText, selectForFormat } from '#core/export/official.ts';
import { csvStyleOf, filterOf, remarkOnArea, type ExportFlags } from './flags.ts';
import { readResults } from './read-results.ts';
import { writeFormat } from './write-format.ts';
import { unwritable } from '../unwritable.ts';

/** Where the export goes when no file is named, and where remarks go. */
export interface Terminal {
  readonly stdout: { readonly isTTY?: boolean; write(data: string | Uint8Array): unknown };
  readonly stderr: { write(text: string): unknown };
}

/**
 * Writes the sightings of a flight's run (the latest by default) that pass the filters, in one format. None is a valid, empty file and a
 * remark.
 * @throws UmbelError `export.flag-invalid`, `export.area-invalid`, `export.unwritable`, and what `readResults` throws
 */
export async function exportFlight(
  flightId: string,
  flags: ExportFlags,
  { stdout, stderr }: Terminal = process,
): Promise<void> {
  const csv = csvStyleOf(flags);
  const asked = await filterOf(flags);
  const remark = remarkOnArea(asked);
  if (remark !== undefined) stderr.write(`umbel: ${remark}\n`);
  if (flags.format === 'gpkg' && flags.out === undefined && stdout.isTTY === true) throw unshowable();
  const { sightings: all, photos, context, threshold } = await readResults(flightId, flags.run);
  // What people saved for the flight holds for every export of it; a filter's own confidence wins, as in the console.
  const filter: SightingFilter = threshold === undefined ? asked : { confidenceFrom: threshold, ...asked };
  const { sightings, leftOut } = selectForFormat(flags.format, filterSightings(all, filter), filter);
  const largestNumber = all.reduce((max, { number }) => Math.max(max, number), 0);
  const body = await writeFormat(flags.format, {
    sightings,
    photos: photosInArea(photos, filter),
    context: { ...context, largestNumber, leftOut, csv },
  });
  if (flags.out === undefined) stdout.write(body);
  else await writeFile(flags.out, body).catch(unwritable('export.unwritable', flags.out));
  if (threshold !== undefined && asked.confidenceFrom === undefined)
    stderr.write(`${savedThreshold(flightId, threshold)}\n`);
  if (leftOut > 0) stderr.write(`umbel: ${leftOutText(leftOut)} ${howToWiden}\n`);
  if (sightings.length === 0) stderr.write(`${nothingPassed(flightId, all.length)}\n`);
}

const howToWiden = 'To have them: --band certain,probable,possible.';

function savedThreshold(flightId: string, threshold: number): string {
  const percent = Number((threshold * 100).toFixed(1));
  return `umbel: only sightings from ${percent} % on, and those that a person confirmed: that is saved for flight ${flightId}. To have all: --confidence 0.`;
}

function nothingPassed(flightId: string, all: number): string {
  return all === 0
    ? `umbel: flight ${flightId} has no sightings; the file is empty.`
    : `umbel: none of the ${all} sightings of flight ${flightId} passes the filters; the file is empty.`;
}

function unshowable(): UmbelError {
  return new UmbelError({
    code: 'export.flag-invalid',
    kind: 'bad-input',
    message: 'A GeoPackage is no text for a terminal.',
    hint: 'Name a file: --out sightings.gpkg.',
  });
}
