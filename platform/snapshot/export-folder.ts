import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { UmbelError } from '#core/errors.ts';
import type { SnapshotTile } from '#core/snapshot/snapshot.ts';
import type { ModelStore } from '../registry/stored-package.ts';
import { type LoadedSnapshot, readSnapshotPicture } from './store.ts';

/**
 * Writes a snapshot as folders that `umbel train` and `umbel evaluate` read: `<split>/<class>/<picture>`, beside them
 * tiles.csv with all that is known of each tile, and snapshot.json.
 */
export async function exportFolder(
  store: ModelStore,
  { snapshotId, snapshot, tiles }: LoadedSnapshot,
  { out, onWritten }: { readonly out: string; readonly onWritten?: () => void },
): Promise<void> {
  await mustBeEmpty(out);
  for (const tile of tiles) {
    const dir = path.join(out, tile.split, tile.label);
    await mkdir(dir, { recursive: true });
    await writeFile(path.join(dir, tile.name), await readSnapshotPicture(store, tile));
    onWritten?.();
  }
  await writeFile(path.join(out, 'tiles.csv'), tilesCsv(tiles, snapshot.licence));
  await writeFile(
    path.join(out, 'snapshot.json'),
    `${JSON.stringify({ snapshotId, ...snapshot }, undefined, 2)}\n`,
  );
}

/** One line a tile; `lat` and `lon` are empty where nobody knows the place. */
function tilesCsv(tiles: readonly SnapshotTile[], licence: string): string {
  const rows = tiles.map(({ name, split, label, group, source, place, people, sha256 }) => ({
    file: name,
    split,
    label,
    group,
    flight: 'flightId' in source ? source.flightId : '',
    photo: 'photoId' in source ? source.photoId : '',
    lat: place?.lat ?? '',
    lon: place?.lon ?? '',
    people,
    licence,
    sha256,
  }));
  return stringify(rows, { header: true });
}

/**
 * Nothing; the folder is there and empty.
 * @throws UmbelError `snapshot.out-not-empty`: tiles of two snapshots in one folder would be a third
 */
export async function mustBeEmpty(out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  if ((await readdir(out)).length === 0) return;
  throw new UmbelError({
    code: 'snapshot.out-not-empty',
    kind: 'conflict',
    message: `The folder ${out} is not empty.`,
    hint: 'Give a folder of its own: the tiles of two snapshots must not mix.',
  });
}
