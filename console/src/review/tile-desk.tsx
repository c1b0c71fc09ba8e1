import { useRef, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { otherViews, type ReviewLine, type TileLine } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { links } from '../app/links.ts';
import { useShortcuts } from '../keys/use-shortcuts.ts';
import { useTexts } from '../texts/use-texts.ts';
import type { ZoomControls } from '../viewer/use-zoom.ts';
import { ContextPanel } from './context-panel.tsx';
import { JudgeBar } from './judge-bar.tsx';
import type { Place } from './queue.ts';
import { ReasonsDialog } from './reasons-dialog.tsx';
import { TilePicture, type Shown } from './tile-picture.tsx';
import type { Session } from './use-session.ts';
import { isJudgedBlind, whyText } from './why.ts';

/** A tile on the desk: its picture, what surrounds it, the answers. */
export function TileDesk({
  session,
  place,
}: {
  readonly session: Session;
  readonly place: Place;
}): ReactNode {
  const { t, f } = useTexts();
  const { tile } = place.item;
  const [choosing, setChoosing] = useState(false);
  const zoom = useRef<ZoomControls>(null);
  const { shown, setShown, answer, views } = useShown(tile);
  useShortcuts('review', {
    hogweed: () => session.judge('HOGWEED'),
    notHogweed: () => session.judge('NOT_HOGWEED'),
    unsure: () => session.judge('UNSURE'),
    badImage: () => session.judge('BAD_IMAGE'),
    lookAlike: () => setChoosing(true),
    next: () => session.move(1),
    previous: () => session.move(-1),
    undo: session.undo,
    redo: session.redo,
    zoomIn: () => zoom.current?.zoomBy(1.5),
    zoomOut: () => zoom.current?.zoomBy(1 / 1.5),
    zoomFit: () => zoom.current?.reset(),
    panLeft: () => zoom.current?.panBy(0.2, 0),
    panRight: () => zoom.current?.panBy(-0.2, 0),
    panUp: () => zoom.current?.panBy(0, 0.2),
    panDown: () => zoom.current?.panBy(0, -0.2),
    wholePhoto: () => setShown(shown === 'photo' ? 'tile' : 'photo'),
    nextView: () => setShown(nextView(shown, views.length)),
  });
  return (
    <div className="desk">
      <DeskHead session={session} item={place.item} />
      <div className="desk-picture" data-tile={tile.tileId}>
        <TilePicture tile={tile} shown={shown} views={views} controls={zoom} />
        <p className="desk-why">{whyText(place.item, t, f, views)}</p>
      </div>
      <ContextPanel
        key={tile.tileId}
        item={place.item}
        hidesModel={isJudgedBlind(place)}
        answer={answer}
        views={views}
        shown={shown}
        onShow={setShown}
      />
      <JudgeBar session={session} place={place} onLookAlike={() => setChoosing(true)} />
      {choosing ? (
        <ReasonsDialog
          onClose={() => setChoosing(false)}
          onChoose={(lookAlike) => {
            setChoosing(false);
            session.judge('NOT_HOGWEED', lookAlike);
          }}
        />
      ) : null}
    </div>
  );
}

/** What the large picture shows: the tile first, whatever was looked at on the tile before. */
function useShown(tile: TileLine) {
  const [state, setState] = useState<{ readonly tileId: string; readonly shown: Shown }>();
  const answer = useAnswer('views', otherViews, { tileId: tile.tileId });
  return {
    shown: state?.tileId === tile.tileId ? state.shown : ('tile' as const),
    setShown: (shown: Shown) => setState({ tileId: tile.tileId, shown }),
    answer,
    views: answer.data?.otherViews ?? [],
  };
}

function nextView(shown: Shown, views: number): Shown {
  if (typeof shown !== 'number') return views === 0 ? 'tile' : 0;
  return shown + 1 < views ? shown + 1 : 'tile';
}

function DeskHead({ session, item }: { readonly session: Session; readonly item: ReviewLine }): ReactNode {
  const { t, f } = useTexts();
  const { places, waiting } = session.queue;
  const answered = places.filter(({ step }) => step !== undefined).length;
  // What is loaded of the queue says nothing to a person: all are those answered here and those that wait.
  const all = waiting === undefined ? places.length : Math.max(session.index + 1, answered + waiting);
  return (
    <div className="desk-head">
      <p className="desk-counts">
        <strong>{t.review.position(f.count(session.index + 1), f.count(all))}</strong>{' '}
        <span className="soft">
          {t.review.answeredHere(f.count(answered))}
          {waiting === undefined ? null : ` · ${t.review.waiting(f.count(waiting))}`}
        </span>
      </p>
      <span className="row">
        {item.blind ? <span className="tag notice">{t.review.blind}</span> : null}
        {item.reason === 'AUDIT' ? <span className="tag">{t.review.audit}</span> : null}
        <Link href={links.tile(item.tile.tileId)} className="button quiet">
          {t.link}
        </Link>
        <Link href={links.review} className="button quiet">
          {t.review.back}
        </Link>
      </span>
    </div>
  );
}
