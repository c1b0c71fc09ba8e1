import type { Dirent } from 'node:fs';
import { access, constants, lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { UmbelError } from '#core/errors.ts';
import { manifestName } from '#core/flight/keys.ts';
import { isFlightFileName, shownName } from '#core/flight/manifest.ts';
import { isPhotoName } from '#core/flight/match-photos.ts';
import { plural } from '#core/report/wording.ts';

export interface ScannedFile {
  /** Path below the folder, `/` between parts. */
  readonly name: string;
  readonly file: string;
  readonly sizeBytes: number;
  /** When it was changed last, milliseconds since 1970. */
  readonly changedMs: number;
}

export interface ScannedFolder {
  readonly photos: readonly ScannedFile[];
  /** Names of everything else. */
  readonly sideFiles: readonly string[];
  readonly manifestFile: string | undefined;
  /** Names of photos that there is no right to read, or that are called what no flight can hold. */
  readonly unreadable: readonly string[];
}

/**
 * The photos of a folder and of the folders in it, in the order of names. Hidden folders are not entered.
 * @throws UmbelError `flight.folder-missing`, `flight.not-a-folder`, `flight.empty`
 */
export async function scanFolder(dir: string): Promise<ScannedFolder> {
  await checkFolder(dir);
  const photos: ScannedFile[] = [];
  const sideFiles: string[] = [];
  const unreadable: string[] = [];
  for (const name of await filesBelow(dir)) {
    if (name === manifestName) continue;
    if (!isFlightFileName(name)) {
      (isPhotoName(name) ? unreadable : sideFiles).push(shownName(name));
      continue;
    }
    const file = path.join(dir, name);
    const info = isPhotoName(name) ? await stat(file).catch(() => undefined) : undefined;
    // A link that leads nowhere, or to a folder, is no photo, whatever its name.
    if (!info?.isFile()) sideFiles.push(name);
    else if (!(await isReadable(file))) unreadable.push(name);
    else photos.push({ name, file, sizeBytes: info.size, changedMs: info.mtimeMs });
  }
  const manifestFile = path.join(dir, manifestName);
  const hasManifest = await isManifest(manifestFile);
  if (photos.length === 0 && unreadable.length === 0 && !hasManifest) throw emptyFolder(dir, sideFiles);
  return { photos, sideFiles, unreadable, manifestFile: hasManifest ? manifestFile : undefined };
}

/** @throws UmbelError `flight.manifest-invalid` when something else has the manifest's name: it must not be passed over */
async function isManifest(file: string): Promise<boolean> {
  const entry = await lstat(file).catch(() => undefined);
  if (entry === undefined) return false;
  const target = await stat(file).catch(() => undefined);
  if (target?.isFile()) return true;
  throw new UmbelError({
    code: 'flight.manifest-invalid',
    kind: 'bad-input',
    message: `${file} is not a file.`,
    hint: 'Put the manifest there, or take the folder or link away.',
  });
}

async function isReadable(file: string): Promise<boolean> {
  return access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
}

async function checkFolder(dir: string): Promise<void> {
  const info = await stat(dir).catch(() => undefined);
  if (info === undefined) {
    throw new UmbelError({
      code: 'flight.folder-missing',
      kind: 'not-found',
      message: `There is no folder ${dir}.`,
      hint: 'Give the folder that holds the photos of one flight.',
    });
  }
  if (info.isDirectory()) return;
  throw new UmbelError({
    code: 'flight.not-a-folder',
    kind: 'bad-input',
    message: `${dir} is a file, not a folder.`,
    hint: 'Give the folder that holds the photos of one flight.',
  });
}

/**
 * Names of the files below `dir`, sorted; hidden folders such as `.umbel` are left out whole. Links to folders are
 * followed, each folder is entered once.
 */
async function filesBelow(dir: string, below = '', entered = new Set<string>()): Promise<string[]> {
  const names: string[] = [];
  entered.add(await realpath(path.join(dir, below)));
  const entries = await readdir(path.join(dir, below), { withFileTypes: true });
  // Links last: a folder goes by its own name where it has one.
  entries.sort((a, b) => Number(a.isSymbolicLink()) - Number(b.isSymbolicLink()));
  for (const entry of entries) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    const target = await folderAt(path.join(dir, name), entry);
    // A link back to a folder that was entered already is named, and left alone.
    if (target === undefined || (entry.isSymbolicLink() && entered.has(target))) names.push(name);
    else if (!entry.name.startsWith('.') && !entered.has(target))
      names.push(...(await filesBelow(dir, name, entered)));
  }
  return below === '' ? names.sort() : names;
}

/** The real path of a folder or of what a link to one leads to; undefined for all else. */
async function folderAt(file: string, entry: Dirent): Promise<string | undefined> {
  if (!entry.isDirectory() && !entry.isSymbolicLink()) return undefined;
  const info = await stat(file).catch(() => undefined);
  return info?.isDirectory() ? realpath(file) : undefined;
}

function emptyFolder(dir: string, sideFiles: readonly string[]): UmbelError {
  const instead =
    sideFiles.length === 0
      ? 'it is empty'
      : `it holds ${plural(sideFiles.length, 'other file')}, ${sideFiles[0]} for one`;
  return new UmbelError({
    code: 'flight.empty',
    kind: 'bad-input',
    message: `There are no photos (.jpg, .jpeg) in ${dir}: ${instead}.`,
    hint: 'Give the folder that holds the photos of one flight.',
  });
}
