import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';
import { flights, reviewFigures, secondOpinions } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { links } from '../app/links.ts';
import { useAbilities } from '../app/use-me.ts';
import { flightName } from '../flights/flight-name.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { useTexts } from '../texts/use-texts.ts';
import './review.css';

/** Why a tile may be asked about, as addresses name it. */
const reasons = ['uncertain', 'audit', 'second_opinion'] as const;

/** What waits for review, how it is going, and the two ways to begin. */
export function ReviewPage(): ReactNode {
  const { t } = useTexts();
  const { judges } = useAbilities();
  const [search, setSearch] = useSearchParams();
  const flightId = search.get('flight') ?? undefined;
  const reason = reasons.find((each) => each === search.get('reason'));
  const choose = (key: string, chosen: string) =>
    setSearch((before) => {
      const { [key]: _, ...rest } = Object.fromEntries(before);
      return chosen === '' ? rest : { ...rest, [key]: chosen };
    });
  return (
    <Page title={t.review.title} lead={t.review.lead}>
      <div className="review-choices">
        <FlightChoice flightId={flightId} onChoose={(chosen) => choose('flight', chosen)} />
        <ReasonChoice reason={reason} onChoose={(chosen) => choose('reason', chosen)} />
      </div>
      {judges ? (
        <div className="home review-ways">
          <section className="card">
            <h2>{t.review.oneByOne}</h2>
            <p>{t.review.oneByOneWhy}</p>
            <div className="row">
              <Link className="button main" href={links.reviewTiles(flightId, reason)}>
                {t.review.begin}
              </Link>
            </div>
          </section>
          <section className="card">
            <h2>{t.review.many}</h2>
            <p>{t.review.manyWhy}</p>
            <div className="row">
              <Link
                className="button"
                href={links.reviewMany(flightId)}
                aria-label={`${t.review.begin}: ${t.review.many}`}
              >
                {t.review.begin}
              </Link>
            </div>
          </section>
        </div>
      ) : (
        <p className="notice-box">{t.notAllowed}</p>
      )}
      <div className="stack">
        <Figures flightId={flightId} />
        <Agreement flightId={flightId} />
      </div>
    </Page>
  );
}

function ReasonChoice({
  reason,
  onChoose,
}: {
  readonly reason: (typeof reasons)[number] | undefined;
  readonly onChoose: (reason: string) => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <div className="field">
      <label htmlFor="reason">{t.review.reasonFilter}</label>
      <select id="reason" value={reason ?? ''} onChange={(event) => onChoose(event.target.value)}>
        <option value="">{t.review.reasons.all}</option>
        {reasons.map((each) => (
          <option key={each} value={each}>
            {t.review.reasons[each]}
          </option>
        ))}
      </select>
    </div>
  );
}

function FlightChoice({
  flightId,
  onChoose,
}: {
  readonly flightId: string | undefined;
  readonly onChoose: (flightId: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const { data } = useAnswer('flights', flights, { first: 200 });
  return (
    <div className="field flight-choice">
      <label htmlFor="flight">{t.review.whichFlight}</label>
      <select id="flight" value={flightId ?? ''} onChange={(event) => onChoose(event.target.value)}>
        <option value="">{t.review.allFlights}</option>
        {data?.flights.items.map((flight) => (
          <option key={flight.flightId} value={flight.flightId}>
            {flightName(flight)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Figures({ flightId }: { readonly flightId: string | undefined }): ReactNode {
  const { t, f } = useTexts();
  const answer = useAnswer(
    'review-figures',
    reviewFigures,
    { flightId: flightId ?? null },
    { every: 15_000, keep: true },
  );
  const texts = t.review.figures;
  return (
    <section className="card">
      <Loaded answer={answer}>
        {({ reviewFigures: figures }) => (
          <dl className="figures">
            {(
              [
                [texts.waiting, figures.waiting],
                [texts.answered, figures.answered],
                [texts.mine, figures.answeredByMe],
                [t.answers.HOGWEED, figures.hogweed],
                [t.answers.NOT_HOGWEED, figures.notHogweed],
                [t.answers.UNSURE, figures.unsure],
                [t.answers.BAD_IMAGE, figures.badImage],
              ] as const
            ).map(([name, count]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{f.count(count)}</dd>
              </div>
            ))}
          </dl>
        )}
      </Loaded>
    </section>
  );
}

function Agreement({ flightId }: { readonly flightId: string | undefined }): ReactNode {
  const { t, f } = useTexts();
  const answer = useAnswer('second-opinions', secondOpinions, { flightId: flightId ?? null }, { keep: true });
  const texts = t.review;
  return (
    <section className="card">
      <h2>{texts.agreement}</h2>
      <p className="soft">{texts.agreementWhy}</p>
      <Loaded answer={answer}>
        {({ secondOpinions: { pairs, agreed, kappa, waiting } }) => (
          <>
            <p>
              {texts.pairs(f.count(pairs))}.
              {pairs === 0 ? null : ` ${texts.agreed(f.percent(agreed / pairs))}.`}
            </p>
            <p>
              <strong>{kappa === null ? texts.noKappa : texts.kappa(f.decimal(kappa))}</strong>{' '}
              {kappa === null ? null : <span className="soft">{texts.kappaWhy}</span>}
            </p>
            <p className="soft">{texts.secondWaiting(f.count(waiting))}.</p>
          </>
        )}
      </Loaded>
    </section>
  );
}
