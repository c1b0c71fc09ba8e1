import { UmbelError } from '../errors.ts';
import { degreeLengths } from '../geo/ellipsoid.ts';
import { hashUnit } from '../review/policy.ts';
import {
  type ClassCounts,
  type ClassName,
  classNames,
  countTiles,
  type SplitName,
  splitNames,
  type SplitRule,
} from './snapshot.ts';

/** A tile that is to be split. */
export interface UnsplitTile {
  readonly label: ClassName;
  /** Flight, photo or folder. */
  readonly group: string;
  readonly place?: { readonly lat: number; readonly lon: number };
}

/**
 * A tile's split and the group that decided it. Left out are tiles that lie too near to ground that is learned from
 * (`guard`), and, split by ground, those of which nobody knows the place: they may show any ground (`noPlace`).
 */
export interface Assigned {
  readonly split: SplitName | 'guard' | 'noPlace';
  readonly group: string;
}

/** Splits of groups that an earlier snapshot decided. */
export type DecidedSplits = ReadonlyMap<string, SplitName>;

/**
 * The split of each tile: groups are dealt out, those with most hogweed first, each to the part that then comes nearest to
 * its shares of both classes; the seed decides between equals. A group that was decided before stays where it is, so that
 * ground that was measured on once is never learned from later. Groups that the rule holds out are the test part, and
 * nothing else is dealt to it; what others have on the same ground is left out (`guard`), and so is what of them was
 * learned from before.
 * @throws UmbelError `snapshot.split-empty`
 */
export function splitTiles(
  tiles: readonly UnsplitTile[],
  rule: SplitRule,
  decided: DecidedSplits = new Map(),
): Assigned[] {
  if (rule.by === 'group')
    return splitGroups(
      tiles,
      tiles.map(({ group }) => group),
      { rule, decided },
    );
  const placed = tiles.flatMap((tile) => (tile.place === undefined ? [] : [{ ...tile, place: tile.place }]));
  const cells = placed.map(({ place }) => cellOf(place, rule.cellM ?? defaultCellM));
  const assigned = splitGroups(placed, cells, { rule, decided });
  let next = 0;
  return tiles.map(({ place, group }) =>
    place === undefined ? { split: 'noPlace', group } : assigned[next++]!,
  );
}

function splitGroups(
  tiles: readonly UnsplitTile[],
  groups: readonly string[],
  { rule, decided }: { rule: SplitRule; decided: DecidedSplits },
): Assigned[] {
  const held = new Set(rule.heldOut);
  const heldGroups = groups.filter((_, i) => held.has(tiles[i]!.group));
  // What an earlier snapshot decided wins: ground that was learned from is not measured on.
  const known = new Map([...heldGroups.map((group) => [group, 'test'] as const), ...decided]);
  const splits = dealOut(countGroups(tiles, groups), rule, known);
  const assigned = groups.map((group, i): Assigned => {
    const split = splits.get(group)!;
    // The test part is for what is held out alone, and that is for nothing else.
    const isMisplaced = held.size > 0 && held.has(tiles[i]!.group) !== (split === 'test');
    return { group, split: isMisplaced ? 'guard' : split };
  });
  const kept = rule.by === 'group' ? assigned : guarded(tiles, assigned, rule.guardM ?? defaultGuardM);
  mustHaveBothClasses(tiles, kept, rule);
  return kept;
}

/** Side of a cell of ground and distance to what is learned from, metres: plants are smaller, photos not always. */
export const defaultCellM = 10;
export const defaultGuardM = 2;

function countGroups(tiles: readonly UnsplitTile[], groups: readonly string[]): Map<string, ClassCounts> {
  const counts = new Map<string, { hogweed: number; background: number }>();
  for (const [i, group] of groups.entries()) {
    const count = counts.get(group) ?? { hogweed: 0, background: 0 };
    count[tiles[i]!.label]++;
    counts.set(group, count);
  }
  return counts;
}

