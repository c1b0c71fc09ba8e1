import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import {
  reviewSample,
  settings,
  type Answer,
  type ReviewFilter,
  type ReviewLine,
} from '../api/operations.generated.ts';
import { request } from '../api/request.ts';
import { useAnswer } from '../api/use-answer.ts';
import { newKey } from '../desk/new-key.ts';
import type { Desk } from '../desk/desk.ts';
import { useDesk } from '../desk/store.ts';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { DecideMany } from './decide-many.tsx';
import { ManyForm } from './many-form.tsx';
import { TileDesk } from './tile-desk.tsx';
import { useSample } from './use-sample.ts';
import './review.css';
import './many.css';

/** What is to be decided at once: which tiles, which answer, and the sample that was drawn from them. */
export interface Bulk {
  readonly filter: ReviewFilter;
  readonly answer: Answer;
  readonly sample: readonly ReviewLine[];
}

/** Review of many tiles at once: a random sample one by one first, then the decision on the rest. */
export function ManyPage(): ReactNode {
  const { t } = useTexts();
  const [search] = useSearchParams();
  const desk = useDesk();
  const [bulk, setBulk] = useState<Bulk>();
  const [error, setError] = useState<unknown>();
  const sampleSize = useAnswer('settings', settings, {}).data?.settings.bulkSampleSize ?? 20;
  const flightId = search.get('flight');
  const draw = async (from: number, to: number, answer: Answer) => {
    setError(undefined);
    // What is drawn by chance or asked twice is looked at one by one: answered by the dozen it would check nothing.
    const reason = 'UNCERTAIN' as const;
    const filter = {
      reason,
      ...(flightId === null ? {} : { flightId }),
      confidenceFrom: from,
      confidenceTo: to,
    };
    try {
      const { reviewSample: sample } = await request(reviewSample, {
        filter,
        size: sampleSize,
        seed: newKey(),
      });
      setBulk({ filter, answer, sample });
    } catch (caught) {
      setError(caught);
    }
  };
  return (
    <Page
      title={t.review.many}
      lead={bulk === undefined ? t.review.manyWhy : undefined}
      className={bulk === undefined ? '' : 'desk-page session'}
    >
      {error === undefined ? null : <Problem error={error} />}
      {bulk === undefined || desk === undefined ? (
        <ManyForm sampleSize={sampleSize} onDraw={(from, to, answer) => void draw(from, to, answer)} />
      ) : (
        <BulkSession bulk={bulk} desk={desk} onAgain={() => setBulk(undefined)} />
      )}
    </Page>
  );
}

function BulkSession({
  bulk,
  desk,
  onAgain,
}: {
  readonly bulk: Bulk;
  readonly desk: Desk;
  readonly onAgain: () => void;
}): ReactNode {
  const { t } = useTexts();
  const session = useSample(bulk.sample, desk);
  if (bulk.sample.length === 0) {
    return (
      <section className="card nothing-waits">
        <p>{t.many.noTiles}</p>
        <button type="button" onClick={onAgain}>
          {t.many.again}
        </button>
      </section>
    );
  }
  if (session.place === undefined) return <DecideMany bulk={bulk} session={session} onAgain={onAgain} />;
  return (
    <>
      <p className="notice-box sample-note">{t.many.sampleNote(bulk.sample.length)}</p>
      <TileDesk session={session} place={session.place} />
    </>
  );
}
