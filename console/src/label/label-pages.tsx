import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { flights, photos } from '../api/operations.generated.ts';
import { request } from '../api/request.ts';
import { useAnswer } from '../api/use-answer.ts';
import { links } from '../app/links.ts';
import { flightName, useFlightName } from '../flights/flight-name.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { useTexts } from '../texts/use-texts.ts';
import '../flights/flights.css';

/** The flights whose photos can be labelled. */
export function LabelPage(): ReactNode {
  const { t, f } = useTexts();
  const answer = useAnswer('flights', flights, { first: 200 });
  return (
    <Page title={t.label.title} lead={t.label.lead}>
      <Loaded answer={answer}>
        {({ flights: { items } }) =>
          items.length === 0 ? (
            <p className="card soft">{t.start.noFlights}</p>
          ) : (
            <ul className="flights">
              {items.map((flight) => (
                <li key={flight.flightId} className="card flight">
                  <h2>
                    <Link href={links.labelFlight(flight.flightId)}>{flightName(flight)}</Link>
                  </h2>
                  <p className="soft">{t.flightTexts.photos(flight.photos, f)}</p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}

/** The photos of a flight, each with how many answers it has. */
export function LabelFlightPage({ flightId }: { readonly flightId: string }): ReactNode {
  const { t, f } = useTexts();
  const answer = usePhotosToLabel(flightId);
  const items = answer.data?.pages.flatMap((page) => page.photos.items) ?? [];
  return (
    <Page title={t.label.title} lead={<Link href={links.flight(flightId)}>{useFlightName(flightId)}</Link>}>
      <Loaded answer={answer}>{() => null}</Loaded>
      {answer.isSuccess && items.length === 0 ? <p className="card soft">{t.label.noPhotos}</p> : null}
      <ul className="photos">
        {items.map((photo) =>
          photo.photoId === null ? null : (
            <li key={photo.photoId}>
              <Link href={links.labelPhoto(flightId, photo.photoId)}>
                {photo.previewUrl === null ? (
                  <div className="no-picture" />
                ) : (
                  <img src={photo.previewUrl} alt="" loading="lazy" width={160} height={120} />
                )}
                <span>
                  {photo.name}
                  {(photo.labels ?? 0) === 0 ? null : (
                    <span className="soft"> {t.label.answers(f.count(photo.labels ?? 0))}</span>
                  )}
                </span>
              </Link>
            </li>
          ),
        )}
      </ul>
      {answer.hasNextPage ? (
        <button type="button" onClick={() => void answer.fetchNextPage()}>
          {t.more}
        </button>
      ) : null}
    </Page>
  );
}

/** The usable photos of a flight, page by page. */
export function usePhotosToLabel(flightId: string) {
  return useInfiniteQuery({
    queryKey: ['photos', flightId, 'label'],
    queryFn: ({ pageParam, signal }) =>
      request(photos, { flightId, outcome: 'TILED', first: 48, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.photos.next,
  });
}