function dealOut(
  groups: ReadonlyMap<string, ClassCounts>,
  { seed, shares, heldOut }: SplitRule,
  decided: DecidedSplits,
): Map<string, SplitName> {
  const held = { train: nothing(), validation: nothing(), test: nothing() };
  const total = nothing();
  const splits = new Map<string, SplitName>();
  const put = (group: string, count: ClassCounts, split: SplitName) => {
    splits.set(group, split);
    for (const label of classNames) held[split][label] += count[label];
  };
  for (const [group, count] of groups) {
    for (const label of classNames) total[label] += count[label];
    const before = decided.get(group);
    if (before !== undefined) put(group, count, before);
  }
  const drawn = [...groups]
    .filter(([group]) => !splits.has(group))
    .map(([group, count]) => ({ group, count, rank: hashUnit(`${seed}/${group}`) }))
    .sort(
      (a, b) =>
        b.count.hogweed - a.count.hogweed || b.count.background - a.count.background || a.rank - b.rank,
    );
  for (const { group, count } of drawn) {
    // How far a part would be from its fair number of both classes, less how far it is.
    const growth = (split: SplitName) =>
      classNames.reduce((sum, label) => {
        const fair = (shares[split] / 100) * total[label];
        const scale = Math.max(1, total[label]) ** 2 * Math.max(0.01, shares[split] / 100);
        const off = (tiles: number) => (tiles - fair) ** 2 / scale;
        return sum + off(held[split][label] + count[label]) - off(held[split][label]);
      }, 0);
    const open = splitNames.filter(
      (split) => shares[split] > 0 && (split !== 'test' || heldOut === undefined),
    );
    put(
      group,
      count,
      open.reduce((best, split) => (growth(split) < growth(best) ? split : best)),
    );
  }
  return splits;
}

function nothing(): { hogweed: number; background: number } {
  return { hogweed: 0, background: 0 };
}

/** The cell of ground of a place, of a grid that covers the Earth: rows of the same height, columns as wide in each row. */
function cellOf(place: { readonly lat: number; readonly lon: number }, cellM: number): string {
  const row = Math.floor((place.lat * metresPerDegree) / cellM);
  const { lonM } = degreeLengths((row * cellM) / metresPerDegree);
  return `ground ${row}.${Math.floor((place.lon * lonM) / cellM)}`;
}

/** Mean length of a degree of latitude: the grid's own unit, the same everywhere. */
const metresPerDegree = 111_132;

/** Takes the held-out tiles out that lie nearer than `guardM` to one that is learned from. */
function guarded(tiles: readonly UnsplitTile[], assigned: readonly Assigned[], guardM: number): Assigned[] {
  if (guardM === 0) return [...assigned];
  const learned = new Map<string, { lat: number; lon: number }[]>();
  // A little larger than the guard: a degree is up to half a per cent shorter than its mean.
  const boxM = guardM * 1.02;
  const rowOf = (lat: number) => Math.floor((lat * metresPerDegree) / boxM);
  const keyOf = (row: number, lon: number, shift = 0) => {
    const { lonM } = degreeLengths((row * boxM) / metresPerDegree);
    return `${row},${Math.floor((lon * lonM) / boxM) + shift}`;
  };
  for (const [i, { split }] of assigned.entries()) {
    const { place } = tiles[i]!;
    if (split !== 'train' || place === undefined) continue;
    const key = keyOf(rowOf(place.lat), place.lon);
    const there = learned.get(key);
    if (there === undefined) learned.set(key, [place]);
    else there.push(place);
  }
  const isNear = (place: { lat: number; lon: number }) => {
    const { latM, lonM } = degreeLengths(place.lat);
    const near = [-1, 0, 1].flatMap((r) =>
      [-1, 0, 1].flatMap((shift) => learned.get(keyOf(rowOf(place.lat) + r, place.lon, shift)) ?? []),
    );
    return near.some(
      ({ lat, lon }) => Math.hypot((lat - place.lat) * latM, (lon - place.lon) * lonM) < guardM,
    );
  };
  return assigned.map(({ group, split }, i) => {
    const { place } = tiles[i]!;
    const isLeftOut = split !== 'train' && place !== undefined && isNear(place);
    return { group, split: isLeftOut ? 'guard' : split };
  });
}

function mustHaveBothClasses(
  tiles: readonly UnsplitTile[],
  assigned: readonly Assigned[],
  rule: SplitRule,
): void {
  const kept = assigned.flatMap(({ split }, i) =>
    split === 'guard' || split === 'noPlace' ? [] : [{ split, label: tiles[i]!.label }],
  );
  const counts = countTiles(kept);
  for (const split of splitNames) {
    if (rule.shares[split] === 0 && !(split === 'test' && rule.heldOut !== undefined)) continue;
    const missing = (['hogweed', 'background'] as const).find((label) => counts[split][label] === 0);
    if (missing === undefined) continue;
    const groups = new Set(assigned.map(({ group }) => group)).size;
    throw new UmbelError({
      code: 'snapshot.split-empty',
      kind: 'bad-input',
      message: `The ${split} part would have no tile of the class ${missing}: ${tiles.length} tiles of ${groups} ${rule.by === 'ground' ? 'cells of ground' : 'groups'} are too few for this split.`,
      hint:
        rule.by === 'ground'
          ? 'Label more ground, take smaller cells (--cell-m) or guard (--guard-m), or another --seed; --shares 80,0,20 does without a validation part.'
          : 'Label more flights, take another --seed, or do without a validation part: --shares 80,0,20.',
    });
  }
}
