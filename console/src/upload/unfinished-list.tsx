import { useState, type ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.ts';
import { forgetUpload, unfinishedUploads } from './unfinished.ts';

/** The uploads that were interrupted, and how each goes on. */
export function UnfinishedList(): ReactNode {
  const { t } = useTexts();
  const [uploads, setUploads] = useState(unfinishedUploads);
  if (uploads.length === 0) return null;
  return (
    <section className="notice-box unfinished">
      <h2>{t.upload.interrupted}</h2>
      <ul>
        {uploads.map(({ flightId, folder, title }) => (
          <li key={flightId} className="row">
            <span>
              <strong>{title === '' ? flightId : title}</strong>: {t.upload.interruptedWhy(folder)}
            </span>
            <button
              type="button"
              onClick={() => {
                forgetUpload(flightId);
                setUploads(unfinishedUploads());
              }}
            >
              {t.upload.forget}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
