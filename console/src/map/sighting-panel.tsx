import type { ReactNode } from 'react';
import { Link } from 'wouter';
import {
  photo as photoDocument,
  sighting as sightingDocument,
  type SightingFull,
} from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { links } from '../app/links.ts';
import { useAbilities } from '../app/use-me.ts';
import { useFlightName } from '../flights/flight-name.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Pin } from '../parts/pin.tsx';
import { boxCrop } from '../review/crop.ts';
import { useTexts } from '../texts/use-texts.ts';
import { Marks } from './marks.tsx';

/** One sighting: how sure, where, its views, what people said, what crews found. */
export function SightingPanel({
  flightId,
  sightingId,
  onClose,
}: {
  readonly flightId: string;
  readonly sightingId: string;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTexts();
  const answer = useAnswer('sighting', sightingDocument, { flightId, sightingId });
  return (
    <>
      <div>
        <button type="button" onClick={onClose}>
          ← {t.map.backToMap}
        </button>
      </div>
      <Loaded answer={answer}>
        {({ sighting }) =>
          sighting === null ? (
            <p className="notice-box">{t.notFoundWhy}</p>
          ) : (
            <SightingBody sighting={sighting} />
          )
        }
      </Loaded>
    </>
  );
}

function SightingBody({ sighting }: { readonly sighting: SightingFull }): ReactNode {
  const { t, f } = useTexts();
  const { marks, judges } = useAbilities();
  const band = sighting.band.toLowerCase() as Lowercase<typeof sighting.band>;
  const review = sighting.review.toLowerCase() as Lowercase<typeof sighting.review>;
  const best = sighting.views[0];
  return (
    <>
      <section>
        <h2>{t.map.sighting(sighting.number)}</h2>
        <p className="row">
          <Pin band={band} /> {t.bands[band]}, {f.percent(sighting.confidence)}{' '}
          <span className="tag">{t.reviewStates[review]}</span>
        </p>
        <SightingFacts sighting={sighting} />
        {best === undefined || !judges ? null : (
          <p className="row">
            <Link className="button" href={links.tile(best.tileId)}>
              {t.map.bestView}
            </Link>
            <Link className="button quiet" href={links.reviewTiles(sighting.flightId)}>
              {t.screens.review}
            </Link>
          </p>
        )}
      </section>
      <section>
        <h2>{t.map.views}</h2>
        <ul className="sighting-views">
          {sighting.views.map((view) => (
            <li key={view.tileId}>
              <Link
                href={links.tile(view.tileId)}
                aria-label={t.review.tileTitle(view.index + 1, view.photoName)}
              >
                <ViewPicture view={view} flightId={sighting.flightId} />
              </Link>
              <span className="small soft">{f.percent(view.confidence)}</span>
            </li>
          ))}
        </ul>
      </section>
      <Marks sighting={sighting} canMark={marks} />
    </>
  );
}

function SightingFacts({ sighting }: { readonly sighting: SightingFull }): ReactNode {
  const { t, f } = useTexts();
  const facts = [
    [t.map.facts.place, `${sighting.lat.toFixed(6)}, ${sighting.lon.toFixed(6)}`],
    [
      t.map.facts.uncertainty,
      `± ${f.metres(sighting.uncertaintyM)} (95 %: ${f.metres(sighting.uncertainty95M)})`,
    ],
    [t.map.facts.seen, t.map.seenIn(f.count(sighting.seenIn), f.count(sighting.couldSee))],
    [t.map.facts.taken, sighting.capturedAt === null ? undefined : f.dateTime(sighting.capturedAt)],
    [t.map.facts.area, sighting.areaM2 === null ? undefined : `${f.count(sighting.areaM2)} m²`],
    [t.map.facts.plants, sighting.plantsAtLeast === null ? undefined : f.count(sighting.plantsAtLeast)],
  ] as const;
  return (
    <dl className="facts">
      {facts.map(([name, value]) =>
        value === undefined ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
      <div>
        <dt>{t.review.whichFlight}</dt>
        <dd>
          <Link href={links.flight(sighting.flightId)}>{useFlightName(sighting.flightId)}</Link>
        </dd>
      </div>
    </dl>
  );
}

/** A view in small: the tile where it was cut, else the part of the small photo that it is. */
function ViewPicture({
  view,
  flightId,
}: {
  readonly view: SightingFull['views'][number];
  readonly flightId: string;
}): ReactNode {
  const isCut = view.url !== null;
  const { data } = useAnswer(
    'photo',
    photoDocument,
    { flightId, photoId: view.photoId },
    { enabled: !isCut },
  );
  if (isCut) return <img src={view.url} alt="" loading="lazy" />;
  const { widthPx, heightPx } = data?.photo ?? { widthPx: null, heightPx: null };
  if (view.previewUrl === null || view.box === null || widthPx === null || heightPx === null) return null;
  return (
    <span className="crop">
      <img src={view.previewUrl} alt="" style={boxCrop(view.box, { widthPx, heightPx })} />
    </span>
  );
}
