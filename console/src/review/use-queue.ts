import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import {
  holdReviewTiles,
  reviewQueue,
  type ReviewFilter,
  type ReviewLine,
} from '../api/operations.generated.ts';
import { request } from '../api/request.ts';
import { newKey } from '../desk/new-key.ts';
import type { Desk } from '../desk/desk.ts';
import { currentDesk } from '../desk/store.ts';
import { picturesAhead } from './ahead.ts';
import { arrivedAnswers, listOf, stillWaiting, upcoming, type Place } from './queue.ts';

const pageSize = 40;
/** The next tiles whose pictures are ready, and that nobody else is given meanwhile. */
const aheadCount = 12;
/** When fewer wait, more are asked for. */
const lowWater = 15;

export interface Queue {
  readonly places: readonly Place[];
  readonly waiting: number | undefined;
  readonly isPending: boolean;
  /** Why it cannot be said whether more tiles wait. */
  readonly error: unknown;
  /** Asks for the queue anew: what others took is gone, what is new is there. */
  readonly refresh: () => void;
}

/** The tiles to be judged, those that were, and what is needed so that the next one is there at once. */
export function useQueue(filter: ReviewFilter, desk: Desk, current: number): Queue {
  const answer = useInfiniteQuery({
    queryKey: ['queue', filter],
    queryFn: async ({ pageParam, signal }) => {
      const answered = arrivedAnswers(currentDesk());
      return {
        ...(await request(reviewQueue, { filter, first: pageSize, after: pageParam }, signal)),
        answered,
      };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.reviewQueue.next,
    staleTime: 60_000,
  });
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const pages = answer.data?.pages;
  const items = useMemo(() => (pages ?? []).flatMap((page) => page.reviewQueue.items), [pages]);
  const places = useMemo(() => listOf(desk.history, items, taken), [desk.history, items, taken]);
  const next = useMemo(() => upcoming(places, current, aheadCount), [places, current]);
  usePictures(next);
  useHold(next, (ids) => setTaken((before) => new Set([...before, ...ids])));
  const left = useMemo(() => places.filter(({ step }) => step === undefined).length, [places]);
  const { hasNextPage, isFetching, fetchNextPage, isError } = answer;
  useEffect(() => {
    if (left < lowWater && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [left, hasNextPage, isFetching, fetchNextPage, isError]);
  return {
    places,
    waiting: useMemo(() => waitingOf(pages?.at(-1), items, desk), [pages, items, desk]),
    isPending: answer.isPending || answer.isFetchingNextPage,
    error: answer.error,
    refresh: () => void answer.refetch(),
  };
}

function usePictures(next: readonly ReviewLine[]): void {
  const ahead = useRef(picturesAhead());
  useEffect(() => {
    ahead.current.want(
      next
        .flatMap(({ tile }) => [tile.url ?? tile.photo.url, tile.photo.previewUrl])
        .filter((url) => url !== null),
    );
  }, [next]);
}

/** Keeps the next tiles out of other people's queues; those that somebody else keeps are reported. */
function useHold(next: readonly ReviewLine[], onTaken: (ids: readonly string[]) => void): void {
  const asked = useRef(new Set<string>());
  useEffect(() => {
    const tileIds = next.map(({ tile }) => tile.tileId).filter((id) => !asked.current.has(id));
    if (tileIds.length < aheadCount / 2 && asked.current.size > 0 && next.length >= aheadCount) return;
    if (tileIds.length === 0) return;
    for (const id of tileIds) asked.current.add(id);
    const take = async () => {
      const held = await hold(tileIds);
      // Without a connection nobody can be asked; two answers on one tile do no harm.
      if (held === undefined) for (const id of tileIds) asked.current.delete(id);
      else if (held.length < tileIds.length) onTaken(tileIds.filter((id) => !held.includes(id)));
    };
    void take();
  }, [next, onTaken]);
}

/** The tiles that this person was given; undefined when nobody could be asked. */
async function hold(tileIds: readonly string[]): Promise<readonly string[] | undefined> {
  try {
    const { holdReviewTiles: given } = await request(holdReviewTiles, {
      input: { tileIds, hold: true, idempotencyKey: newKey() },
    });
    return given.held;
  } catch {
    return undefined;
  }
}

/** Pages that a former version kept on this computer do not say which answers their count knew of. */
function waitingOf(
  page:
    | { readonly reviewQueue: { readonly waiting: number }; readonly answered?: readonly string[] }
    | undefined,
  items: readonly ReviewLine[],
  { history }: Desk,
): number | undefined {
  if (page === undefined) return undefined;
  const { waiting } = page.reviewQueue;
  return stillWaiting({ waiting, answered: page.answered ?? [] }, items, history);
}
