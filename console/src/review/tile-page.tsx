import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import {
  labelHistory,
  otherViews,
  tile as tileDocument,
  type Answer,
  type LabelLine,
  type LookAlike,
  type ReviewLine,
  type TileLine,
} from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { links } from '../app/links.ts';
import { useAbilities } from '../app/use-me.ts';
import { judge, type Desk } from '../desk/desk.ts';
import { standing } from '../desk/history.ts';
import { newKey } from '../desk/new-key.ts';
import { changeDesk, useDesk } from '../desk/store.ts';
import { useShortcuts } from '../keys/use-shortcuts.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { ContextPanel } from './context-panel.tsx';
import { JudgeBar } from './judge-bar.tsx';
import { ReasonsDialog } from './reasons-dialog.tsx';
import { TilePicture, type Shown } from './tile-picture.tsx';
import { useSample } from './use-sample.ts';
import './review.css';

/** One tile by its permanent link: picture, surroundings, every answer that was ever given. */
export function TilePage({ tileId }: { readonly tileId: string }): ReactNode {
  const { t } = useTexts();
  const answer = useAnswer('tile', tileDocument, { tileId });
  const tile = answer.data?.tile;
  if (tile === null) {
    return (
      <Page title={t.notFound}>
        <p>{t.notFoundWhy}</p>
      </Page>
    );
  }
  return (
    <Page
      title={tile === undefined ? t.loading : t.review.tileTitle(tile.index + 1, tile.photoName)}
      className="desk-page"
    >
      <Loaded answer={answer}>{() => (tile === undefined ? null : <TileBody tile={tile} />)}</Loaded>
    </Page>
  );
}

function TileBody({ tile }: { readonly tile: TileLine }): ReactNode {
  const { judges } = useAbilities();
  const desk = useDesk();
  const [shown, setShown] = useState<Shown>('tile');
  const answer = useAnswer('views', otherViews, { tileId: tile.tileId });
  const views = answer.data?.otherViews ?? [];
  const item: ReviewLine = {
    tile,
    reason: 'UNCERTAIN',
    value: 0,
    why: '',
    blind: false,
    views: views.length,
  };
  return (
    <div className="desk">
      <div className="desk-picture">
        <TilePicture tile={tile} shown={shown} views={views} />
      </div>
      <ContextPanel
        item={item}
        hidesModel={false}
        answer={answer}
        views={views}
        shown={shown}
        onShow={setShown}
      />
      <div className="tile-bottom">
        {judges && desk !== undefined ? <TileJudge item={item} desk={desk} /> : null}
        <TileHistory tile={tile} />
      </div>
    </div>
  );
}

/** The answers of the queue, on a single tile: whoever comes from the map judges here. */
function TileJudge({ item, desk }: { readonly item: ReviewLine; readonly desk: Desk }): ReactNode {
  const [choosing, setChoosing] = useState(false);
  const session = useSample([item], desk);
  const give = (answer: Answer, lookAlike?: LookAlike) => {
    const key = newKey();
    const judgement = { item, answer, ...(lookAlike === undefined ? {} : { lookAlike }) };
    void changeDesk((before) => judge(before, judgement, () => key));
  };
  useShortcuts('review', {
    hogweed: () => give('HOGWEED'),
    notHogweed: () => give('NOT_HOGWEED'),
    unsure: () => give('UNSURE'),
    badImage: () => give('BAD_IMAGE'),
    lookAlike: () => setChoosing(true),
    undo: session.undo,
    redo: session.redo,
  });
  const place = { item, step: standing(desk.history).get(item.tile.tileId) };
  return (
    <>
      <JudgeBar
        session={{ ...session, judge: give }}
        place={place}
        moves={false}
        onLookAlike={() => setChoosing(true)}
      />
      {choosing ? (
        <ReasonsDialog
          onClose={() => setChoosing(false)}
          onChoose={(lookAlike) => {
            setChoosing(false);
            give('NOT_HOGWEED', lookAlike);
          }}
        />
      ) : null}
    </>
  );
}

function TileHistory({ tile }: { readonly tile: TileLine }): ReactNode {
  const { t } = useTexts();
  const answer = useAnswer('history', labelHistory, { tileId: tile.tileId });
  return (
    <section className="card tile-history">
      <h2>{t.review.history}</h2>
      <Loaded answer={answer}>
        {({ labelHistory: labels }) =>
          labels.length === 0 ? (
            <p className="soft">{t.review.noHistory}</p>
          ) : (
            <ol>
              {labels
                .filter(({ withdraws }) => withdraws === null)
                .map((label) => (
                  <HistoryLine key={label.labelId} label={label} />
                ))}
            </ol>
          )
        }
      </Loaded>
      {tile.sightingId === null ? null : (
        <Link className="button" href={links.sighting(tile.flightId, tile.sightingId)}>
          {t.map.toSighting}
        </Link>
      )}
    </section>
  );
}

function HistoryLine({ label }: { readonly label: LabelLine }): ReactNode {
  const { t, f } = useTexts();
  const notes = [
    label.bulk ? t.review.bulk : undefined,
    label.secondOpinion ? t.review.second : undefined,
    label.withdrawn ? t.review.withdrawn : undefined,
  ].filter((note) => note !== undefined);
  const answer = label.withdrawn ? (
    <s>{t.answers[label.answer]}</s>
  ) : (
    <strong>{t.answers[label.answer]}</strong>
  );
  return (
    <li>
      {answer}
      {label.lookAlike === null ? null : ` (${t.lookAlikes[label.lookAlike]})`},{' '}
      {label.mine ? t.review.you : (label.who ?? t.review.somebody)},{' '}
      <span className="soft">
        {f.dateTime(label.at)}
        {notes.length === 0 ? null : `, ${notes.join(', ')}`}
      </span>
      {label.note === null || label.note === '' ? null : <p className="small">{label.note}</p>}
    </li>
  );
}
