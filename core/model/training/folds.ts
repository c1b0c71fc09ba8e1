import { UmbelError } from '../../errors.ts';
import { createRandom, hashInts } from '../../simulate/random.ts';
import { shuffled } from './lessons.ts';

/** Tiles that are to be split. */
export interface GroupedLabels {
  /** 1 = hogweed, 0 = not; one a tile. */
  readonly labels: ArrayLike<number>;
  /** Ground, photo or flight of each tile. */
  readonly groups: readonly string[];
}

/**
 * The fold (0 to `folds` - 1) of every tile, so that no group lies in two folds and each fold has about its share of both classes.
 * Groups are dealt out, those with most hogweed first, each to the fold that then comes nearest to its shares; `seed` decides
 * between equals.
 * @throws UmbelError `training.groups-few` when a fold stays without a class
 */
export function assignFolds({ labels, groups }: GroupedLabels, folds: number, seed: number): Uint8Array {
  const counts = countByGroup({ labels, groups });
  const totals = sumOf([...counts.values()]);
  const names = [...counts.keys()].sort();
  const drawn = shuffled(names.length, createRandom(hashInts(seed, 0xf01d))).map((i) => names[i]!);
  const order = drawn.sort((a, b) => {
    const [first, second] = [counts.get(a)!, counts.get(b)!];
    return second[1] - first[1] || second[0] - first[0];
  });
  const held = Array.from({ length: folds }, (): Counts => [0, 0]);
  const foldOf = new Map<string, number>();
  for (const name of order) {
    const count = counts.get(name)!;
    const fold = leastIndex(held, (already) => excess(already, count, { totals, folds }));
    held[fold] = [held[fold]![0] + count[0], held[fold]![1] + count[1]];
    foldOf.set(name, fold);
  }
  if (held.some((count) => count[0] === 0 || count[1] === 0)) throw groupsFew(counts, folds);
  return Uint8Array.from(groups, (group) => foldOf.get(group)!);
}

/** Tiles without and with hogweed. */
type Counts = readonly [number, number];

function countByGroup({ labels, groups }: GroupedLabels): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  groups.forEach((group, i) => {
    const [background, hogweed] = counts.get(group) ?? [0, 0];
    counts.set(group, labels[i]! > 0 ? [background, hogweed + 1] : [background + 1, hogweed]);
  });
  return counts;
}

function sumOf(counts: readonly Counts[]): Counts {
  const total = (label: 0 | 1): number => counts.reduce((sum, count) => sum + count[label], 0);
  return [total(0), total(1)];
}

/** How much further from its fair shares the fold is with the group than without it. */
function excess(held: Counts, added: Counts, { totals, folds }: { totals: Counts; folds: number }): number {
  return ([0, 1] as const).reduce<number>((sum, label) => {
    const share = (count: number): number => (count / Math.max(1, totals[label]) - 1 / folds) ** 2;
    return sum + share(held[label] + added[label]) - share(held[label]);
  }, 0);
}

function leastIndex<Item>(items: readonly Item[], costOf: (item: Item) => number): number {
  const costs = items.map(costOf);
  return costs.indexOf(Math.min(...costs));
}

function groupsFew(counts: ReadonlyMap<string, Counts>, folds: number): UmbelError {
  const withHogweed = [...counts.values()].filter(([, hogweed]) => hogweed > 0).length;
  return new UmbelError({
    code: 'training.groups-few',
    kind: 'bad-input',
    message: `The tiles come from ${counts.size} places, ${withHogweed} of them with hogweed: too few for ${folds} folds with both classes.`,
    hint: 'Give tiles of more ground or flights, ask for fewer --folds, or name the groups with --groups FILE (columns file and group).',
    details: { groups: counts.size, withHogweed, folds },
  });
}
