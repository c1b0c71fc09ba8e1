import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UmbelError } from '#core/errors.ts';
import { type FlightManifest, parseManifest } from '#core/flight/manifest.ts';
import { terrainMissing } from '#platform/terrain/terrain-error.ts';
import type { ScannedFile, ScannedFolder } from '../run/scan-folder.ts';
import type { UploadState } from './upload-state.ts';

/** The flight.json of the folder; without one, a manifest that only names the flight. */
export async function givenManifest(folder: ScannedFolder, flightId: string): Promise<FlightManifest> {
  const { manifestFile } = folder;
  if (manifestFile === undefined) return { schema: 'umbel.flight/1', flightId };
  const manifest = parseManifest(await readFile(manifestFile, 'utf8'), manifestFile);
  if (manifest.flightId === flightId) return manifest;
  throw new UmbelError({
    code: 'flight.id-mismatch',
    kind: 'bad-input',
    message: `${manifestFile} says that this is the flight ${manifest.flightId}, not ${flightId}.`,
    hint: `Upload it with --flight ${manifest.flightId}, or change flightId in the file.`,
  });
}

/** The terrain that the manifest names, as a file to upload. @throws UmbelError `terrain.missing` */
export async function terrainOf(
  dir: string,
  folder: ScannedFolder,
  { geometry }: Pick<FlightManifest, 'geometry'>,
): Promise<ScannedFile | undefined> {
  const name = geometry?.terrainFile;
  if (name === undefined) return undefined;
  if (!folder.sideFiles.includes(name)) throw terrainMissing(name);
  const file = path.join(dir, name);
  const { size, mtimeMs } = await stat(file);
  return { name, file, sizeBytes: size, changedMs: mtimeMs };
}

/** SHA-256 of a file, hexadecimal; what a former try has found and nobody has changed is not read again. */
export async function hashOf(file: ScannedFile, state: UploadState): Promise<string> {
  const known = state.hashOf(file);
  if (known !== undefined) return known;
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(file.file, { highWaterMark: 2 ** 20 }))
    digest.update(chunk as Buffer);
  const sha256 = digest.digest('hex');
  state.hashed(file, sha256);
  return sha256;
}

/** @throws UmbelError `upload.changed` when a file is not what it was when the upload began */
export async function mustBeUnchanged({ name, file, sizeBytes, changedMs }: ScannedFile): Promise<void> {
  const now = await stat(file).catch(() => undefined);
  if (now?.size !== sizeBytes || now.mtimeMs !== changedMs) throw changedFile({ name });
}

/** The error for a file that is not what it was when the upload began. */
export function changedFile({ name }: Pick<ScannedFile, 'name'>): UmbelError {
  return new UmbelError({
    code: 'upload.changed',
    kind: 'conflict',
    message: `${name} was changed or taken away while it was uploaded.`,
    hint: 'Let the copying end, then run the same command again: what is stored is not sent again.',
  });
}
