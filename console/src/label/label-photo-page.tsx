import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { photoTiles, type Answer } from '../api/operations.generated.ts';
import { queryClient } from '../api/query-client.ts';
import { useAnswer } from '../api/use-answer.ts';
import { links } from '../app/links.ts';
import { useAbilities } from '../app/use-me.ts';
import { newKey } from '../desk/new-key.ts';
import { addLabel } from '../desk/outbox.ts';
import { changeDesk } from '../desk/store.ts';
import { useShortcuts } from '../keys/use-shortcuts.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { useTexts } from '../texts/use-texts.ts';
import type { ZoomControls } from '../viewer/use-zoom.ts';
import { Viewer } from '../viewer/viewer.tsx';
import { CellGrid } from './cell-grid.tsx';
import {
  answersToSend,
  standingMarks,
  toggleHogweed,
  toggleUnsure,
  type Marks,
  type PhotoTiles,
} from './cells.ts';
import { LabelSide } from './label-side.tsx';
import { usePhotosToLabel } from './label-pages.tsx';
import './label.css';

/** With more cells than this, untouched ones are only answered when a person asks for it. */
const fewCells = 100;

/** One photo with its tiling as a grid: the cells that hold hogweed are pressed. */
export function LabelPhotoPage({
  flightId,
  photoId,
}: {
  readonly flightId: string;
  readonly photoId: string;
}): ReactNode {
  const { t } = useTexts();
  // Another page may have sent answers a second ago, and what is kept across pages does not know of them.
  const answer = useAnswer('photo-tiles', photoTiles, { flightId, photoId }, { fresh: true });
  const tiles = answer.data?.photoTiles;
  return (
    <Page title={tiles?.photo.name ?? t.label.title} className="desk-page">
      <Loaded answer={answer}>
        {() =>
          tiles == null ? (
            <p className="notice-box">{t.label.noGrid}</p>
          ) : (
            <LabelDesk flightId={flightId} photoId={photoId} tiles={tiles} />
          )
        }
      </Loaded>
    </Page>
  );
}

function LabelDesk({
  flightId,
  photoId,
  tiles,
}: {
  readonly flightId: string;
  readonly photoId: string;
  readonly tiles: PhotoTiles;
}): ReactNode {
  const { t } = useTexts();
  const { judges } = useAbilities();
  const [, navigate] = useLocation();
  const zoom = useRef<ZoomControls>(null);
  // What this person pressed lies over what stands: answers that arrive meanwhile change the ground, not the presses.
  const [pressed, setPressed] = useState<Marks>(new Map());
  const marks = useMemo(() => new Map([...standingMarks(tiles), ...pressed]), [tiles, pressed]);
  const press = (index: number, by: typeof toggleHogweed) =>
    setPressed(new Map(pressed).set(index, by(marks, index).get(index) ?? 'NOT_HOGWEED'));
  const [rest, setRest] = useState(tiles.cols * tiles.rows <= fewCells);
  const [hints, setHints] = useState(false);
  const next = useNextPhoto(flightId, photoId);
  const { photo } = tiles;
  const waiting = answersToSend(tiles, marks, rest);
  const save = () => {
    if (!judges || waiting.length === 0) return;
    void keep(tiles, waiting);
    navigate(next === undefined ? links.labelFlight(flightId) : links.labelPhoto(flightId, next));
  };
  useShortcuts('label', { saveLabels: save });
  const hogweed = [...marks.values()].filter((answer) => answer === 'HOGWEED').length;
  if (photo.url === null || photo.widthPx === null || photo.heightPx === null)
    return <p className="notice-box">{t.review.noPicture}</p>;
  return (
    <div className="desk label-desk">
      <div className="desk-picture">
        <Viewer
          src={photo.url}
          alt={photo.name}
          picture={{ widthPx: photo.widthPx, heightPx: photo.heightPx }}
          preview={photo.previewUrl}
          controls={zoom}
        >
          <CellGrid
            tiles={tiles}
            marks={marks}
            hints={hints}
            onToggle={(index) => press(index, toggleHogweed)}
            onUnsure={(index) => press(index, toggleUnsure)}
          />
        </Viewer>
      </div>
      <LabelSide
        tiles={tiles}
        hogweed={hogweed}
        rest={rest}
        onRest={setRest}
        hints={hints}
        onHints={setHints}
        next={next}
        canSave={waiting.length > 0}
        onSave={save}
      />
    </div>
  );
}

/** The photo after this one in the order of the flight. */
function useNextPhoto(flightId: string, photoId: string): string | undefined {
  const { data } = usePhotosToLabel(flightId);
  const ids = data?.pages.flatMap((page) => page.photos.items.flatMap((photo) => photo.photoId ?? [])) ?? [];
  const at = ids.indexOf(photoId);
  return at === -1 ? undefined : ids[at + 1];
}

/** Puts the answers into the outbox: from there they go out even if the connection is gone. */
async function keep(
  { photo, tiling }: PhotoTiles,
  answers: readonly { index: number; answer: Answer; expectedVersion: number }[],
): Promise<void> {
  const labels = answers.map(({ index, answer, expectedVersion }) => ({
    key: newKey(),
    tileId: `${photo.flightId}/${photo.photoId ?? ''}/${tiling}/${index}`,
    answer,
    expectedVersion,
  }));
  await changeDesk((desk) => ({ ...desk, outbox: labels.reduce(addLabel, desk.outbox) }));
  queryClient.removeQueries({
    queryKey: ['photo-tiles', 'PhotoTiles', { flightId: photo.flightId, photoId: photo.photoId }],
  });
}
