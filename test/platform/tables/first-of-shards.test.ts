import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstOfShards } from '#platform/tables/first-of-shards.ts';

const placeLike = fc.string({
  unit: fc.constantFrom('0', '1', '2', '#', 'a', 'f'),
  minLength: 1,
  maxLength: 6,
});
const places = fc.uniqueArray(placeLike, { maxLength: 120 });
const shards = ['a', 'b', 'c', 'd'];

/** A queue in memory; counts what is read of it. */
function queueOf(entries: ReadonlyMap<string, string>) {
  const asked: number[] = [];
  return {
    asked,
    read: (shard: string, { after, limit }: { after: string | undefined; limit: number }) => {
      asked.push(limit);
      const own = [...entries].flatMap(([place, where]) => (where === shard ? [place] : [])).toSorted();
      return Promise.resolve(own.filter((place) => after === undefined || place > after).slice(0, limit));
    },
  };
}

const request = { shards, placeOf: (place: string) => place };

describe('the first entries of all shards', () => {
  it('are those of one list, however the shards are filled', async () => {
    const spread = places.chain((all) =>
      fc.record({
        entries: fc
          .array(fc.constantFrom(...shards), { minLength: all.length, maxLength: all.length })
          .map((where) => new Map(all.map((place, i) => [place, where[i]!]))),
        after: fc.option(placeLike, { nil: undefined }),
        limit: fc.integer({ min: 1, max: 60 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(spread, async ({ entries, after, limit }) => {
        const { read } = queueOf(entries);
        const all = [...entries.keys()].toSorted().filter((place) => after === undefined || place > after);
        expect(await firstOfShards({ ...request, after, limit }, read)).toEqual(all.slice(0, limit));
      }),
    );
  });

  it('are found though all lie in one shard', async () => {
    const entries = new Map(Array.from({ length: 100 }, (_, i) => [String(i).padStart(3, '0'), 'c']));
    const { read } = queueOf(entries);
    const found = await firstOfShards({ ...request, after: '009', limit: 25 }, read);
    expect(found).toEqual([...entries.keys()].slice(10, 35));
  });

  it('are not read four times over', async () => {
    const entries = new Map(
      Array.from({ length: 400 }, (_, i) => [String(i).padStart(3, '0'), shards[i % 4]!]),
    );
    const { read, asked } = queueOf(entries);
    await firstOfShards({ ...request, after: undefined, limit: 24 }, read);
    expect(asked).toHaveLength(4);
    expect(asked.reduce((sum, limit) => sum + limit, 0)).toBeLessThan(50);
  });
});
