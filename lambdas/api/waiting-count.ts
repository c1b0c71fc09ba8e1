import type { QueueReason } from '#core/review/queue.ts';
import type { ApiCall } from './field.ts';
import { recent } from './recent.ts';

/** More tiles than this are not counted. */
const countedTiles = 10_000;
/** Up to so many are counted for every page: people see whether the count goes down by their answers. */
const smallQueue = 1_000;
const quickMs = 100;

interface Counted {
  readonly count: number;
  readonly countedMs: number;
  readonly tookMs: number;
}

const counts = recent<Counted>(200);

/**
 * Tiles that wait for this person, as every screen says it: all that are in the queue, those on somebody else's screen
 * too, but for second opinions on this person's own answers. Counting reads them all: where there are many, a count is
 * given again for fifty times as long as it took, so that counting costs little of the time, and an old count is given
 * at once and made anew for the next page.
 */
export async function waitingCount(
  { platform, person: { personId } }: ApiCall,
  which: { readonly flightId?: string | undefined; readonly reason?: QueueReason | undefined } | undefined,
): Promise<number> {
  const { flightId, reason } = which ?? {};
  const key = JSON.stringify([personId, flightId, reason]);
  const countAnew = async () => {
    const startMs = performance.now();
    const count = await platform.tables.reviewQueue.count(flightId, countedTiles, {
      reason,
      notFirstBy: personId,
    });
    const countedMs = performance.now();
    counts.set(key, { count, countedMs, tookMs: countedMs - startMs });
    return count;
  };
  const former = counts.get(key);
  // Few of a reason may stand among many: what tells is then how long it took.
  const isSmall = (counted: Counted) =>
    counted.count <= smallQueue && (reason === undefined || counted.tookMs < quickMs);
  if (former === undefined || isSmall(former)) return countAnew();
  if (performance.now() - former.countedMs > 50 * former.tookMs) {
    counts.set(key, { ...former, countedMs: performance.now() });
    countAnew().catch(() => undefined);
  }
  return former.count;
}
