import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { flights, type FlightLine, type RunLine } from '../api/operations.generated.ts';
import { request } from '../api/request.ts';
import { links } from '../app/links.ts';
import { useAbilities } from '../app/use-me.ts';
import { Page } from '../parts/page.tsx';
import { describeFailure } from '../parts/coded.ts';
import { Problem } from '../parts/problem.tsx';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { flightName } from './flight-name.ts';
import { photoCounts, photosOf } from './photo-counts.ts';
import { RunProgress } from './run-progress.tsx';
import './flights.css';

const pageSize = 20;

/** Every flight, the latest first, each with how far it is. */
export function FlightsPage(): ReactNode {
  const { t } = useTexts();
  const { uploads } = useAbilities();
  const answer = useInfiniteQuery({
    queryKey: ['flights', 'pages'],
    queryFn: ({ pageParam, signal }) => request(flights, { first: pageSize, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.flights.next,
    refetchInterval: ({ state }) => askAgainMs(state.data?.pages.flatMap((page) => page.flights.items) ?? []),
  });
  const items = answer.data?.pages.flatMap((page) => page.flights.items);
  return (
    <Page
      title={t.flightTexts.title}
      lead={t.flightTexts.lead}
      actions={
        uploads ? (
          <Link href={links.upload} className="button main">
            {t.flightTexts.upload}
          </Link>
        ) : undefined
      }
    >
      {answer.isError ? <Problem error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <p role="status">{t.loading}</p> : null}
      {items?.length === 0 ? <p className="card soft">{t.start.noFlights}</p> : null}
      <ul className="flights">
        {items?.map((flight) => (
          <FlightCard key={flight.flightId} flight={flight} />
        ))}
      </ul>
      {answer.hasNextPage ? (
        <button type="button" onClick={() => void answer.fetchNextPage()}>
          {t.more}
        </button>
      ) : null}
    </Page>
  );
}

/** How soon the list may look different: soonest while something is being worked on. */
function askAgainMs(flights: readonly FlightLine[]): number {
  if (flights.some(({ latestRun }) => latestRun?.status === 'RUNNING')) return 2000;
  return flights.some(({ latestRun }) => latestRun === null) ? 5000 : 15_000;
}

function failureText({ failure }: RunLine, t: Texts): string {
  if (failure === null) return t.flightTexts.failure;
  return describeFailure(failure, t) ?? failure.message;
}

function FlightCard({ flight }: { readonly flight: FlightLine }): ReactNode {
  const { t, f } = useTexts();
  const { latestRun: run } = flight;
  return (
    <li className="card flight">
      <div className="flight-head">
        <h2>
          <Link href={links.flight(flight.flightId)}>{flightName(flight)}</Link>
        </h2>
        <span className="row">
          {flight.simulated ? <span className="tag">{t.flightTexts.simulated}</span> : null}
          {run === null ? null : (
            <span className={`tag ${run.status === 'FAILED' ? 'bad' : ''}`}>
              {t.flightTexts.statuses[run.status]}
            </span>
          )}
        </span>
      </div>
      <p className="soft small">
        {[
          t.flightTexts.photos(photosOf(flight), f),
          flight.capturedAt === null ? undefined : `${t.flightTexts.flown} ${f.date(flight.capturedAt)}`,
        ]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </p>
      {run === null ? (
        <p>{t.flightTexts.notBegun}</p>
      ) : run.status === 'RUNNING' ? (
        <RunProgress run={run} />
      ) : run.status === 'FAILED' ? (
        <p>{failureText(run, t)}</p>
      ) : (
        <p>
          {t.flightTexts.outcome(run.summary, f)}
          {run.summary === null || photoCounts(run.summary).notUsed === 0
            ? null
            : ` ${t.flightTexts.photos(photoCounts(run.summary).notUsed, f)} ${t.flightTexts.unused}.`}
        </p>
      )}
    </li>
  );
}
