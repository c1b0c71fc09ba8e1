import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { UmbelError } from '#core/errors.ts';

/** The classes of a folder of tiles, by the names of their folders. */
export const tileClasses = { hogweed: 1, background: 0 } as const;

/** A picture of a tile with what a person said of it. */
export interface TileFile {
  /** Path below the folder, with slashes: `hogweed/0083_1992_868.jpg`. */
  readonly name: string;
  readonly file: string;
  /** 1 = hogweed, 0 = not. */
  readonly label: 0 | 1;
  /** The flight, photo or place that it comes from; undefined where nobody knows. */
  readonly group: string | undefined;
}

export interface TileFolder {
  readonly dir: string;
  /** In the order of names. */
  readonly tiles: readonly TileFile[];
  /** What tells the groups: folders below those of the classes, the names up to the first `_`, or nothing. */
  readonly groupedBy: 'folders' | 'names' | 'nothing';
  /** Folders and files that are no tiles of a class. */
  readonly ignored: readonly string[];
}

const pictureName = /\.(?:jpe?g|png|webp|tiff?)$/i;

/**
 * The tiles of a folder with one folder per class, `hogweed` and `background`.
 * @throws UmbelError `tiles.folder-missing`, `tiles.folder-invalid`, `tiles.class-empty`
 */
export async function listTiles(dir: string): Promise<TileFolder> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(cannotRead(dir));
  const present = new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
  const missing = Object.keys(tileClasses).filter((name) => !present.has(name));
  if (missing.length > 0)
    throw noClasses(
      dir,
      missing,
      entries.map(({ name }) => name),
    );
  const ignored = entries.map(({ name }) => name).filter((name) => !Object.hasOwn(tileClasses, name));
  const tiles: Omit<TileFile, 'group'>[] = [];
  for (const [name, label] of Object.entries(tileClasses)) {
    const files = await filesBelow(dir, name);
    const pictures = files.filter((file) => pictureName.test(file));
    if (pictures.length === 0) throw emptyClass(dir, name, files.length);
    ignored.push(...files.filter((file) => !pictureName.test(file)));
    tiles.push(...pictures.map((file) => ({ name: file, file: path.join(dir, file), label })));
  }
  tiles.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { dir, ...withGroups(tiles), ignored: ignored.filter((name) => !isHidden(name)).sort() };
}

/** Every file below a folder, as paths with slashes from `dir`; hidden ones are left out. */
async function filesBelow(dir: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(dir, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => !entry.isDirectory() && !isHidden(entry.name))
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

function isHidden(name: string): boolean {
  return name.split('/').some((part) => part.startsWith('.'));
}

/** The first way of telling groups that knows one for every tile. */
function withGroups(tiles: readonly Omit<TileFile, 'group'>[]): Pick<TileFolder, 'tiles' | 'groupedBy'> {
  const ways = [
    ['folders', ({ name }: { name: string }) => name.split('/').slice(1, -1).join('/')],
    ['names', ({ name }: { name: string }) => /^([^_]+)_/.exec(path.posix.basename(name))?.[1] ?? ''],
  ] as const;
  for (const [groupedBy, groupOf] of ways) {
    const groups = tiles.map(groupOf);
    if (groups.every((group) => group !== ''))
      return { groupedBy, tiles: tiles.map((tile, i) => ({ ...tile, group: groups[i] })) };
  }
  return { groupedBy: 'nothing', tiles: tiles.map((tile) => ({ ...tile, group: undefined })) };
}

function cannotRead(dir: string): (cause: unknown) => never {
  return (cause) => {
    throw new UmbelError({
      code: 'tiles.folder-missing',
      kind: 'not-found',
      message: `There is no folder of tiles ${dir}.`,
      hint: 'Give the folder that holds the folders hogweed and background.',
      cause,
    });
  };
}

function noClasses(dir: string, missing: readonly string[], found: readonly string[]): UmbelError {
  const photos = found.filter((name) => pictureName.test(name)).length;
  const holds =
    found.length === 0
      ? 'it is empty'
      : `it holds ${found.slice(0, 5).join(', ')}${found.length > 5 ? ', ...' : ''}`;
  return new UmbelError({
    code: 'tiles.folder-invalid',
    kind: 'bad-input',
    message: `${dir} is no folder of tiles: it has no folder ${missing.join(' and no folder ')} (${holds}).`,
    hint: hintFor(dir, found, photos),
  });
}

function hintFor(dir: string, found: readonly string[], photos: number): string {
  const part = ['test', 'validation', 'train'].find((name) => found.includes(name));
  if (part !== undefined) return `Give one of its parts, for example ${path.join(dir, part)}.`;
  return photos > 0
    ? 'Photos of a flight are for umbel run; tiles lie sorted into folders named hogweed and background.'
    : 'Sort the tiles into one folder per class: hogweed and background.';
}

function emptyClass(dir: string, name: string, files: number): UmbelError {
  return new UmbelError({
    code: 'tiles.class-empty',
    kind: 'bad-input',
    message: `The folder ${path.join(dir, name)} holds no tile${files === 0 ? '' : ` (${files} files that are no pictures)`}.`,
    hint: 'Both classes need tiles: a model cannot be measured, nor learn, from one alone.',
  });
}
