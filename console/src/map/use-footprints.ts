import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { footprints } from '../api/operations.generated.ts';
import { request } from '../api/request.ts';

/** More outlines than these say nothing on a map and only slow it down. */
const mostPages = 10;

/** Outlines of the photos of one flight, as rings of [lat, lon]; none without a flight. */
export function useFootprintRings(flightId: string | undefined): readonly (readonly [number, number][])[] {
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['footprints', flightId],
    queryFn: ({ pageParam, signal }) =>
      request(footprints, { flightId: flightId ?? '', after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last, pages) => (pages.length < mostPages ? last.footprints.next : null),
    enabled: flightId !== undefined,
    staleTime: 10 * 60_000,
  });
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return useMemo(
    () =>
      (data?.pages ?? []).flatMap((page) =>
        page.footprints.items.map(({ ring }) => ring.map(({ lat, lon }): [number, number] => [lat, lon])),
      ),
    [data],
  );
}
