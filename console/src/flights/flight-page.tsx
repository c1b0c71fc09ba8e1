import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { flight as flightDocument, type FlightLine } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useAbilities } from '../app/use-me.ts';
import { links } from '../app/links.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import type { Formats } from '../texts/formats.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { flightName } from './flight-name.ts';
import { FlightFailure } from './flight-failure.tsx';
import { PhotoGrid, PhotosAside } from './flight-photos.tsx';
import { FlightFiles } from './flight-files.tsx';
import { photoCounts, photosOf } from './photo-counts.ts';
import { RunProgress } from './run-progress.tsx';
import './flights.css';

/** One flight: progress or figures, what was set aside and why, its photos and files. */
export function FlightPage({ flightId }: { readonly flightId: string }): ReactNode {
  const { t, f } = useTexts();
  const answer = useAnswer('flight', flightDocument, { flightId }, { every: 3000 });
  const flight = answer.data?.flight;
  if (flight === null) {
    return (
      <Page title={t.notFound}>
        <p>{t.notFoundWhy}</p>
      </Page>
    );
  }
  const lead = [
    flight === undefined ? undefined : t.flightTexts.photos(photosOf(flight), f),
    flight?.capturedAt ? `${t.flightTexts.flown} ${f.date(flight.capturedAt)}` : undefined,
    flight?.simulated === true ? t.flightTexts.simulated : undefined,
  ];
  return (
    <Page
      title={flight === undefined ? flightId : flightName(flight)}
      lead={lead.filter((part) => part !== undefined).join(' · ')}
      actions={<FlightActions flightId={flightId} />}
    >
      <Loaded answer={answer}>{() => (flight === undefined ? null : <FlightBody flight={flight} />)}</Loaded>
    </Page>
  );
}

function FlightActions({ flightId }: { readonly flightId: string }): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <Link href={links.mapOf(flightId)} className="button">
        {t.flightTexts.map}
      </Link>
      <Link href={links.reviewFlight(flightId)} className="button">
        {t.flightTexts.review}
      </Link>
      <Link href={links.labelFlight(flightId)} className="button">
        {t.flightTexts.label}
      </Link>
    </>
  );
}

function FlightBody({ flight }: { readonly flight: FlightLine }): ReactNode {
  const { latestRun: run, flightId } = flight;
  const { uploads } = useAbilities();
  return (
    <div className="stack">
      {flight.notes === null || flight.notes === '' ? null : <p>{flight.notes}</p>}
      {run?.status === 'RUNNING' ? (
        <section className="card">
          <RunProgress run={run} />
        </section>
      ) : null}
      {run?.status === 'FAILED' ? <FlightFailure flight={flight} /> : null}
      {run?.summary == null ? null : <Figures flight={flight} />}
      <PhotosAside flightId={flightId} mayMend={uploads && run?.status !== 'RUNNING'} />
      <PhotoGrid flightId={flightId} />
      {run?.status === 'SUCCEEDED' ? <FlightFiles flightId={flightId} /> : null}
    </div>
  );
}

/** What became of the photos, where there is more to say than that all were used. */
function photoParts(
  summary: Parameters<typeof photoCounts>[0] & { readonly unplaced: number },
  t: Texts,
  f: Formats,
): string[] {
  const { figures } = t.flightTexts;
  const { used, notUsed, failed } = photoCounts(summary);
  const told = [
    notUsed + failed === 0 ? undefined : figures.used(f.count(used)),
    notUsed === 0 ? undefined : figures.notUsed(f.count(notUsed)),
    failed === 0 ? undefined : `${f.count(failed)} ${t.flightTexts.failed}`,
    summary.unplaced === 0 ? undefined : figures.unplaced(f.count(summary.unplaced)),
  ];
  return told.filter((part) => part !== undefined);
}

function Figures({ flight }: { readonly flight: FlightLine }): ReactNode {
  const { t, f } = useTexts();
  const { figures, model } = t.flightTexts;
  const run = flight.latestRun;
  const summary = run?.summary;
  if (summary == null) return null;
  const bands = [
    `${f.count(summary.certain)} ${figures.certain}`,
    `${f.count(summary.probable)} ${figures.probable}`,
    `${f.count(summary.possible)} ${figures.possible}`,
  ];
  // Without a model nobody has looked for plants yet: that is not the same as having found none.
  const isSearched = run?.modelId != null;
  return (
    <section className="card">
      <dl className="figures">
        <div>
          <dt>{figures.photos}</dt>
          <dd>
            {f.count(summary.read)}
            <small>{photoParts(summary, t, f).join(', ')}</small>
          </dd>
        </div>
        {isSearched ? (
          <div>
            <dt>{figures.sightings}</dt>
            <dd>{f.count(summary.sightings)}</dd>
          </div>
        ) : null}
        <div>
          <dt>{figures.tiles}</dt>
          <dd>
            {f.count(summary.tiles)}
            <small>{isSearched ? bands.join(', ') : figures.notSearched}</small>
          </dd>
        </div>
        <div>
          <dt>{figures.review}</dt>
          <dd>{f.count(summary.review)}</dd>
        </div>
        {run?.modelId == null ? null : (
          <div>
            <dt>{model}</dt>
            <dd className="model-name">
              <Link href={links.model(run.modelId)}>{run.modelTitle ?? run.modelId}</Link>
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
