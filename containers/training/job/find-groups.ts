import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UmbelError } from '#core/errors.ts';
import { groundGroups } from '#core/model/training/ground-groups.ts';
import type { TileFolder } from '#platform/evaluate/tile-folder.ts';
import { parseCsv } from './csv.ts';

/** Which tiles belong together, and how that was found. */
export interface FoundGroups {
  /** One a tile, in the folder's order. */
  readonly groups: readonly string[];
  readonly from: 'file' | 'positions' | 'column' | 'folders' | 'names' | 'nothing';
  /** For people: `positions in tiles.csv, cells of 8 m`. */
  readonly text: string;
}

/** Names that lists of tiles have. */
const listNames = ['tiles.csv', 'labels.csv', 'metadata.csv'] as const;

type Row = Readonly<Record<string, string>>;

/**
 * The ground, photo or flight of every tile: from the file given, else from a list (tiles.csv, labels.csv or metadata.csv) in or beside
 * the folder with positions or a column `group` or `flight`, else from the names of folders and files.
 * @throws UmbelError `training.groups-invalid` when the file given does not name every tile
 */
export async function findGroups(folder: TileFolder, groupsFile: string | undefined): Promise<FoundGroups> {
  if (groupsFile !== undefined) return readGroups(folder, groupsFile);
  for (const file of listNames.flatMap((name) => [
    path.join(folder.dir, name),
    path.join(folder.dir, '..', name),
  ])) {
    const rows = await readRows(file).catch(() => undefined);
    const found = rows === undefined ? undefined : groupsOfRows(folder, rows, path.basename(file));
    if (found !== undefined) return found;
  }
  if (folder.groupedBy === 'nothing')
    return {
      from: 'nothing',
      text: 'nothing: every tile for itself',
      groups: folder.tiles.map(({ name }) => name),
    };
  return {
    from: folder.groupedBy,
    text: folder.groupedBy === 'folders' ? 'folders below those of the classes' : 'names up to the first _',
    groups: folder.tiles.map(({ group, name }) => group ?? name),
  };
}

async function readRows(file: string): Promise<Map<string, Row>> {
  const rows = parseCsv(await readFile(file, 'utf8'));
  return new Map(rows.map((row) => [path.posix.basename(row['file'] ?? row['tile'] ?? ''), row]));
}

function groupsOfRows(
  folder: TileFolder,
  rows: ReadonlyMap<string, Row>,
  file: string,
): FoundGroups | undefined {
  const own = folder.tiles.map(({ name }) => rows.get(path.posix.basename(name)));
  const known = own.flatMap((row) => (row === undefined ? [] : [row]));
  if (known.length < own.length) return undefined;
  const places = known.map((row) => ({
    lat: numberIn(row['lat'] ?? row['photo_lat']),
    lon: numberIn(row['lon'] ?? row['photo_lon']),
  }));
  if (places.every(({ lat, lon }) => Number.isFinite(lat) && Number.isFinite(lon)))
    return { from: 'positions', text: `positions in ${file}, in cells of 8 m`, groups: groundGroups(places) };
  for (const column of ['group', 'flight', 'source_photo', 'photo']) {
    const groups = known.map((row) => row[column] ?? '');
    if (groups.every((group) => group !== ''))
      return { from: 'column', text: `${column} in ${file}`, groups };
  }
  return undefined;
}

function numberIn(text: string | undefined): number {
  return text === undefined || text.trim() === '' ? Number.NaN : Number(text);
}

async function readGroups(folder: TileFolder, file: string): Promise<FoundGroups> {
  const rows = await readRows(file).catch((cause: unknown) => {
    throw groupsInvalid(file, cause instanceof Error ? cause.message : String(cause));
  });
  const groups = folder.tiles.map(({ name }) => (rows.get(path.posix.basename(name)) ?? {})['group'] ?? '');
  const missing = folder.tiles.filter((_, i) => groups[i] === '').map(({ name }) => name);
  if (missing.length === 0) return { from: 'file', text: path.basename(file), groups };
  throw groupsInvalid(
    file,
    `it names no group for ${missing.length} tiles, ${missing.slice(0, 3).join(', ')} among them`,
  );
}

function groupsInvalid(file: string, problem: string): UmbelError {
  return new UmbelError({
    code: 'training.groups-invalid',
    kind: 'bad-input',
    message: `The groups cannot be read from ${file}: ${problem}.`,
    hint: 'Give a CSV with the columns file and group, one line for every tile.',
  });
}
