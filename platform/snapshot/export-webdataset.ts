import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pack, type Pack } from 'tar-stream';
import { type SnapshotTile, splitNames } from '#core/snapshot/snapshot.ts';
import type { ModelStore } from '../registry/stored-package.ts';
import { mustBeEmpty } from './export-folder.ts';
import { type LoadedSnapshot, readSnapshotPicture } from './store.ts';

export interface WebDatasetOptions {
  readonly out: string;
  /** Most tiles of a shard, default 1,000. */
  readonly shardTiles?: number;
  readonly onWritten?: () => void;
}

/**
 * Writes a snapshot as WebDataset shards, `<split>-000000.tar`: of each tile the picture, its class as `.cls` (1 = hogweed,
 * 0 = not) and all that is known of it as `.json`, side by side under one key. Tiles are in a mixed order that is the
 * same every time: readers go through a shard from front to back.
 * Source: https://github.com/webdataset/webdataset#the-webdataset-format
 */
export async function exportWebDataset(
  store: ModelStore,
  loaded: LoadedSnapshot,
  { out, shardTiles = 1_000, onWritten }: WebDatasetOptions,
): Promise<void> {
  await mustBeEmpty(out);
  for (const split of splitNames) {
    const tiles = loaded.tiles
      .filter((tile) => tile.split === split)
      .toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
    for (let start = 0; start < tiles.length; start += shardTiles) {
      const file = path.join(out, `${split}-${String(start / shardTiles).padStart(6, '0')}.tar`);
      const shard = pack();
      const written = pipeline(shard, createWriteStream(file));
      await Promise.all([written, fill(shard, store, tiles.slice(start, start + shardTiles), onWritten)]);
    }
  }
  const about = { snapshotId: loaded.snapshotId, ...loaded.snapshot };
  await writeFile(path.join(out, 'snapshot.json'), `${JSON.stringify(about, undefined, 2)}\n`);
}

async function fill(
  shard: Pack,
  store: ModelStore,
  tiles: readonly SnapshotTile[],
  onWritten: (() => void) | undefined,
): Promise<void> {
  try {
    for (const tile of tiles) {
      // Readers take everything before the first dot for the key.
      const dot = tile.name.lastIndexOf('.');
      const key = tile.name.slice(0, dot).replaceAll('.', '-');
      await add(shard, `${key}${tile.name.slice(dot)}`, await readSnapshotPicture(store, tile));
      await add(shard, `${key}.cls`, tile.label === 'hogweed' ? '1' : '0');
      await add(shard, `${key}.json`, JSON.stringify(tile));
      onWritten?.();
    }
    shard.finalize();
  } catch (error) {
    shard.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

/** Adds a file; settles when the stream has taken it. The time is none, so that the same tiles make the same bytes. */
function add(shard: Pack, name: string, content: Uint8Array | string): Promise<void> {
  return new Promise((resolve, reject) => {
    const body = typeof content === 'string' ? content : Buffer.from(content);
    shard.entry({ name, mtime: new Date(0), mode: 0o644 }, body, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
