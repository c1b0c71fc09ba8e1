import { array, assert, integer, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UmbelError } from '#core/errors.ts';
import { assignFolds } from '#core/model/training/folds.ts';

const groupsArbitrary = array(
  record({ background: integer({ min: 0, max: 12 }), hogweed: integer({ min: 0, max: 12 }) }),
  { minLength: 5, maxLength: 40 },
);

function tilesOf(groups: readonly { background: number; hogweed: number }[]) {
  const tiles = groups.flatMap(({ background, hogweed }, g) => [
    ...Array.from({ length: background }, () => ({ group: `g${g}`, label: 0 })),
    ...Array.from({ length: hogweed }, () => ({ group: `g${g}`, label: 1 })),
  ]);
  return { labels: tiles.map(({ label }) => label), groups: tiles.map(({ group }) => group) };
}

/** The folds; undefined where they are refused by name. */
function assignOrRefuse(
  tiles: ReturnType<typeof tilesOf>,
  folds: number,
  seed: number,
): Uint8Array | undefined {
  try {
    return assignFolds(tiles, folds, seed);
  } catch (error) {
    if (error instanceof UmbelError && error.code === 'training.groups-few') return undefined;
    throw error;
  }
}

describe('assignFolds', () => {
  it('never splits a group, gives every fold both classes, and refuses by name where it cannot', () => {
    assert(
      property(groupsArbitrary, integer({ min: 2, max: 5 }), nat(100), (groups, folds, seed) => {
        const tiles = tilesOf(groups);
        const assigned = assignOrRefuse(tiles, folds, seed);
        if (assigned === undefined) return;
        const foldOf = new Map<string, number>();
        assigned.forEach((fold, i) => {
          const group = tiles.groups[i]!;
          expect(foldOf.get(group) ?? fold).toBe(fold);
          foldOf.set(group, fold);
        });
        for (let fold = 0; fold < folds; fold++) {
          const labels = new Set(tiles.labels.filter((_, i) => assigned[i] === fold));
          expect([...labels].toSorted((a, b) => a - b)).toEqual([0, 1]);
        }
        expect(assignFolds(tiles, folds, seed)).toEqual(assigned);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('deals equal groups out evenly', () => {
    const tiles = tilesOf(Array.from({ length: 20 }, () => ({ background: 4, hogweed: 2 })));
    const folds = assignFolds(tiles, 5, 1);
    for (let fold = 0; fold < 5; fold++) expect(folds.filter((f) => f === fold)).toHaveLength(24);
  });

  it('refuses when hogweed stands in fewer places than there are folds', () => {
    const tiles = tilesOf([
      { background: 5, hogweed: 5 },
      ...Array.from({ length: 9 }, () => ({ background: 5, hogweed: 0 })),
    ]);
    expect(() => assignFolds(tiles, 2, 1)).toThrow(/10 places, 1 of them with hogweed/);
  });
});
