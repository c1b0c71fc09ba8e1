import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useIdentity } from '../api/identity.ts';
import { flights, reviewFigures, type FlightLine } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { links } from '../app/links.ts';
import { useAbilities } from '../app/use-me.ts';
import { RunProgress } from '../flights/run-progress.tsx';
import { flightName } from '../flights/flight-name.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { useTexts } from '../texts/use-texts.ts';

/** The first screen: what waits, the latest flight, the ways on. */
export function HomePage(): ReactNode {
  const { t } = useTexts();
  const identity = useIdentity();
  const answer = useAnswer('flights', flights, { first: 20 }, { every: 10_000 });
  return (
    <Page title={t.start.welcome(identity?.name ?? '')} lead={t.start.lead}>
      <Loaded answer={answer}>
        {({ flights: { items } }) => (
          <div className="home">
            <WaitingCard />
            {items[0] === undefined ? <NoFlightCard /> : <LatestCard flight={items[0]} />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function WaitingCard(): ReactNode {
  const { t } = useTexts();
  const { judges } = useAbilities();
  const answer = useAnswer('review-figures', reviewFigures, {});
  return (
    <section className="card">
      <h2>{t.screens.review}</h2>
      <Loaded answer={answer} small>
        {({ reviewFigures: { waiting } }) => (
          <p>{waiting === 0 ? t.start.noneWaiting : t.start.waiting(waiting)}</p>
        )}
      </Loaded>
      <div className="row">
        <Link href={judges ? links.reviewTiles() : links.review} className="button main">
          {t.start.toReview}
        </Link>
      </div>
    </section>
  );
}

function LatestCard({ flight }: { readonly flight: FlightLine }): ReactNode {
  const { t, f } = useTexts();
  const { latestRun } = flight;
  return (
    <section className="card">
      <p className="small soft">{t.start.latest}</p>
      <h2>
        <Link href={links.flight(flight.flightId)}>{flightName(flight)}</Link>
      </h2>
      {latestRun === null ? (
        <p>
          {t.flightTexts.photos(flight.photos, f)}. {t.flightTexts.notBegun}
        </p>
      ) : latestRun.status === 'RUNNING' ? (
        <RunProgress run={latestRun} />
      ) : (
        <p>{t.flightTexts.outcome(latestRun.summary, f)}</p>
      )}
      <div className="row">
        <Link href={links.mapOf(flight.flightId)} className="button">
          {t.start.toMap}
        </Link>
        <Link href={links.flights} className="button quiet">
          {t.start.toFlights}
        </Link>
      </div>
    </section>
  );
}

function NoFlightCard(): ReactNode {
  const { t } = useTexts();
  return (
    <section className="card">
      <h2>{t.screens.flights}</h2>
      <p>{t.start.noFlights}</p>
      <div className="row">
        <Link href={links.upload} className="button main">
          {t.start.upload}
        </Link>
      </div>
    </section>
  );
}
