import { hash } from 'node:crypto';
import { UmbelError } from '#core/errors.ts';
import {
  parseTiles,
  type Snapshot,
  snapshotIdOf,
  snapshotKeys,
  snapshotSchema,
  type SnapshotTile,
} from '#core/snapshot/snapshot.ts';
import { isObjectNotFound } from '../object-errors.ts';
import type { ModelStore } from '../registry/stored-package.ts';

/** A snapshot with its tiles. */
export interface LoadedSnapshot {
  readonly snapshotId: string;
  readonly snapshot: Snapshot;
  /** In the order of names. */
  readonly tiles: readonly SnapshotTile[];
}

/**
 * A stored snapshot, its lists checked against its id.
 * @throws UmbelError `snapshot.not-found`, `snapshot.withdrawn`, `snapshot.changed`, `snapshot.invalid`
 */
export async function loadSnapshot(store: ModelStore, snapshotId: string): Promise<LoadedSnapshot> {
  const read = async (key: string) => {
    try {
      return await store.objects.get({ bucket: store.bucket, key });
    } catch (error) {
      if (!isObjectNotFound(error)) throw error;
      const withdrawn = { bucket: store.bucket, key: snapshotKeys.withdrawn(snapshotId) };
      throw (await store.objects.head(withdrawn)) === undefined
        ? snapshotNotFound(snapshotId)
        : snapshotWithdrawn(snapshotId);
    }
  };
  if (!/^snapshot-[0-9a-f]{12}$/.test(snapshotId)) throw snapshotNotFound(snapshotId);
  const snapshot = checkedSnapshot(snapshotId, await read(snapshotKeys.snapshot(snapshotId)));
  const list = await read(snapshotKeys.tiles(snapshotId));
  if (hash('sha256', list) !== snapshot.tilesSha256) throw changed(snapshotId, 'tiles.jsonl');
  return { snapshotId, snapshot, tiles: parseTiles(new TextDecoder().decode(list)) };
}

/**
 * The picture of a tile, checked.
 * @throws UmbelError `snapshot.changed`, `object.not-found`
 */
export async function readSnapshotPicture(store: ModelStore, tile: SnapshotTile): Promise<Uint8Array> {
  const bytes = await store.objects.get({ bucket: store.bucket, key: snapshotKeys.picture(tile) });
  if (hash('sha256', bytes) === tile.sha256) return bytes;
  throw changed('a snapshot', tile.name);
}

/** A stored snapshot as a list shows it. */
export interface ListedSnapshot {
  readonly snapshotId: string;
  /** When it was stored; undefined where the store does not tell. */
  readonly writtenAt: string | undefined;
  readonly snapshot: Snapshot;
}

/**
 * What decides every stored snapshot, without its list of tiles.
 * @throws UmbelError `snapshot.changed`
 */
export async function describedSnapshots(store: ModelStore): Promise<ListedSnapshot[]> {
  const ids = await listSnapshots(store);
  return Promise.all(
    ids.map(async (snapshotId) => {
      const ref = { bucket: store.bucket, key: snapshotKeys.snapshot(snapshotId) };
      const [bytes, info] = await Promise.all([store.objects.get(ref), store.objects.head(ref)]);
      return { snapshotId, writtenAt: info?.writtenAt, snapshot: checkedSnapshot(snapshotId, bytes) };
    }),
  );
}

/** The snapshot in the bytes of its snapshot.json, which its id is made of. */
function checkedSnapshot(snapshotId: string, bytes: Uint8Array): Snapshot {
  if (snapshotIdOf(hash('sha256', bytes)) !== snapshotId) throw changed(snapshotId, 'snapshot.json');
  return snapshotSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

/** Ids of the stored snapshots. */
export async function listSnapshots({ objects, bucket }: ModelStore): Promise<string[]> {
  const ids: string[] = [];
  for await (const { key } of objects.list(bucket, snapshotKeys.all)) {
    const id = /^snapshots\/([^/]+)\/snapshot\.json$/.exec(key)?.[1];
    if (id !== undefined) ids.push(id);
  }
  return ids;
}

function snapshotNotFound(snapshotId: string): UmbelError {
  return new UmbelError({
    code: 'snapshot.not-found',
    kind: 'not-found',
    message: `There is no snapshot ${snapshotId}.`,
    hint: 'See `umbel snapshot list`; `umbel snapshot create` makes one.',
  });
}

function snapshotWithdrawn(snapshotId: string): UmbelError {
  return new UmbelError({
    code: 'snapshot.withdrawn',
    kind: 'not-found',
    message: `The snapshot ${snapshotId} held tiles of a flight that was deleted, and went with it.`,
    hint: 'Make one anew from the answers that stay: umbel snapshot create.',
  });
}

function changed(snapshotId: string, file: string): UmbelError {
  return new UmbelError({
    code: 'snapshot.changed',
    kind: 'configuration',
    message: `${file} of ${snapshotId} was changed after it was made.`,
    hint: 'A snapshot is never edited: make it anew from the same labels.',
  });
}
