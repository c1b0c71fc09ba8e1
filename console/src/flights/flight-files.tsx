import type { ReactNode } from 'react';
import { flightFiles } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useTexts } from '../texts/use-texts.ts';

/** The result files of a flight's latest run, to be opened or kept. */
export function FlightFiles({ flightId }: { readonly flightId: string }): ReactNode {
  const { t } = useTexts();
  const { data } = useAnswer('flight-files', flightFiles, { flightId }, { every: 5 * 60_000 });
  const files = data?.run?.files ?? [];
  if (files.length === 0) return null;
  return (
    <section className="card">
      <h2>{t.flightTexts.files}</h2>
      <ul className="files">
        {files.map(({ kind, name, url }) => (
          <li key={name}>
            <a
              className="button"
              href={url}
              download={kind === 'report' ? undefined : name}
              target={kind === 'report' ? '_blank' : undefined}
              rel="noreferrer"
            >
              {t.flightTexts.fileKinds[kind] ?? name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
