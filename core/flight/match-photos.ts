import { type FlightManifest, isFlightFileName, shownName } from './manifest.ts';
import type { Reason } from '../photo/record.ts';

/** A file of the flight as the store lists it. */
export interface FlightFile {
  /** Path below the flight's folder. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Identifies the content when the manifest does not list the photos: 20 hexadecimal digits. */
  readonly contentId: string;
}

/** A photo to be tiled. */
export interface FlightPhoto {
  readonly photoId: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** What the manifest says of the content. */
  readonly sha256?: string;
}

/** A file that is not tiled, and why. */
export interface LeftOutFile {
  readonly name: string;
  readonly outcome: 'quarantined' | 'skipped' | 'side-file';
  readonly reason: Reason;
  readonly photoId?: string;
}

export interface MatchedFlight {
  /** In the order of names. */
  readonly photos: readonly FlightPhoto[];
  readonly leftOut: readonly LeftOutFile[];
}

/** Reason code of files that are no photos: they are told apart from photos that could not be used. */
export const sideFileCode = 'file.not-a-photo';

/** Whether a name looks like a drone photo: a JPEG that neither begins with a dot nor lies in such a folder. */
export function isPhotoName(name: string): boolean {
  return /\.jpe?g$/i.test(name) && !name.split('/').some((part) => part.startsWith('.'));
}

/**
 * The photos of a flight: what the manifest lists, checked against what is there; without a list whatever is there.
 * Every name ends in exactly one of the two results, but for the terrain file, which is neither.
 */
export function matchPhotos(
  manifest: Pick<FlightManifest, 'photos' | 'sideFiles' | 'unreadable' | 'geometry'>,
  files: readonly FlightFile[],
): MatchedFlight {
  const leftOut: LeftOutFile[] = [];
  const candidates: FlightPhoto[] = [];
  const there = new Map(files.map((file) => [file.name, file]));
  // Lists are written by people too: a name that stands in them twice counts once, as a photo before a side file.
  const list = new Map((manifest.photos ?? []).map((listed) => [listed.name, listed]));
  const sideNames = new Set(manifest.sideFiles ?? []);
  for (const name of new Set(manifest.unreadable ?? [])) {
    list.delete(name);
    sideNames.delete(name);
    there.delete(name);
    leftOut.push(noAccess(name));
  }
  for (const listed of list.values()) {
    sideNames.delete(listed.name);
    const file = there.get(listed.name);
    there.delete(listed.name);
    if (file === undefined) leftOut.push(missing(listed.name));
    else if (file.sizeBytes !== listed.sizeBytes)
      leftOut.push(changed(listed.name, listed.sizeBytes, file.sizeBytes));
    else candidates.push({ ...listed, photoId: photoIdOfSha256(listed.sha256) });
  }
  for (const { name, sizeBytes, contentId } of there.values()) {
    if (!isFlightFileName(name)) {
      if (isPhotoName(name)) leftOut.push(noAccess(shownName(name)));
      else sideNames.add(shownName(name));
    } else if (!isPhotoName(name) || sideNames.has(name)) sideNames.add(name);
    else if (manifest.photos === undefined) candidates.push({ photoId: contentId, name, sizeBytes });
    else leftOut.push(unlisted(name));
  }
  const terrainFile = manifest.geometry?.terrainFile;
  if (terrainFile !== undefined) sideNames.delete(terrainFile);
  const { photos, duplicates } = withoutDuplicates(candidates);
  return { photos, leftOut: [...leftOut, ...duplicates, ...[...sideNames].map(sideFile)].sort(byName) };
}

/** A photo's identity within its flight: the first 20 digits of the SHA-256 of its bytes. */
export function photoIdOfSha256(sha256: string): string {
  return sha256.slice(0, 20);
}

function withoutDuplicates(candidates: readonly FlightPhoto[]): {
  photos: FlightPhoto[];
  duplicates: LeftOutFile[];
} {
  const first = new Map<string, FlightPhoto>();
  const duplicates: LeftOutFile[] = [];
  for (const photo of [...candidates].sort(byName)) {
    const same = first.get(photo.photoId);
    if (same === undefined) first.set(photo.photoId, photo);
    else {
      const message = `The same photo as ${same.name}, byte for byte.`;
      duplicates.push({ name: photo.name, outcome: 'skipped', reason: { code: 'photo.duplicate', message } });
    }
  }
  return { photos: [...first.values()], duplicates };
}

function byName(a: { name: string }, b: { name: string }): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}

function sideFile(name: string): LeftOutFile {
  return {
    name,
    outcome: 'side-file',
    reason: { code: sideFileCode, message: 'Not a JPEG photo; left alone.' },
  };
}

function missing(name: string): LeftOutFile {
  const message = 'Listed in flight.json, but not there. Add the photo, or take it out of the list.';
  return { name, outcome: 'quarantined', reason: { code: 'photo.missing', message } };
}

function noAccess(name: string): LeftOutFile {
  const message =
    'The photo could not be read where it lies, or has a name that no flight can have. Change its rights or its name, or copy it from the card again.';
  return { name, outcome: 'quarantined', reason: { code: 'photo.no-access', message } };
}

function changed(name: string, listedBytes: number, foundBytes: number): LeftOutFile {
  const message = `Has ${foundBytes} bytes, but flight.json says ${listedBytes}: copied in part, or edited.`;
  return { name, outcome: 'quarantined', reason: { code: 'photo.changed', message } };
}

function unlisted(name: string): LeftOutFile {
  const message =
    'Not listed in flight.json. Add it there, or delete flight.json to take every photo of the folder.';
  return { name, outcome: 'skipped', reason: { code: 'photo.unlisted', message } };
}
