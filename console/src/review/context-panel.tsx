import type { ReactNode } from 'react';
import { Link } from 'wouter';
import {
  tileGround,
  type OtherViewsResult,
  type ReviewLine,
  type TileLine,
} from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { links } from '../app/links.ts';
import { KeyCap } from '../keys/key-caps.tsx';
import { Loaded, type Awaited } from '../parts/loaded.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { MiniMap } from './mini-map.tsx';
import type { OtherView, Shown } from './tile-picture.tsx';
import { boxCrop } from './crop.ts';

/** What surrounds a tile: its photo with the tile marked, the same plant in other photos, where it stands. */
export function ContextPanel({
  item,
  hidesModel,
  answer,
  views,
  shown,
  onShow,
}: {
  readonly item: ReviewLine;
  /** Whether nothing is said of what the model thinks. */
  readonly hidesModel: boolean;
  /** The answer that the views are of: without a connection there is none. */
  readonly answer: Awaited<OtherViewsResult>;
  readonly views: readonly OtherView[];
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
}): ReactNode {
  const { t, f } = useTexts();
  const { tile } = item;
  return (
    <aside className="context" aria-label={t.review.context}>
      <section>
        <h2>
          {t.review.photo} <KeyCap of="wholePhoto" />
        </h2>
        <button
          type="button"
          className="context-photo"
          aria-pressed={shown === 'photo'}
          aria-label={t.keyActions.wholePhoto}
          onClick={() => onShow(shown === 'photo' ? 'tile' : 'photo')}
        >
          <MarkedPhoto tile={tile} />
        </button>
        <p className="small soft">
          <Link href={links.photo(tile.flightId, tile.photoId)}>{tile.photoName}</Link>
          {tile.confidence === null || hidesModel
            ? null
            : ` · ${t.review.confidence(f.percent(tile.confidence))}`}
        </p>
      </section>
      <OtherViews answer={answer} hidesModel={hidesModel} shown={shown} onShow={onShow} />
      <Ground tile={tile} views={views} />
    </aside>
  );
}

function MarkedPhoto({ tile }: { readonly tile: TileLine }): ReactNode {
  const { widthPx, heightPx, previewUrl } = tile.photo;
  const { box } = tile;
  if (previewUrl === null || widthPx === null || heightPx === null) return null;
  const stroke = widthPx / 90;
  return (
    <span className="marked" style={{ aspectRatio: `${widthPx} / ${heightPx}` }}>
      <img src={previewUrl} alt="" />
      <svg viewBox={`0 0 ${widthPx} ${heightPx}`} aria-hidden="true">
        <rect
          x={box.leftPx}
          y={box.topPx}
          width={box.widthPx}
          height={box.heightPx}
          strokeWidth={stroke * 2}
          className="mark-edge"
        />
        <rect
          x={box.leftPx}
          y={box.topPx}
          width={box.widthPx}
          height={box.heightPx}
          strokeWidth={stroke}
          className="mark"
        />
      </svg>
    </span>
  );
}

function OtherViews({
  answer,
  hidesModel,
  shown,
  onShow,
}: {
  readonly answer: Awaited<OtherViewsResult>;
  readonly hidesModel: boolean;
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <section>
      <h2>
        {t.review.views} <KeyCap of="nextView" />
      </h2>
      <Loaded answer={answer} small>
        {({ otherViews: views }) =>
          views.length === 0 ? (
            <p className="small soft">{t.review.noViews}</p>
          ) : (
            <ul className="views">
              {views.map((view, i) => (
                <li key={view.tile.tileId}>
                  <ViewItem
                    view={view}
                    hidesModel={hidesModel}
                    number={i + 1}
                    isShown={shown === i}
                    onToggle={() => onShow(shown === i ? 'tile' : i)}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function ViewItem({
  view: { tile, apartM },
  hidesModel,
  number,
  isShown,
  onToggle,
}: {
  readonly view: OtherView;
  readonly hidesModel: boolean;
  readonly number: number;
  readonly isShown: boolean;
  readonly onToggle: () => void;
}): ReactNode {
  const { t, f } = useTexts();
  const notes = [
    apartM < 0.05 ? undefined : f.metres(apartM),
    tile.confidence === null || hidesModel ? undefined : f.percent(tile.confidence),
  ];
  return (
    <>
      <button
        type="button"
        aria-pressed={isShown}
        aria-label={t.review.viewNumber(number)}
        onClick={onToggle}
      >
        <ViewThumb tile={tile} />
      </button>
      <span className="small soft">{notes.filter((part) => part !== undefined).join(' · ')}</span>
    </>
  );
}

/** A view in small: the tile where it was cut, else the part of the small photo that it is. */
function ViewThumb({ tile }: { readonly tile: OtherView['tile'] }): ReactNode {
  if (tile.url !== null) return <img src={tile.url} alt="" loading="lazy" />;
  const { previewUrl, widthPx, heightPx } = tile.photo;
  if (previewUrl === null || widthPx === null || heightPx === null) return <span className="no-picture" />;
  return (
    <span className="crop">
      <img src={previewUrl} alt="" style={boxCrop(tile.box, { widthPx, heightPx })} />
    </span>
  );
}

function Ground({
  tile,
  views,
}: {
  readonly tile: TileLine;
  readonly views: readonly OtherView[];
}): ReactNode {
  const { t, f } = useTexts();
  const { data } = useAnswer('ground', tileGround, { tileId: tile.tileId });
  if (tile.place === null) return <p className="small soft">{t.review.noPlace}</p>;
  return (
    <section>
      <h2>{t.review.place}</h2>
      <MiniMap
        place={tile.place}
        uncertaintyM={tile.uncertaintyM ?? 0}
        photo={data?.tile?.photo.footprint ?? undefined}
        tile={data?.tile?.footprint ?? undefined}
        others={views.flatMap((view) => view.tile.place ?? [])}
      />
      <p className="small soft">
        ± {f.metres(tile.uncertaintyM ?? 0)} ·{' '}
        <Link
          href={`${links.mapOf(tile.flightId)}&at=${tile.place.lat.toFixed(6)},${tile.place.lon.toFixed(6)}`}
        >
          {t.review.onMap}
        </Link>
      </p>
    </section>
  );
}
