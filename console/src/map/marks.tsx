import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import {
  markSighting,
  withdrawMark,
  type FieldMarkKind,
  type SightingFull,
} from '../api/operations.generated.ts';
import { queryClient } from '../api/query-client.ts';
import { request } from '../api/request.ts';
import { newKey } from '../desk/new-key.ts';
import { describe } from '../parts/problem.tsx';
import { useTexts } from '../texts/use-texts.ts';

const kinds: readonly FieldMarkKind[] = ['TREATED', 'GONE', 'NOT_FOUND'];

/** What crews found at a sighting, with the day, and the form to say so. */
export function Marks({
  sighting,
  canMark,
}: {
  readonly sighting: SightingFull;
  readonly canMark: boolean;
}): ReactNode {
  const { t, f } = useTexts();
  const standing = sighting.marks.filter(({ withdrawn }) => !withdrawn);
  const { flightId, sightingId } = sighting;
  const withdraw = useMutation({
    mutationFn: (markId: string) =>
      request(withdrawMark, { input: { flightId, sightingId, markId, idempotencyKey: newKey() } }),
    onSettled: refresh,
  });
  return (
    <section>
      <h2>{t.map.crew}</h2>
      {standing.length === 0 ? <p className="soft">{t.map.noMarks}</p> : null}
      <ul className="marks">
        {standing.map((mark) => (
          <li key={mark.markId}>
            <strong>{t.map.marks[mark.kind]}</strong>, {f.date(mark.date)}
            {mark.who === null ? null : <span className="soft"> · {mark.who}</span>}
            {mark.note === null || mark.note === '' ? null : <p className="small">{mark.note}</p>}
            {canMark ? (
              <button type="button" className="quiet" onClick={() => withdraw.mutate(mark.markId)}>
                {t.map.withdrawMark}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {withdraw.isError ? <p role="alert">{describe(withdraw.error, t)}</p> : null}
      {canMark ? <MarkForm sighting={sighting} /> : null}
    </section>
  );
}

function MarkForm({ sighting }: { readonly sighting: SightingFull }): ReactNode {
  const { t } = useTexts();
  const [kind, setKind] = useState<FieldMarkKind>('TREATED');
  const [date, setDate] = useState(today());
  const [note, setNote] = useState('');
  const { flightId, sightingId, version } = sighting;
  const mark = useMutation({
    mutationFn: (idempotencyKey: string) =>
      request(markSighting, {
        input: {
          flightId,
          sightingId,
          kind,
          date,
          note: note === '' ? null : note,
          expectedVersion: version,
          idempotencyKey,
        },
      }),
    onSuccess: () => setNote(''),
    // After a refusal too: whoever was quicker is shown, and the next attempt is about what is there now.
    onSettled: refresh,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    mark.mutate(newKey());
  };
  return (
    <form onSubmit={submit}>
      <fieldset>
        <legend>{t.map.found}</legend>
        {kinds.map((each) => (
          <label key={each} className="line">
            <input type="radio" name="kind" checked={kind === each} onChange={() => setKind(each)} />
            {t.map.marks[each]}
          </label>
        ))}
      </fieldset>
      <div className="field">
        <label htmlFor="mark-date">{t.map.day}</label>
        <input
          id="mark-date"
          type="date"
          required
          max={today()}
          value={date}
          onChange={(event) => setDate(event.target.value)}
        />
      </div>
      <div className="field">
        <label htmlFor="mark-note">{t.map.note}</label>
        <textarea
          id="mark-note"
          rows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
      {mark.isError ? <p role="alert">{describe(mark.error, t)}</p> : null}
      <button type="submit" className="main" disabled={mark.isPending || date === ''}>
        {t.map.saveMark}
      </button>
    </form>
  );
}

function refresh(): void {
  for (const key of ['sighting', 'sightings', 'in-view', 'figures'])
    void queryClient.invalidateQueries({ queryKey: [key] });
}

/** Today where this computer is, as YYYY-MM-DD. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
