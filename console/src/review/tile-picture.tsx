import type { ReactNode, Ref } from 'react';
import { tile as tileDocument, type OtherViewsResult, type TileLine } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useState } from 'react';
import { useTexts } from '../texts/use-texts.ts';
import type { ZoomControls } from '../viewer/use-zoom.ts';
import { Viewer } from '../viewer/viewer.tsx';

export type OtherView = OtherViewsResult['otherViews'][number];

/** What the large picture shows: the tile, its whole photo, or another view by its number. */
export type Shown = 'tile' | 'photo' | number;

type PictureTile = Pick<TileLine, 'tileId' | 'url' | 'box'> & {
  readonly photo: Pick<TileLine['photo'], 'url' | 'previewUrl' | 'widthPx' | 'heightPx'>;
};

/** The large picture of a tile. */
export function TilePicture({
  tile,
  shown,
  views,
  controls,
}: {
  readonly tile: TileLine;
  readonly shown: Shown;
  readonly views: readonly OtherView[];
  readonly controls?: Ref<ZoomControls>;
}): ReactNode {
  const { t } = useTexts();
  const view = typeof shown === 'number' ? views[shown]?.tile : undefined;
  const subject: PictureTile = view ?? tile;
  const alt =
    shown === 'photo' ? t.review.altPhoto : view === undefined ? t.review.altTile : t.review.altView;
  return (
    <Picture
      key={`${subject.tileId}/${shown}`}
      tile={subject}
      whole={shown === 'photo'}
      alt={alt}
      {...(controls === undefined ? {} : { controls })}
    />
  );
}

function Picture({
  tile,
  whole,
  alt,
  controls,
}: {
  readonly tile: PictureTile;
  readonly whole: boolean;
  readonly alt: string;
  readonly controls?: Ref<ZoomControls>;
}): ReactNode {
  const { t } = useTexts();
  // Addresses of pictures end after some minutes: one that fails is asked for anew, once.
  const [failed, setFailed] = useState(0);
  const fresh = useAnswer('tile', tileDocument, { tileId: tile.tileId }, { enabled: failed === 1 });
  const { box, photo, url } = failed > 0 ? (fresh.data?.tile ?? tile) : tile;
  const onError = () => setFailed((times) => times + 1);
  const shared = { alt, onError, ...(controls === undefined ? {} : { controls }) };
  if (failed > 1) return <p className="no-picture-now">{t.review.noPicture}</p>;
  if (url !== null && !whole) {
    return (
      <Viewer {...shared} key={url} src={url} picture={{ widthPx: box.widthPx, heightPx: box.heightPx }} />
    );
  }
  if (photo.url === null || photo.widthPx === null || photo.heightPx === null) {
    return <p className="no-picture-now">{t.review.noPicture}</p>;
  }
  const picture = { widthPx: photo.widthPx, heightPx: photo.heightPx };
  return (
    <Viewer
      {...shared}
      key={photo.url}
      src={photo.url}
      picture={picture}
      preview={photo.previewUrl}
      marked={box}
      {...(whole ? {} : { home: box })}
    />
  );
}
