import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { sighting as sightingDocument, type SightingFull } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { links } from '../app/links.ts';
import { useAbilities } from '../app/use-me.ts';
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
                <ViewPicture view={view} />
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
        <dt>{t.flightTexts.title}</dt>
        <dd>
          <Link href={links.flight(sighting.flightId)}>{sighting.flightId}</Link>
        </dd>
      </div>
    </dl>
  );
}

function ViewPicture({ view }: { readonly view: SightingFull['views'][number] }): ReactNode {
  if (view.url !== null) return <img src={view.url} alt="" loading="lazy" />;
  if (view.previewUrl === null || view.box === null) return null;
  return <CroppedPreview url={view.previewUrl} box={view.box} />;
}

/** The part of a small photo that a tile is; the photo's size follows from the picture once it is there. */
function CroppedPreview({
  url,
  box,
}: {
  readonly url: string;
  readonly box: NonNullable<SightingFull['views'][number]['box']>;
}): ReactNode {
  return (
    <span className="crop">
      <img
        src={url}
        alt=""
        onLoad={({ currentTarget: picture }) => {
          // A preview's longer side has 320 px, the box counts in pixels of the photo: columns tell the scale.
          const cols = Math.max(1, Math.round((box.leftPx + box.widthPx) / box.widthPx));
          const widthPx = Math.max(box.leftPx + box.widthPx, cols * box.widthPx);
          const heightPx = (widthPx * picture.naturalHeight) / picture.naturalWidth;
          Object.assign(picture.style, boxCrop(box, { widthPx, heightPx }));
        }}
      />
    </span>
  );
}
