import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UmbelError } from '#core/errors.ts';
import { exportFolder } from '#platform/snapshot/export-folder.ts';
import { loadSnapshot } from '#platform/snapshot/store.ts';
import { withModelCloud } from '../models/open-registry.ts';

/** What a training learns from, as options of its job. */
export interface Lesson {
  readonly tiles: string;
  readonly snapshotId?: string;
  readonly licence?: string;
}

/**
 * What `train` makes of a folder of tiles, or of the tiles of a snapshot but for its test part. Which ground is held out
 * while it trains, the training decides: the snapshot's parts for learning and for choosing are one to it.
 * @throws UmbelError `training.tiles-unclear`, and those of `loadSnapshot`
 */
export async function withLesson<Result>(
  { tiles, snapshot }: { readonly tiles: string | undefined; readonly snapshot: string | undefined },
  train: (lesson: Lesson) => Promise<Result>,
): Promise<Result> {
  if (tiles !== undefined && snapshot === undefined) return train({ tiles });
  if (snapshot === undefined || tiles !== undefined)
    throw new UmbelError({
      code: 'training.tiles-unclear',
      kind: 'bad-input',
      message: 'What the model is to learn from is not clear.',
      hint: 'Give either a folder of tiles (--tiles DIR) or a label snapshot (--snapshot ID).',
    });
  const out = await mkdtemp(path.join(tmpdir(), 'umbel-lesson-'));
  try {
    const licence = await withModelCloud(undefined, async ({ store }) => {
      const loaded = await loadSnapshot(store, snapshot);
      const learned = loaded.tiles.filter(({ split }) => split !== 'test');
      const lesson = { ...loaded, tiles: learned.map((tile) => ({ ...tile, split: 'train' as const })) };
      await exportFolder(store, lesson, { out });
      return loaded.snapshot.licence;
    });
    return await train({ tiles: path.join(out, 'train'), snapshotId: snapshot, licence });
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
