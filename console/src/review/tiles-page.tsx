import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { ReviewFilter, ReviewReason } from '../api/operations.generated.ts';
import { links } from '../app/links.ts';
import type { Desk } from '../desk/desk.ts';
import { useDesk } from '../desk/store.ts';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { TileDesk } from './tile-desk.tsx';
import { useSession } from './use-session.ts';
import './review.css';

const reasons: readonly ReviewReason[] = ['UNCERTAIN', 'AUDIT', 'SECOND_OPINION'];

/** Review one by one: a tile, one key, the next tile. */
export function TilesPage(): ReactNode {
  const { t } = useTexts();
  const desk = useDesk();
  const [search] = useSearchParams();
  const flightId = search.get('flight');
  const reason = reasons.find((each) => each === search.get('reason')?.toUpperCase());
  const filter: ReviewFilter = {
    ...(flightId === null ? {} : { flightId }),
    ...(reason === undefined ? {} : { reason }),
  };
  return (
    <Page title={t.review.oneByOne} className="desk-page session">
      {desk === undefined ? <p role="status">{t.loading}</p> : <TileSession filter={filter} desk={desk} />}
    </Page>
  );
}

function TileSession({ filter, desk }: { readonly filter: ReviewFilter; readonly desk: Desk }): ReactNode {
  const { t } = useTexts();
  const session = useSession(filter, desk);
  const { queue, place } = session;
  if (place !== undefined) return <TileDesk session={session} place={place} />;
  if (queue.error !== null) return <Problem error={queue.error} onRetry={queue.refresh} />;
  if (queue.isPending) return <p role="status">{t.loading}</p>;
  return <NothingWaits session={session} />;
}

function NothingWaits({ session }: { readonly session: ReturnType<typeof useSession> }): ReactNode {
  const { t } = useTexts();
  return (
    <section className="card nothing-waits" role="status">
      <h2>{t.review.done}</h2>
      <p>{t.review.doneWhy}</p>
      <div className="row">
        <button type="button" className="main" onClick={session.queue.refresh}>
          {t.review.lookAgain}
        </button>
        {session.canUndo ? (
          <button type="button" onClick={session.undo}>
            {t.keyActions.undo}
          </button>
        ) : null}
        <Link className="button" href={links.review}>
          {t.review.back}
        </Link>
      </div>
    </section>
  );
}
