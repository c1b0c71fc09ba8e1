import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { UmbelError } from '#core/errors.ts';
import { plural } from '#core/report/wording.ts';
import { readTiles, unreadableTiles } from '#platform/evaluate/read-tiles.ts';
import { listTiles } from '#platform/evaluate/tile-folder.ts';
import { checkClasses } from '../training-errors.ts';
import { type LabelledTiles, tilePixels } from '../tiles.ts';
import { findGroups, type FoundGroups } from './find-groups.ts';
import type { TrainJob } from './train-job.ts';

/** The tiles of a training with all that is known of them. */
export interface LessonTiles extends LabelledTiles {
  /** Shared memory, so that every thread sees the same pixels. */
  readonly pixels: Uint8Array<SharedArrayBuffer>;
  /** `hogweed/0083_1992_868.jpg`. */
  readonly names: readonly string[];
  readonly groups: readonly string[];
  readonly groupedBy: FoundGroups;
  /** SHA-256 over names, labels and bytes of all files. */
  readonly digest: string;
  /** What people should know of the tiles. */
  readonly notes: readonly string[];
}

/**
 * The tiles of the job's folder at the size that the network sees.
 * @throws UmbelError `tiles.folder-missing`, `tiles.class-empty`, `tiles.unreadable`, `training.label-conflict`, `training.groups-invalid`
 */
export async function readLessonTiles(job: TrainJob): Promise<LessonTiles> {
  const folder = await listTiles(job.tiles);
  const groupedBy = await findGroups(folder, job.groups);
  const groupOf = new Map(folder.tiles.map(({ name }, i) => [name, groupedBy.groups[i]!]));
  const read = await readTiles(folder.tiles, job.tilePx);
  if (read.unreadable.length > 0 && !job.skipUnreadable) throw unreadableTiles(job.tiles, read.unreadable);
  const pixels = new Uint8Array(new SharedArrayBuffer(read.pixels.length));
  pixels.set(read.pixels);
  const names = read.tiles.map(({ name }) => name);
  const tiles = {
    pixels,
    names,
    count: names.length,
    tilePx: job.tilePx,
    labels: Uint8Array.from(read.tiles, ({ label }) => label),
    groups: names.map((name) => groupOf.get(name)!),
    groupedBy,
  };
  checkClasses(tiles);
  const copies = checkConflicts(tiles, job.tiles);
  const digest = await digestOf(read.tiles);
  const unreadable = read.unreadable.map(({ name, problem }) => `${name} (${problem})`);
  const notes = [
    ...(read.resized.length > 0
      ? [
          `${plural(read.resized.length, 'tile')} ${wasOrWere(read.resized.length)} resized to ${job.tilePx} px.`,
        ]
      : []),
    ...(unreadable.length > 0
      ? [`${plural(unreadable.length, 'tile')} could not be read: ${unreadable.join(', ')}.`]
      : []),
    ...(copies > 0
      ? [
          copies === 1
            ? '1 tile is a copy of another of its class.'
            : `${copies} tiles are copies of others of their class.`,
        ]
      : []),
    ...(folder.ignored.length > 0 ? [`Ignored: ${folder.ignored.slice(0, 5).join(', ')}.`] : []),
    ...(groupedBy.from === 'nothing'
      ? [
          'Nothing tells which tiles show the same ground: neighbours may make the figures look better than they are.',
        ]
      : []),
  ];
  return { ...tiles, digest, notes };
}

function wasOrWere(count: number): string {
  return count === 1 ? 'was' : 'were';
}

/** How many tiles repeat another's picture. */
function checkConflicts(tiles: LabelledTiles & { readonly names: readonly string[] }, dir: string): number {
  const firstOf = new Map<string, number>();
  const conflicts: string[] = [];
  let copies = 0;
  for (let i = 0; i < tiles.count; i++) {
    const content = hash('sha256', tilePixels(tiles, i));
    const first = firstOf.get(content);
    if (first === undefined) firstOf.set(content, i);
    else if (tiles.labels[first] === tiles.labels[i]) copies++;
    else conflicts.push(`${tiles.names[first]} = ${tiles.names[i]}`);
  }
  if (conflicts.length === 0) return copies;
  throw new UmbelError({
    code: 'training.label-conflict',
    kind: 'bad-input',
    message: `${conflicts.length === 1 ? 'A picture lies' : `${conflicts.length} pictures lie`} in both classes of ${dir}: ${conflicts.slice(0, 10).join(', ')}.`,
    hint: 'Decide for each what it shows, and remove the other copy.',
    details: { conflicts },
  });
}

async function digestOf(tiles: readonly { readonly name: string; readonly file: string }[]): Promise<string> {
  const lines: string[] = [];
  for (const { name, file } of tiles) lines.push(`${name} ${hash('sha256', await readFile(file))}`);
  return hash('sha256', lines.join('\n'));
}
