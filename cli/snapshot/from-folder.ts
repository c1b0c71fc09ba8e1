import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { parseCsv } from '#containers/training/job/csv.ts';
import { listTiles } from '#platform/evaluate/tile-folder.ts';
import { type UnreadableTile, unreadableTiles } from '#platform/evaluate/read-tiles.ts';
import type { Candidate, Candidates } from '#platform/snapshot/candidates.ts';

/**
 * The tiles of a folder with a folder per class, for those who labelled elsewhere. Places come from a list tiles.csv in or
 * beside it (columns file, lat and lon, or photo_lat and photo_lon).
 * @throws UmbelError those of `listTiles`, and `tiles.unreadable`
 */
export async function candidatesFromFolder(dir: string): Promise<Candidates> {
  const { tiles } = await listTiles(dir);
  const places = await readPlaces(dir);
  const unreadable: UnreadableTile[] = [];
  const candidates: Candidate[] = [];
  for (const { name, file, label, group } of tiles) {
    const bytes = await readFile(file);
    // Decoded whole: a header alone would let a truncated picture into a list that nobody may mend.
    const problem = await sharp(bytes, { limitInputPixels: 50_000_000 })
      .stats()
      .then(() => undefined)
      .catch((error: unknown) => (error instanceof Error ? error.message.split('\n')[0]! : String(error)));
    if (problem !== undefined) unreadable.push({ name, problem });
    const place = places.get(path.posix.basename(name));
    candidates.push({
      name: plainName(name),
      label: label === 1 ? 'hogweed' : 'background',
      group: group ?? plainName(name),
      source: { file: name },
      labelIds: [],
      people: 0,
      read: () => Promise.resolve(bytes),
      ...(place === undefined ? {} : { place }),
    });
  }
  if (unreadable.length > 0) throw unreadableTiles(dir, unreadable);
  return { tiles: candidates, leftOut: { conflict: 0, unsure: 0, badImage: 0 } };
}

/** A path below the folder as one plain file name: class and folders before it, so that it is unique. */
function plainName(name: string): string {
  const extension = path.posix
    .extname(name)
    .toLowerCase()
    .replace('.jpeg', '.jpg')
    .replace(/^\.tif$/, '.tiff');
  const [label = '', ...rest] = name.slice(0, name.length - path.posix.extname(name).length).split('/');
  // The group stays in front, where readers of names look for it.
  return (
    [...rest, label]
      .join('_')
      .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+/, 't') + extension
  );
}

async function readPlaces(dir: string): Promise<Map<string, { lat: number; lon: number }>> {
  for (const file of [path.join(dir, 'tiles.csv'), path.join(dir, '..', 'tiles.csv')]) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const places = parseCsv(text).flatMap((row) => {
      const [lat, lon] = [row['lat'] ?? row['photo_lat'] ?? '', row['lon'] ?? row['photo_lon'] ?? ''];
      if (lat === '' || lon === '' || !Number.isFinite(Number(lat)) || !Number.isFinite(Number(lon)))
        return [];
      return [[path.posix.basename(row['file'] ?? ''), { lat: Number(lat), lon: Number(lon) }] as const];
    });
    return new Map(places);
  }
  return new Map();
}
