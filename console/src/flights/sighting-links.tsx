import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { sightingName } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { links } from '../app/links.ts';
import { Pin } from '../parts/pin.tsx';
import { useTexts } from '../texts/use-texts.ts';

/** Named at first; each name is a question to the server. */
const firstShown = 12;

/** The sightings of a photo, each by its number and how sure it is. */
export function SightingLinks({
  flightId,
  sightingIds,
}: {
  readonly flightId: string;
  readonly sightingIds: readonly string[];
}): ReactNode {
  const { t } = useTexts();
  const [all, setAll] = useState(false);
  const shown = all ? sightingIds : sightingIds.slice(0, firstShown);
  return (
    <>
      <ul className="files">
        {shown.map((sightingId) => (
          <li key={sightingId}>
            <SightingLink flightId={flightId} sightingId={sightingId} />
          </li>
        ))}
      </ul>
      {shown.length === sightingIds.length ? null : (
        <button type="button" className="quiet" onClick={() => setAll(true)}>
          {t.more}
        </button>
      )}
    </>
  );
}

function SightingLink({
  flightId,
  sightingId,
}: {
  readonly flightId: string;
  readonly sightingId: string;
}): ReactNode {
  const { t, f } = useTexts();
  const { data } = useAnswer('sighting-name', sightingName, { flightId, sightingId });
  const sighting = data?.sighting;
  return (
    <Link className="button" href={links.sighting(flightId, sightingId)}>
      {sighting == null ? (
        t.map.oneSighting
      ) : (
        <>
          <Pin band={sighting.band.toLowerCase() as Lowercase<typeof sighting.band>} />
          {t.map.sighting(sighting.number)}, {f.percent(sighting.confidence)}
        </>
      )}
    </Link>
  );
}
