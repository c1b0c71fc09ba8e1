import path from 'node:path';
import { UmbelError } from '#core/errors.ts';
import type { FileObjectStore } from '#platform/local/object-store.ts';
import { snapshotKeys } from '#core/snapshot/snapshot.ts';
import { listTiles, type TileFolder } from '#platform/evaluate/tile-folder.ts';
import { loadSnapshot, readSnapshotPicture } from '#platform/snapshot/store.ts';

/** Tiles that models are measured on side by side. */
export interface HeldOut {
  readonly folder: TileFolder;
  /** What they are called in the records. */
  readonly name: string;
}

/** The tiles of a folder with a folder per class. */
export async function heldOutFolder(dir: string): Promise<HeldOut> {
  return { folder: await listTiles(dir), name: path.basename(path.resolve(dir)) };
}

/**
 * The test part of a stored snapshot, every picture checked.
 * @throws UmbelError `snapshot.no-test-part`, and those of `loadSnapshot`
 */
export async function heldOutSnapshot(
  { objects, bucket }: { readonly objects: FileObjectStore; readonly bucket: string },
  snapshotId: string,
): Promise<HeldOut> {
  const { tiles } = await loadSnapshot({ objects, bucket }, snapshotId);
  const test = tiles.filter(({ split }) => split === 'test');
  if (test.length === 0) {
    throw new UmbelError({
      code: 'snapshot.no-test-part',
      kind: 'bad-input',
      message: `The snapshot ${snapshotId} has no test part to measure on.`,
      hint: 'Make one with a test part: umbel snapshot create --shares 70,15,15.',
    });
  }
  for (const tile of test) await readSnapshotPicture({ objects, bucket }, tile);
  return {
    name: `${snapshotId} (test)`,
    folder: {
      dir: snapshotId,
      tiles: test.map((tile) => ({
        name: `${tile.label}/${tile.name}`,
        file: objects.fileOf({ bucket, key: snapshotKeys.picture(tile) }),
        label: tile.label === 'hogweed' ? 1 : 0,
        group: tile.group,
      })),
      groupedBy: 'names',
      ignored: [],
    },
  };
}
