import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degreeLengths } from '#core/geo/ellipsoid.ts';
import type { SplitRule } from '#core/snapshot/snapshot.ts';
import { splitTiles, type UnsplitTile } from '#core/snapshot/split.ts';

const byGroup: SplitRule = {
  by: 'group',
  seed: 1,
  previous: null,
  shares: { train: 70, validation: 15, test: 15 },
};
const byGround: SplitRule = { ...byGroup, by: 'ground', cellM: 10, guardM: 2 };
const { latM, lonM } = degreeLengths(55);
/** A tile so many metres north and east of a corner of the meadow. */
const tileAt = (northM: number, eastM: number, label: UnsplitTile['label']): UnsplitTile => ({
  label,
  group: 'meadow',
  place: { lat: 55 + northM / latM, lon: 12 + eastM / lonM },
});
/** A meadow of 120 x 120 m, a tile every 3 m, hogweed in stripes. */
const meadow = Array.from({ length: 1600 }, (_, i) =>
  tileAt(Math.floor(i / 40) * 3, (i % 40) * 3, i % 7 === 0 ? 'hogweed' : 'background'),
);
const distanceM = (a: UnsplitTile, b: UnsplitTile) =>
  Math.hypot((a.place!.lat - b.place!.lat) * latM, (a.place!.lon - b.place!.lon) * lonM);

/** So many tiles of flights of six. */
const flightsOf = (count: number) =>
  Array.from({ length: count }, (_, i): UnsplitTile => ({
    label: i % 3 === 0 ? 'hogweed' : 'background',
    group: `flight-${Math.floor(i / 6)}`,
  }));

describe('a split by group', () => {
  const anyTiles = array(
    record({
      label: constantFrom('hogweed' as const, 'background' as const),
      group: integer({ min: 0, max: 30 }),
    }),
    { minLength: 150, maxLength: 300 },
  ).map((tiles) => tiles.map(({ label, group }) => ({ label, group: `flight-${group}` })));

  it('never tears a group apart, and comes near to the shares of both classes', () => {
    assert(
      property(anyTiles, integer({ min: 0, max: 99 }), (tiles, seed) => {
        const assigned = splitTiles(tiles, { ...byGroup, seed });
        const splits = new Map<string, string>();
        for (const { group, split } of assigned)
          expect(splits.get(group) ?? splits.set(group, split).get(group)).toBe(split);
        const share = (label: string) => {
          const of = tiles.flatMap((tile, i) => (tile.label === label ? [assigned[i]!.split] : []));
          return of.filter((split) => split === 'train').length / of.length;
        };
        for (const label of ['hogweed', 'background']) {
          expect(share(label)).toBeGreaterThan(0.5);
          expect(share(label)).toBeLessThan(0.9);
        }
      }),
    );
  });

  it('keeps what an earlier snapshot decided, whatever is added', () => {
    const before = new Map(
      splitTiles(flightsOf(120), byGroup).map(({ group, split }) => [group, split as 'train']),
    );
    const after = splitTiles(flightsOf(600), byGroup, before);
    const kept = after.filter(({ group }) => before.has(group));
    expect(kept).toHaveLength(120);
    for (const { group, split } of kept) expect(split).toBe(before.get(group));
    // Without the earlier decision ground would have moved: the test can fail.
    expect(
      splitTiles(flightsOf(600), byGroup).some(
        ({ group, split }) => before.get(group) !== (before.has(group) ? split : undefined),
      ),
    ).toBe(true);
  });

  it('is refused where a part would lack a class', () => {
    const few = Array.from({ length: 20 }, (_, i): UnsplitTile => ({
      label: i < 10 ? 'hogweed' : 'background',
      group: i < 10 ? 'a' : 'b',
    }));
    expect(() => splitTiles(few, byGroup)).toThrow(
      /part would have no tile of the class .+: 20 tiles of 2 groups/,
    );
  });
});

