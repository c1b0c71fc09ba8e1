import { useState, type ReactNode, type SubmitEvent } from 'react';
import type { Answer } from '../api/operations.generated.ts';
import { useTexts } from '../texts/use-texts.ts';

/** Which tiles are to be decided together, and with which answer. */
export function ManyForm({
  sampleSize,
  onDraw,
}: {
  readonly sampleSize: number;
  readonly onDraw: (from: number, to: number, answer: Answer) => void;
}): ReactNode {
  const { t, f } = useTexts();
  const [answer, setAnswer] = useState<Answer>('NOT_HOGWEED');
  const [from, setFrom] = useState(0);
  const [to, setTo] = useState(0.5);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onDraw(from, to, answer);
  };
  const ends = [
    ['from', t.many.from, from, setFrom],
    ['to', t.many.to, to, setTo],
  ] as const;
  return (
    <form className="card many-form" onSubmit={submit}>
      <fieldset>
        <legend>{t.many.answer}</legend>
        {(['NOT_HOGWEED', 'HOGWEED', 'BAD_IMAGE'] as const).map((each) => (
          <label key={each} className="line">
            <input type="radio" name="answer" checked={answer === each} onChange={() => setAnswer(each)} />
            {t.answers[each]}
          </label>
        ))}
      </fieldset>
      {ends.map(([id, label, value, set]) => (
        <div key={id} className="field">
          <label htmlFor={id}>
            {label}: {f.percent(value)}
          </label>
          <input
            id={id}
            type="range"
            min={0}
            max={1}
            step={0.05}
            value={value}
            onChange={(event) => set(Number(event.target.value))}
          />
        </div>
      ))}
      <p className="soft">{t.many.sampleWhy(sampleSize)}</p>
      <button type="submit" className="main" disabled={from >= to}>
        {t.many.draw}
      </button>
    </form>
  );
}
