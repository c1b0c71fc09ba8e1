import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { labelTiles, reviewQueue, type LabelTilesResult } from '../api/operations.generated.ts';
import { queryClient } from '../api/query-client.ts';
import { request } from '../api/request.ts';
import { useAnswer } from '../api/use-answer.ts';
import { newKey } from '../desk/new-key.ts';
import { rememberSent, takeBack } from '../desk/outbox.ts';
import { changeDesk, useDesk } from '../desk/store.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Problem } from '../parts/problem.tsx';
import { useTexts } from '../texts/use-texts.ts';
import type { Bulk } from './many-page.tsx';
import { precisionOf } from './precision.ts';
import { TileGrid } from './tile-grid.tsx';
import type { Session } from './use-session.ts';

/** Tiles of one decision; more come in further rounds. */
const mostAtOnce = 120;
/** Below this share of equal answers in the sample, a decision on all is a bad idea. */
const goodShare = 0.9;

/** What the sample showed, and the rest as a grid in which single tiles can be left out. */
export function DecideMany({
  bulk,
  session,
  onAgain,
}: {
  readonly bulk: Bulk;
  readonly session: Session;
  readonly onAgain: () => void;
}): ReactNode {
  const { t, f } = useTexts();
  const unsent = useDesk()?.outbox.entries.length ?? 0;
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const rest = useAnswer(
    'rest',
    reviewQueue,
    { filter: bulk.filter, first: mostAtOnce, after: null },
    { enabled: unsent === 0 },
  );
  const sampleIds = new Set(bulk.sample.map(({ tile }) => tile.tileId));
  const items = (rest.data?.reviewQueue.items ?? []).filter(({ tile }) => !sampleIds.has(tile.tileId));
  const chosen = items.filter(({ tile }) => !out.has(tile.tileId));
  const same = session.queue.places.filter(({ step }) => step?.answer === bulk.answer).length;
  const precision = precisionOf(same, bulk.sample.length);
  const decide = useMutation({
    mutationFn: () =>
      request(labelTiles, {
        input: {
          tileIds: chosen.map(({ tile }) => tile.tileId),
          answer: bulk.answer,
          sampleTileIds: [...sampleIds],
          idempotencyKey: newKey(),
        },
      }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['review-figures'] }),
  });
  if (decide.isSuccess) return <Decided result={decide.data.labelTiles} onAgain={onAgain} />;
  return (
    <div className="stack many">
      <section className="card" role="status">
        <h2>{t.many.precision(f.percent(precision.share))}</h2>
        <p>
          {t.many.precisionWhy(f.count(precision.same), f.count(precision.judged), t.answers[bulk.answer])}{' '}
          {t.many.atLeast(f.percent(precision.atLeast))}
        </p>
        {precision.share < goodShare ? <p className="notice-box">{t.many.tooLow}</p> : null}
        {unsent > 0 ? <p className="notice-box">{t.many.waitForSending(unsent)}</p> : null}
        {decide.isError ? <Problem error={decide.error} /> : null}
        <div className="row">
          <button
            type="button"
            className="main"
            disabled={chosen.length === 0 || unsent > 0 || decide.isPending}
            onClick={() => decide.mutate()}
          >
            {t.many.decide(f.count(chosen.length), t.answers[bulk.answer])}
          </button>
          <button type="button" onClick={() => session.move(-1)}>
            {t.many.backToSample}
          </button>
          <button type="button" className="quiet" onClick={onAgain}>
            {t.many.again}
          </button>
        </div>
      </section>
      <p className="soft">{t.many.gridWhy}</p>
      {unsent > 0 ? null : (
        <Loaded answer={rest}>
          {() => (
            <TileGrid items={items} out={out} onToggle={(id) => setOut((before) => toggled(before, id))} />
          )}
        </Loaded>
      )}
    </div>
  );
}

function Decided({
  result,
  onAgain,
}: {
  readonly result: LabelTilesResult['labelTiles'];
  readonly onAgain: () => void;
}): ReactNode {
  const { t, f } = useTexts();
  const [undone, setUndone] = useState(false);
  const takeAllBack = () => {
    const keys = result.labels.map(({ labelId, tileId }) => ({
      labelId,
      tileId,
      labelKey: newKey(),
      key: newKey(),
    }));
    setUndone(true);
    void changeDesk((desk) => ({
      ...desk,
      outbox: keys.reduce(
        (outbox, { labelId, labelKey, tileId, key }) =>
          takeBack(rememberSent(outbox, labelKey, labelId), { labelKey, tileId }, key),
        desk.outbox,
      ),
    }));
  };
  return (
    <section className="card nothing-waits" role="status">
      <h2>{undone ? t.many.takenBack : t.many.decided(f.count(result.labelled))}</h2>
      <p>{t.many.precision(f.percent(result.observedPrecision))}</p>
      <div className="row">
        <button type="button" className="main" onClick={onAgain}>
          {t.many.again}
        </button>
        <button type="button" disabled={undone} onClick={takeAllBack}>
          {t.many.takeBack}
        </button>
      </div>
    </section>
  );
}

function toggled(before: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(id)) after.add(id);
  return after;
}