describe('a split by ground', () => {
  const assigned = splitTiles(meadow, byGround);

  it('keeps a guard between what is learned from and what is measured on', () => {
    const guarded = splitTiles(meadow, { ...byGround, guardM: 4 });
    const of = (splits: readonly string[]) => meadow.filter((_, i) => splits.includes(guarded[i]!.split));
    const [learned, heldOut] = [of(['train']), of(['validation', 'test'])];
    expect(heldOut.length).toBeGreaterThan(100);
    expect(of(['guard']).length).toBeGreaterThan(50);
    const nearest = heldOut.map((tile) =>
      learned.reduce((least, other) => Math.min(least, distanceM(tile, other)), 99),
    );
    expect(Math.min(...nearest)).toBeGreaterThanOrEqual(4);
    // Without a guard neighbours would lie on both sides.
    expect(assigned.some(({ split }) => split === 'guard')).toBe(false);
  });

  it('puts the tiles of one cell together, in cells of the size that was asked for', () => {
    const members = new Map<string, UnsplitTile[]>();
    for (const [i, { group }] of assigned.entries())
      members.set(group, [...(members.get(group) ?? []), meadow[i]!]);
    const widest = Math.max(
      ...[...members.values()].flatMap((tiles) => tiles.map((tile) => distanceM(tile, tiles[0]!))),
    );
    expect(widest).toBeLessThanOrEqual(10 * Math.SQRT2);
    expect(members.size).toBeGreaterThan(120);
    expect(members.size).toBeLessThan(200);
  });

  it('is the same cell wherever the other tiles lie', () => {
    const some = splitTiles(
      meadow.filter((_, i) => i % 2 === 0 || i % 7 === 0),
      byGround,
    );
    expect(new Set(assigned.map(({ group }) => group))).toEqual(
      new Set([...assigned, ...some].map(({ group }) => group)),
    );
  });

  it('leaves tiles out whose place nobody knows: they may show any ground', () => {
    const unplaced = { label: 'hogweed' as const, group: 'fog' };
    const mixed = splitTiles([unplaced, ...meadow, unplaced], byGround);
    expect([mixed[0], mixed.at(-1)]).toEqual([1, 2].map(() => ({ split: 'noPlace', group: 'fog' })));
    expect(mixed.slice(1, -1)).toEqual(assigned);
  });
});

/** The parts that the tiles of a flight are in. */
const partsOf = (tiles: readonly UnsplitTile[], rule: SplitRule, decided?: Map<string, 'train'>) => {
  const assigned = splitTiles(tiles, rule, decided);
  return (flight: string) =>
    new Set(assigned.flatMap(({ split }, i) => (tiles[i]!.group === flight ? [split] : [])));
};

describe('held-out flights', () => {
  it('are the test part, and nothing else is', () => {
    const tiles = flightsOf(120);
    const parts = partsOf(tiles, { ...byGroup, heldOut: ['flight-3', 'flight-8'] });
    const others = tiles.map(({ group }) => group).filter((group) => !/-[38]$/.test(group));
    expect([parts('flight-3'), parts('flight-8')]).toEqual([new Set(['test']), new Set(['test'])]);
    expect(others.some((flight) => parts(flight).has('test'))).toBe(false);
    expect(others.some((flight) => parts(flight).has('validation'))).toBe(true);
  });

  it('have their ground for themselves', () => {
    // The second flight went over the southern half of the meadow and over ground of its own.
    const south = meadow.slice(0, 800).map((tile) => ({ ...tile, group: 'again' }));
    const north = meadow.slice(800);
    const tiles = [...north, ...south, ...meadow.slice(0, 400)];
    const parts = partsOf(tiles, { ...byGround, heldOut: ['again'] });
    expect(parts('again')).toEqual(new Set(['test']));
    expect(parts('meadow')).toEqual(new Set(['train', 'validation', 'guard']));
  });

  it('are left out where they were learned from before', () => {
    const decided = new Map([['flight-3', 'train' as const]]);
    const parts = partsOf(flightsOf(120), { ...byGroup, heldOut: ['flight-3', 'flight-8'] }, decided);
    expect(parts('flight-3')).toEqual(new Set(['guard']));
    expect(() => partsOf(flightsOf(120), { ...byGroup, heldOut: ['flight-3'] }, decided)).toThrow(
      'The test part would have no tile',
    );
  });
});
