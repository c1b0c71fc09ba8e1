import { splitNames } from '#core/snapshot/snapshot.ts';
import { plural } from '#core/report/wording.ts';
import type { ListedSnapshot, LoadedSnapshot } from '#platform/snapshot/store.ts';

/** A snapshot for programs: its id and what decides it, without the list of tiles. */
export function snapshotJson({ snapshotId, snapshot, tiles }: LoadedSnapshot): object {
  return { snapshotId, tiles: tiles.length, ...snapshot };
}

/** Every snapshot on a line, the newest first: when it was made, of what, how many tiles, under which licence. */
export function describeList(listed: readonly ListedSnapshot[]): string {
  if (listed.length === 0) return 'There is no snapshot yet.\n';
  const newestFirst = listed.toSorted((a, b) => ((a.writtenAt ?? '') < (b.writtenAt ?? '') ? 1 : -1));
  const rows = newestFirst.map(({ snapshotId, writtenAt, snapshot: { source, counts, licence } }) => {
    const count = (label: 'hogweed' | 'background'): number =>
      splitNames.reduce((sum, name) => sum + counts[name][label], 0);
    const tiles = plural(count('hogweed') + count('background'), 'tile');
    const of =
      'folder' in source
        ? `folder ${source.folder}`
        : `${plural(source.flights.length, 'flight')}: ${source.flights.join(', ')}`;
    const at = writtenAt === undefined ? 'date not known' : writtenAt.slice(0, 16).replace('T', ' ');
    return `${snapshotId}  ${at}  ${tiles} (${count('hogweed')} hogweed)  ${licence}  ${of}\n`;
  });
  return rows.join('');
}

/** A snapshot for people. */
export function describeSnapshot({ snapshotId, snapshot, tiles }: LoadedSnapshot): string {
  const { source, licence, conflictRule, split, counts, groups, leftOut } = snapshot;
  const cells =
    split.by === 'ground' ? `ground, cells of ${split.cellM} m, guard ${split.guardM} m` : 'group';
  const left = Object.entries(leftOut).filter(([, count]) => count > 0);
  const rows: readonly (readonly [string, string])[] = [
    ['Snapshot', snapshotId],
    ['From', 'folder' in source ? `folder ${source.folder}` : source.flights.join(', ')],
    ['Licence', licence],
    ['Tiles', `${tiles.length} of ${groups} ${split.by === 'ground' ? 'cells of ground' : 'groups'}`],
    ...splitNames.map((name) => {
      const { hogweed, background } = counts[name];
      return [`  ${name}`, `${hogweed} hogweed, ${background} background`] as const;
    }),
    ['Split by', `${cells}, seed ${split.seed}${split.previous === null ? '' : `, as in ${split.previous}`}`],
    ...(split.heldOut === undefined ? [] : [['Held out', split.heldOut.join(', ')] as const]),
    [
      'Left out',
      left.length === 0 ? 'none' : left.map(([why, count]) => `${count} ${reasons[why]}`).join(', '),
    ],
    ['Conflicts', conflictRule],
  ];
  return rows.map(([label, text]) => `${label.padEnd(13)}${text}\n`).join('');
}

const reasons: Readonly<Record<string, string>> = {
  conflict: 'in conflict',
  unsure: 'unsure',
  badImage: 'bad images',
  guard: 'too near to ground that is learned from',
  noPlace: 'without a place on the ground',
  copy: 'copies',
  noPicture: 'without a picture',
};
