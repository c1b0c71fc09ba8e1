import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { links } from '../app/links.ts';
import { useAbilities } from '../app/use-me.ts';
import { KeyCap } from '../keys/key-caps.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { hasOverlap, type PhotoTiles } from './cells.ts';

export interface LabelSideProps {
  readonly tiles: PhotoTiles;
  /** Cells with hogweed. */
  readonly hogweed: number;
  readonly rest: boolean;
  readonly onRest: (rest: boolean) => void;
  readonly hints: boolean;
  readonly onHints: (hints: boolean) => void;
  /** Id of the photo after this one. */
  readonly next: string | undefined;
  readonly canSave: boolean;
  readonly onSave: () => void;
}

/** What is said of a photo so far, and the ways on. */
export function LabelSide(props: LabelSideProps): ReactNode {
  const { tiles, hogweed, rest, onRest, hints, onHints, next, canSave, onSave } = props;
  const { t, f } = useTexts();
  const { judges } = useAbilities();
  return (
    <aside className="context label-side">
      <p>{t.label.how}</p>
      <p className="map-total" role="status">
        {t.label.count(f.count(hogweed))}
      </p>
      <label className="line">
        <input type="checkbox" checked={rest} onChange={(event) => onRest(event.target.checked)} />
        {t.label.rest}
      </label>
      {rest && hasOverlap(tiles) ? <p className="small soft">{t.label.restOverlap}</p> : null}
      {tiles.confidences === null ? null : (
        <label className="line">
          <input type="checkbox" checked={hints} onChange={(event) => onHints(event.target.checked)} />
          {t.label.hints}
        </label>
      )}
      {judges ? (
        <button type="button" className="main" disabled={!canSave} aria-keyshortcuts="S" onClick={onSave}>
          {t.label.save} <KeyCap of="saveLabels" />
        </button>
      ) : (
        <p className="notice-box">{t.notAllowed}</p>
      )}
      <p className="row">
        {next === undefined ? null : (
          <Link className="button" href={links.labelPhoto(tiles.photo.flightId, next)}>
            {t.label.skip}
          </Link>
        )}
        <Link className="button quiet" href={links.labelFlight(tiles.photo.flightId)}>
          {t.label.all}
        </Link>
      </p>
    </aside>
  );
}
