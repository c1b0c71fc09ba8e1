import { hash } from 'node:crypto';
import { UmbelError } from '#core/errors.ts';
import { manifestName, uploadKey } from '#core/flight/keys.ts';
import { type FlightManifest, type ManifestPhoto, parseManifest } from '#core/flight/manifest.ts';
import type { ObjectStore } from '#platform/ports.ts';
import type { FlightsTable } from '#platform/tables/flights-table.ts';

/** Where flights are looked for. */
export interface KnownFlights {
  readonly flights: Pick<FlightsTable, 'listFlights'>;
  readonly objects: Pick<ObjectStore, 'get'>;
  /** Bucket of the uploads. */
  readonly bucket: string;
}

/** Eight hexadecimal digits for the content of a flight's photos: the end of its id, where nobody has given it one. */
export function contentTagOf(photos: readonly ManifestPhoto[]): string {
  return hash('sha256', photos.map(({ sha256 }) => sha256).join('\n')).slice(0, 8);
}

/**
 * The other flights that were made of just these photos: of the same folder under another name, or of a copy of it.
 * Flights that a flight.json has named otherwise are not looked at: their ids say nothing of their content.
 */
export async function flightsWithSamePhotos(
  known: KnownFlights,
  { flightId, photos = [] }: FlightManifest,
): Promise<string[]> {
  if (photos.length === 0) return [];
  const tag = `-${contentTagOf(photos)}`;
  const content = sortedHashes(photos);
  const same: string[] = [];
  for await (const other of known.flights.listFlights()) {
    if (other.flightId === flightId || !other.flightId.endsWith(tag)) continue;
    if (sortedHashes(await photosOf(known, other.flightId)) === content) same.push(other.flightId);
  }
  return same;
}

/** The photos that another flight lists; none where its manifest is gone or damaged: that is no matter of this run. */
async function photosOf(
  { objects, bucket }: KnownFlights,
  flightId: string,
): Promise<readonly ManifestPhoto[]> {
  const ref = { bucket, key: uploadKey(flightId, manifestName) };
  try {
    return parseManifest(new TextDecoder().decode(await objects.get(ref))).photos ?? [];
  } catch (error) {
    if (error instanceof UmbelError) return [];
    throw error;
  }
}

/** What a person is told of it. */
export function samePhotosNote(flightIds: readonly string[], flightId: string): string {
  return `These photos are those of flight ${flightIds.join(', ')} too, under another folder name: its plants count twice. To keep one: umbel delete ${flightId}.`;
}

function sortedHashes(photos: readonly ManifestPhoto[]): string {
  return photos
    .map(({ sha256 }) => sha256)
    .sort()
    .join('\n');
}
