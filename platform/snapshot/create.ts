import { hash } from 'node:crypto';
import { UmbelError } from '#core/errors.ts';
import { conflictRule } from '#core/snapshot/resolve.ts';
import {
  countTiles,
  type LeftOut,
  type Snapshot,
  snapshotIdOf,
  snapshotKeys,
  snapshotSchema,
  type SnapshotTile,
  type SplitRule,
  tilesText,
} from '#core/snapshot/snapshot.ts';
import { type DecidedSplits, splitTiles } from '#core/snapshot/split.ts';
import type { ModelStore } from '../registry/stored-package.ts';
import type { Candidate, Candidates } from './candidates.ts';
import type { LoadedSnapshot } from './store.ts';

export interface SnapshotRequest {
  readonly candidates: Candidates;
  readonly source: Snapshot['source'];
  readonly licence: string;
  readonly split: SplitRule;
  /** Splits that the snapshot `split.previous` decided. */
  readonly decided?: DecidedSplits | undefined;
  /** Called for each picture that was read. */
  readonly onRead?: (() => void) | undefined;
}

/**
 * Makes a snapshot and stores it: pictures, their list, and last snapshot.json, which commits it. The same answers, pictures
 * and rules give the same id; what is stored already is not written again.
 * @throws UmbelError `snapshot.label-conflict`, and those of `splitTiles`
 */
export async function createSnapshot(store: ModelStore, request: SnapshotRequest): Promise<LoadedSnapshot> {
  const { source, licence, split } = request;
  const { pictures, copy, noPicture } = await readPictures(store, request);
  const assigned = splitTiles(
    pictures.map(({ candidate }) => candidate),
    split,
    request.decided,
  );
  const tiles = pictures.flatMap(({ candidate, sha256, sizeBytes }, i): SnapshotTile[] => {
    const { split: part, group } = assigned[i]!;
    if (part === 'guard' || part === 'noPlace') return [];
    const { name, label, place, source: from, labelIds, people } = candidate;
    const common = { name, label, split: part, group, sha256, sizeBytes, source: from };
    return [{ ...common, ...(place === undefined ? {} : { place }), labelIds: [...labelIds], people }];
  });
  const leftOut: LeftOut = {
    ...request.candidates.leftOut,
    guard: assigned.filter(({ split: part }) => part === 'guard').length,
    noPlace: assigned.filter(({ split: part }) => part === 'noPlace').length,
    copy,
    noPicture,
  };
  const text = tilesText(tiles);
  const snapshot = snapshotSchema.parse({
    schema: 'umbel.snapshot/1',
    source,
    licence,
    conflictRule,
    split,
    counts: countTiles(tiles),
    groups: new Set(tiles.map(({ group }) => group)).size,
    leftOut,
    tilesSha256: hash('sha256', text),
  });
  return { snapshotId: await storeLists(store, snapshot, text), snapshot, tiles };
}

interface Picture {
  readonly candidate: Candidate;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** Reads and stores the pictures; of the same picture with the same label one is kept. */
async function readPictures(store: ModelStore, { candidates, onRead }: SnapshotRequest) {
  const byContent = new Map<string, Picture>();
  const conflicts: string[] = [];
  let [copy, noPicture] = [0, 0];
  const sorted = candidates.tiles.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const candidate of sorted) {
    const bytes = await candidate.read();
    onRead?.();
    if (bytes === undefined) {
      noPicture++;
      continue;
    }
    const sha256 = hash('sha256', bytes);
    const same = byContent.get(sha256);
    if (same === undefined) {
      byContent.set(sha256, { candidate, sha256, sizeBytes: bytes.length });
      await putOnce(store, snapshotKeys.picture({ sha256, name: candidate.name }), bytes);
    } else if (same.candidate.label === candidate.label) copy++;
    else conflicts.push(`${same.candidate.name} = ${candidate.name}`);
  }
  if (conflicts.length > 0) throw labelConflict(conflicts);
  return { pictures: [...byContent.values()], copy, noPicture };
}

async function storeLists(store: ModelStore, snapshot: Snapshot, tiles: string): Promise<string> {
  const text = `${JSON.stringify(snapshot, undefined, 2)}\n`;
  const snapshotId = snapshotIdOf(hash('sha256', text));
  await putOnce(store, snapshotKeys.tiles(snapshotId), tiles);
  await putOnce(store, snapshotKeys.snapshot(snapshotId), text);
  return snapshotId;
}

/** Content-addressed: what has this key has this content. */
async function putOnce(
  { objects, bucket }: ModelStore,
  key: string,
  body: Uint8Array | string,
): Promise<void> {
  if ((await objects.head({ bucket, key })) === undefined)
    await objects.put({ bucket, key }, body, 'application/octet-stream');
}

function labelConflict(conflicts: readonly string[]): UmbelError {
  return new UmbelError({
    code: 'snapshot.label-conflict',
    kind: 'bad-input',
    message: `${conflicts.length === 1 ? 'A picture is' : `${conflicts.length} pictures are`} labelled both ways: ${conflicts.slice(0, 10).join(', ')}.`,
    hint: 'Decide for each what it shows, and take the other label back or the other file away.',
    details: { conflicts },
  });
}
