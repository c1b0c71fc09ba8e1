import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { links } from '../app/links.ts';
import { Problem } from '../parts/problem.tsx';
import { useTexts } from '../texts/use-texts.ts';
import type { CheckedPhoto } from './check-photo.ts';
import { CheckResult } from './check-result.tsx';
import { DetailFields } from './detail-fields.tsx';
import type { Folder } from './folder.ts';
import type { UploadState } from './send-flight.ts';
import { useUpload } from './use-upload.ts';

export interface CheckedFolderProps {
  readonly folder: Folder;
  readonly photos: readonly CheckedPhoto[];
}

/** What the look at the photos found, the flight's details, and the sending with its progress. */
export function CheckedFolder({
  folder,
  photos,
  onOther,
}: CheckedFolderProps & { readonly onOther: () => void }): ReactNode {
  const { t } = useTexts();
  const good = photos.filter(({ fault }) => fault === undefined);
  const upload = useUpload(folder, photos);
  if (upload.done !== undefined) return <Done flightId={upload.done.flightId} photos={upload.done.photos} />;
  return (
    <div className="stack">
      <CheckResult folder={folder} photos={photos} />
      {good.length === 0 ? (
        <button type="button" onClick={onOther}>
          {t.upload.other}
        </button>
      ) : (
        <form className="card" onSubmit={upload.begin} noValidate>
          <DetailFields
            folder={folder}
            photos={good}
            disabled={upload.state !== undefined}
            problem={upload.problem}
          />
          {upload.state === undefined ? null : <Progress state={upload.state} photos={good} />}
          {upload.error === undefined ? null : <Problem error={upload.error} />}
          <div className="row">
            <button type="submit" className="main" disabled={upload.state !== undefined}>
              {upload.interrupted ? t.upload.goOn : t.upload.send(good.length)}
            </button>
            {upload.state === undefined ? (
              <button type="button" onClick={onOther}>
                {t.upload.other}
              </button>
            ) : (
              <button type="button" onClick={upload.stop}>
                {t.upload.pause}
              </button>
            )}
          </div>
        </form>
      )}
    </div>
  );
}

function Progress({
  state,
  photos,
}: {
  readonly state: UploadState;
  readonly photos: readonly CheckedPhoto[];
}): ReactNode {
  const { t, f } = useTexts();
  const bytes = photos.reduce((sum, { file }) => sum + file.size, 0);
  const share = bytes === 0 ? 0 : state.sentBytes / bytes;
  return (
    <div className="progress">
      <div
        className="bar"
        role="progressbar"
        aria-label={t.upload.sending}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
      >
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <p className="small soft progress-line">
        {t.upload.sent(f.count(state.sentPhotos), f.count(photos.length), f.size(state.sentBytes))}
        {state.presentPhotos === 0 ? null : ` ${t.upload.present(f.count(state.presentPhotos))}`}
      </p>
      <p className="small soft">{t.upload.stay}</p>
    </div>
  );
}

function Done({ flightId, photos }: { readonly flightId: string; readonly photos: number }): ReactNode {
  const { t } = useTexts();
  return (
    <section className="card" role="status">
      <h2>{t.upload.done}</h2>
      <p>{t.upload.doneWhy(photos)}</p>
      <Link className="button main" href={links.flight(flightId)}>
        {t.upload.toFlight}
      </Link>
    </section>
  );
}
