import { useRef, type ReactNode } from 'react';
import { sightings, type SightingsResult } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useShortcuts } from '../keys/use-shortcuts.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Pin } from '../parts/pin.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { passesMarks, toSightingFilter, type MapFilter } from './filter.ts';

/** The sightings as a list, surest first: the map for those who do not see it, or have no pointer. */
export function SightingList({
  filter,
  onSighting,
}: {
  readonly filter: MapFilter;
  readonly onSighting: (sighting: { readonly flightId: string; readonly sightingId: string }) => void;
}): ReactNode {
  const { t, f } = useTexts();
  const list = useRef<HTMLUListElement>(null);
  const answer = useAnswer(
    'sightings',
    sightings,
    { filter: toSightingFilter(filter), first: 50 },
    { keep: true },
  );
  const move = (by: number) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[Math.min(buttons.length - 1, Math.max(0, at === -1 ? 0 : at + by))]?.focus();
  };
  useShortcuts('map', { nextSighting: () => move(1), previousSighting: () => move(-1) });
  return (
    <section>
      <h2>{t.map.list}</h2>
      <Loaded answer={answer}>
        {({ sightings: { items, total } }) => (
          <>
            {items.length === 0 ? <p className="soft">{t.map.none}</p> : null}
            <ul ref={list} className="sighting-list">
              {items
                .filter((sighting) => passesMarks(sighting.mark?.kind ?? null, filter))
                .map((sighting) => (
                  <li key={`${sighting.flightId}/${sighting.sightingId}`}>
                    <SightingButton sighting={sighting} onClick={() => onSighting(sighting)} />
                  </li>
                ))}
            </ul>
            {total > items.length ? (
              <p className="small soft">{t.map.listOf(f.count(items.length), f.count(total))}</p>
            ) : null}
          </>
        )}
      </Loaded>
    </section>
  );
}

function SightingButton({
  sighting,
  onClick,
}: {
  readonly sighting: SightingsResult['sightings']['items'][number];
  readonly onClick: () => void;
}): ReactNode {
  const { t, f } = useTexts();
  const band = sighting.band.toLowerCase() as Lowercase<typeof sighting.band>;
  const review = sighting.review.toLowerCase() as Lowercase<typeof sighting.review>;
  const notes = [
    f.percent(sighting.confidence),
    review === 'unreviewed' ? undefined : t.reviewStates[review],
    sighting.mark === null ? undefined : t.map.marks[sighting.mark.kind],
  ];
  return (
    <button type="button" onClick={onClick}>
      <Pin band={band} /> {t.map.sighting(sighting.number)}
      <span className="soft small">{notes.filter((note) => note !== undefined).join(' · ')}</span>
    </button>
  );
}
