import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { photos, type PhotoOutcome, type PhotosResult } from '../api/operations.generated.ts';
import { request } from '../api/request.ts';
import { links } from '../app/links.ts';
import { Loaded } from '../parts/loaded.tsx';
import { canBeMended, MendPhoto } from './mend-photo.tsx';
import { useTexts } from '../texts/use-texts.ts';

type PhotoLine = PhotosResult['photos']['items'][number];

/** Photos of one outcome, page by page. */
function usePhotos(flightId: string, outcome: PhotoOutcome, first: number) {
  return useInfiniteQuery({
    queryKey: ['photos', flightId, outcome, first],
    queryFn: ({ pageParam, signal }) =>
      request(photos, { flightId, outcome, first, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.photos.next,
    refetchInterval: 15_000,
  });
}

/** The photos that were set aside and the files that were left out, each with its reason. */
export function PhotosAside({
  flightId,
  mayMend,
}: {
  readonly flightId: string;
  /** Whether mended files may be sent for them. */
  readonly mayMend: boolean;
}): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <Aside
        flightId={flightId}
        mayMend={mayMend}
        outcome="QUARANTINED"
        title={t.flightTexts.quarantine}
        why={t.flightTexts.quarantineWhy}
      />
      <Aside flightId={flightId} mayMend={mayMend} outcome="LEFT_OUT" title={t.flightTexts.leftOut} />
    </>
  );
}

function Aside({
  flightId,
  mayMend,
  outcome,
  title,
  why,
}: {
  readonly flightId: string;
  readonly mayMend: boolean;
  readonly outcome: PhotoOutcome;
  readonly title: string;
  readonly why?: string;
}): ReactNode {
  const { t } = useTexts();
  const answer = usePhotos(flightId, outcome, 50);
  const items = answer.data?.pages.flatMap((page) => page.photos.items);
  if (items === undefined && answer.isError)
    return (
      <section className="card">
        <h2>{title}</h2>
        <Loaded answer={answer} small>
          {() => null}
        </Loaded>
      </section>
    );
  if (items === undefined || items.length === 0) return null;
  return (
    <section className="card">
      <h2>{title}</h2>
      {why === undefined ? null : <p className="soft">{why}</p>}
      {mayMend && items.some(({ reasonCode }) => canBeMended(reasonCode)) ? (
        <p className="soft">{t.flightTexts.mendWhy}</p>
      ) : null}
      <ul className="asides">
        {items.map((photo) => (
          <li key={photo.name}>
            <p>
              <strong>{photo.name}</strong>
            </p>
            <p>{t.codes[photo.reasonCode ?? ''] ?? photo.reason}</p>
            {mayMend && canBeMended(photo.reasonCode) ? (
              <MendPhoto flightId={flightId} name={photo.name} />
            ) : null}
          </li>
        ))}
      </ul>
      {answer.hasNextPage ? (
        <button type="button" onClick={() => void answer.fetchNextPage()}>
          {t.more}
        </button>
      ) : null}
    </section>
  );
}

/** The photos that were used, in small; each leads to its own page. */
export function PhotoGrid({ flightId }: { readonly flightId: string }): ReactNode {
  const { t } = useTexts();
  const answer = usePhotos(flightId, 'TILED', 24);
  const items = answer.data?.pages.flatMap((page) => page.photos.items);
  if (items === undefined && answer.isError)
    return (
      <section>
        <h2>{t.flightTexts.allPhotos}</h2>
        <Loaded answer={answer} small>
          {() => null}
        </Loaded>
      </section>
    );
  if (items === undefined || items.length === 0) return null;
  return (
    <section>
      <h2>{t.flightTexts.allPhotos}</h2>
      <ul className="photos">
        {items.map((photo) => (
          <li key={photo.photoId ?? photo.name}>
            <PhotoTile flightId={flightId} photo={photo} />
          </li>
        ))}
      </ul>
      {answer.hasNextPage ? (
        <button type="button" onClick={() => void answer.fetchNextPage()}>
          {t.more}
        </button>
      ) : null}
    </section>
  );
}

function PhotoTile({ flightId, photo }: { readonly flightId: string; readonly photo: PhotoLine }): ReactNode {
  const picture =
    photo.previewUrl === null ? (
      <div className="no-picture" />
    ) : (
      <img src={photo.previewUrl} alt="" loading="lazy" width={160} height={120} />
    );
  if (photo.photoId === null) return <span>{photo.name}</span>;
  return (
    <Link href={links.photo(flightId, photo.photoId)}>
      {picture}
      <span>{photo.name}</span>
    </Link>
  );
}
