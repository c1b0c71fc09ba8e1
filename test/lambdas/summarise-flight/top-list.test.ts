import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topList } from '#lambdas/summarise-flight/top-list.ts';

describe('a top list', () => {
  it('keeps what sorting everything would put first, equals in the order in which they came', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.integer({ min: 1, max: 6 }), (ranks, size) => {
        const list = topList<number>(size);
        for (const [entry, rank] of ranks.entries()) list.offer(entry, rank);
        const sorted = [...ranks.keys()].sort((a, b) => ranks[b]! - ranks[a]! || a - b);
        expect(list.entries()).toEqual(sorted.slice(0, size));
      }),
    );
  });
});
