import { standingLabels } from '#core/label/standing.ts';
import { formatTileId } from '#core/label/tile-identity.ts';
import type { Platform } from '#platform/platform.ts';
import { cursorOf, type QueueEntry } from '#platform/tables/review-queue-table.ts';
import type { ApiCall } from './field.ts';
import { nullIfNotThere } from './flight-fields.ts';
import type { ReviewFilter } from './review-fields.ts';
import { recentlyOpened } from './run-reader.ts';

interface Walk {
  readonly filter: ReviewFilter;
  readonly first: number;
  /** Place of the last entry that was seen. */
  readonly after: string | undefined;
}

/** Entries that are read at most for one page, so that a filter that passes few does not read for ever. */
const mostRead = 20_000;

/** Entries that are read beyond a page: to know of a next one, and in place of a few that are left out. */
const spare = 5;

/**
 * The next tiles that wait for this person, the most valuable first. Left out are those of former runs and those that
 * were answered since they were put in the queue (both are taken out of it), those on somebody else's screen, and second
 * opinions on this person's own answers.
 */
export async function waitingFor(
  call: ApiCall,
  { filter, first, after }: Walk,
): Promise<{ entries: QueueEntry[]; more: boolean }> {
  const { platform, person } = call;
  const { reviewQueue } = platform.tables;
  const nowS = Math.floor(platform.clock.now().getTime() / 1000);
  const limit = Math.min(first + spare, 1_000);
  const request = { flightId: filter?.flightId, limit };
  const [holds, firstPage] = await Promise.all([
    reviewQueue.holds(nowS),
    reviewQueue.page({ ...request, after }),
  ]);
  const held = new Set(holds.flatMap(({ tileId, who }) => (who === person.personId ? [] : [tileId])));
  const entries: QueueEntry[] = [];
  let page = firstPage;
  for (let read = page.length; ; read += page.length) {
    const fitting = page.filter(
      (entry) => fits(entry, filter) && !held.has(formatTileId(entry)) && entry.firstBy !== person.personId,
    );
    entries.push(...(await withoutStale(platform, fitting)));
    const last = page.at(-1);
    if (last === undefined || page.length < limit || entries.length > first || read >= mostRead) break;
    page = await reviewQueue.page({ ...request, after: cursorOf(last) });
  }
  return { entries: entries.slice(0, first), more: entries.length > first };
}

function fits({ reason, confidence }: QueueEntry, filter: ReviewFilter): boolean {
  const { reason: wanted, confidenceFrom = 0, confidenceTo = 1 } = filter ?? {};
  return (
    (wanted === undefined || wanted === reason) && confidence >= confidenceFrom && confidence <= confidenceTo
  );
}

async function withoutStale(platform: Platform, entries: readonly QueueEntry[]): Promise<QueueEntry[]> {
  const [latest, answered] = await Promise.all([
    latestRuns(platform, entries),
    answeredSince(platform, entries),
  ]);
  const isStale = (entry: QueueEntry) =>
    latest.get(entry.flightId) !== entry.runId || answered.has(formatTileId(entry));
  const stale = entries.filter(isStale);
  if (stale.length > 0) await platform.tables.reviewQueue.remove(stale);
  return entries.filter((entry) => !isStale(entry));
}

async function latestRuns(platform: Platform, entries: readonly QueueEntry[]): Promise<Map<string, string>> {
  const flightIds = [...new Set(entries.map(({ flightId }) => flightId))];
  return new Map(
    await Promise.all(
      flightIds.map(async (flightId): Promise<[string, string]> => {
        const opened = await recentlyOpened(platform, flightId).catch(nullIfNotThere);
        return [flightId, opened?.run.runId ?? ''];
      }),
    ),
  );
}

/**
 * First answers that were given although the tile still stands in the queue: on the grid of a photo, or in a former run.
 * One look tells which tiles have any label at all; the history is read of those only.
 */
async function answeredSince(platform: Platform, entries: readonly QueueEntry[]): Promise<Set<string>> {
  const open = entries.filter(({ reason }) => reason !== 'second-opinion');
  const labelled = await platform.tables.labels.whichHaveAny(open);
  const answered = await Promise.all(
    labelled.map(async (tile) => {
      const standing = standingLabels(await platform.tables.labels.history(tile));
      return standing.length > 0 ? [formatTileId(tile)] : [];
    }),
  );
  return new Set(answered.flat());
}
