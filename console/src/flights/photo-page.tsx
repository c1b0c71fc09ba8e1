import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { photo as photoDocument, type PhotoResult } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { links } from '../app/links.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { Viewer } from '../viewer/viewer.tsx';
import { useFlightName } from './flight-name.ts';
import { SightingLinks } from './sighting-links.tsx';
import './flights.css';

type PhotoFull = NonNullable<PhotoResult['photo']>;

/** One photo by its permanent link: the picture, what it says of itself, what was found in it. */
export function PhotoPage({
  flightId,
  photoId,
}: {
  readonly flightId: string;
  readonly photoId: string;
}): ReactNode {
  const { t } = useTexts();
  const answer = useAnswer('photo', photoDocument, { flightId, photoId });
  const flightTitle = useFlightName(flightId);
  const photo = answer.data?.photo;
  if (photo === null) {
    return (
      <Page title={t.notFound}>
        <p>{t.notFoundWhy}</p>
      </Page>
    );
  }
  return (
    <Page
      title={photo?.name ?? t.photoTexts.title}
      lead={<Link href={links.flight(flightId)}>{flightTitle}</Link>}
      actions={
        <>
          <Link className="button" href={links.labelPhoto(flightId, photoId)}>
            {t.photoTexts.label}
          </Link>
          {photo?.url == null ? null : (
            <a className="button" href={photo.url} target="_blank" rel="noreferrer">
              {t.photoTexts.open}
            </a>
          )}
        </>
      }
    >
      <Loaded answer={answer}>{() => (photo === undefined ? null : <PhotoBody photo={photo} />)}</Loaded>
    </Page>
  );
}

function PhotoBody({ photo }: { readonly photo: PhotoFull }): ReactNode {
  const { t } = useTexts();
  const { url, widthPx, heightPx } = photo;
  return (
    <div className="stack">
      {photo.reason === null ? null : (
        <div className="notice-box">
          <p>
            {t.photoTexts.outcomes[photo.outcome]}: {t.codes[photo.reasonCode ?? ''] ?? photo.reason}
          </p>
        </div>
      )}
      {url === null || widthPx === null || heightPx === null ? null : (
        <div className="photo-window">
          <Viewer
            key={url}
            src={url}
            alt={photo.name}
            picture={{ widthPx, heightPx }}
            preview={photo.previewUrl}
          />
        </div>
      )}
      <PhotoFacts photo={photo} />
      {photo.flags.length === 0 ? null : (
        <section className="card">
          <h2>{t.photoTexts.flags}</h2>
          <ul>
            {photo.flags.map(({ code, message }) => (
              <li key={code}>{t.codes[code] ?? message}</li>
            ))}
          </ul>
        </section>
      )}
      {(photo.sightings?.length ?? 0) === 0 ? null : (
        <section className="card">
          <h2>{t.photoTexts.sightings}</h2>
          <SightingLinks flightId={photo.flightId} sightingIds={photo.sightings ?? []} />
        </section>
      )}
    </div>
  );
}

function PhotoFacts({ photo }: { readonly photo: PhotoFull }): ReactNode {
  const { t, f } = useTexts();
  const texts = t.photoTexts;
  const { pose } = photo;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [texts.taken, photo.capturedAt === null ? undefined : f.dateTime(photo.capturedAt)],
    [texts.camera, photo.camera ?? undefined],
    [
      texts.size,
      photo.widthPx === null ? undefined : `${f.count(photo.widthPx)} × ${f.count(photo.heightPx ?? 0)}`,
    ],
    [texts.position, pose === null ? texts.noPlace : `${pose.lat.toFixed(6)}, ${pose.lon.toFixed(6)}`],
    [texts.height, pose === null ? undefined : f.metres(pose.heightAboveGroundM)],
    [
      texts.looking,
      pose === null ? undefined : `${f.count((pose.yawDeg + 360) % 360)}°, ${f.count(pose.pitchDeg)}°`,
    ],
    [texts.sharpness, photo.sharpness === null ? undefined : f.decimal(photo.sharpness, 0)],
    [texts.brightness, photo.brightness === null ? undefined : f.percent(photo.brightness)],
  ];
  return (
    <section className="card">
      <dl className="facts">
        {facts.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}
