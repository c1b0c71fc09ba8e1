import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlightLine } from '../../../console/src/api/operations.generated.ts';
import { photoCounts, photosOf } from '../../../console/src/flights/photo-counts.ts';

type Run = NonNullable<FlightLine['latestRun']>;
type Summary = NonNullable<Run['summary']>;

const count = fc.nat(10_000);
/** What a run says of its photos: each of them in exactly one of five, and all together read. */
const summaries = fc
  .record({ scored: count, prepared: count, quarantined: count, skipped: count, failed: count })
  .map(
    (counts) => ({ ...counts, read: Object.values(counts).reduce((sum, each) => sum + each, 0) }) as Summary,
  );

describe('the photos of a flight', () => {
  it('add up: what was used, what was not, and what failed are all that the page speaks of', () => {
    fc.assert(
      fc.property(summaries, (summary) => {
        const { used, notUsed, failed } = photoCounts(summary);
        // One was left out before the work began: fewer are worked on than were found.
        const flight = { photos: summary.scored, latestRun: { summary } as Run };
        expect(used + notUsed + failed).toBe(photosOf(flight));
      }),
    );
  });

  it('are those that are worked on as long as the work is not done', () => {
    expect(photosOf({ photos: 3, latestRun: null })).toBe(3);
    expect(photosOf({ photos: 3, latestRun: { summary: null } as Run })).toBe(3);
  });
});
