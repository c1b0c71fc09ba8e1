import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UmbelError } from '#core/errors.ts';
import { listTiles, type TileFolder } from '#platform/evaluate/tile-folder.ts';
import type { ModelStore } from '#platform/registry/stored-package.ts';
import { loadSnapshot, readSnapshotPicture } from '#platform/snapshot/store.ts';

/** Tiles that models are measured on side by side. */
export interface HeldOut {
  readonly folder: TileFolder;
  /** What they are called in the records. */
  readonly name: string;
  /** Removes what was fetched for the measurement. */
  remove(): Promise<void>;
}

/** The tiles of a folder with a folder per class. */
export async function heldOutFolder(dir: string): Promise<HeldOut> {
  const name = path.basename(path.resolve(dir));
  return { folder: await listTiles(dir), name, remove: () => Promise.resolve() };
}

/**
 * The test part of a stored snapshot, fetched and every picture checked.
 * @throws UmbelError `snapshot.no-test-part`, and those of `loadSnapshot`
 */
export async function heldOutSnapshot(store: ModelStore, snapshotId: string): Promise<HeldOut> {
  const { tiles } = await loadSnapshot(store, snapshotId);
  const test = tiles.filter(({ split }) => split === 'test');
  if (test.length === 0) {
    throw new UmbelError({
      code: 'snapshot.no-test-part',
      kind: 'bad-input',
      message: `The snapshot ${snapshotId} has no test part to measure on.`,
      hint: 'Make one with a test part: umbel snapshot create --shares 70,15,15.',
    });
  }
  const dir = await mkdtemp(path.join(tmpdir(), 'umbel-held-out-'));
  const remove = () => rm(dir, { recursive: true, force: true });
  try {
    for (const tile of test) {
      await mkdir(path.join(dir, tile.label), { recursive: true });
      await writeFile(path.join(dir, tile.label, tile.name), await readSnapshotPicture(store, tile));
    }
    const groupOf = new Map(test.map(({ label, name, group }) => [`${label}/${name}`, group]));
    const listed = await listTiles(dir);
    const grouped = listed.tiles.map((tile) => ({ ...tile, group: groupOf.get(tile.name) }));
    return { name: `${snapshotId} (test)`, folder: { ...listed, tiles: grouped }, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
