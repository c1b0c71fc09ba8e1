import { isStanding, reviewOf } from '../sighting/review-state.ts';
import { groundFrameOf, northM, eastM } from '../sighting/ground-frame.ts';
import type { PhotoFootprint } from '../sighting/detection.ts';
import { photosThatSee } from '../sighting/views.ts';
import type { Sighting } from '../sighting/sighting.ts';
import { type FlightOffset, flightOffset, movedBack } from './flight-offset.ts';
import { matchSites } from './match-sites.ts';

/** What became of a site from one flight to the other. */
export type SiteChange =
  | 'persisting'
  | 'new'
  | 'gone'
  | 'treated'
  | 'not-covered-before'
  | 'not-covered-after';

/** Every change, as tables list them. */
export const siteChanges: readonly SiteChange[] = [
  'new',
  'persisting',
  'treated',
  'gone',
  'not-covered-before',
  'not-covered-after',
];

/** A site that at least one of two flights found. */
export interface ComparedSite {
  readonly change: SiteChange;
  /** How much the figures behind it say: `weak` where another reading is nearly as likely. */
  readonly evidence: 'strong' | 'weak';
  /** Why it is weak, one sentence; absent: strong. */
  readonly doubt?: string;
  readonly before?: Sighting;
  readonly after?: Sighting;
  readonly distanceM?: number;
  /** Photos of the flight that did not find it that show its place. */
  readonly otherPhotos: number;
  /** Day of the treatment between the flights, where one is known. */
  readonly treatedOn?: string;
  /** Ground under stands, after less before; absent where one of them is no stand. */
  readonly areaChangeM2?: number;
}

/** One of the two flights. */
export interface ComparedFlight {
  readonly flightId: string;
  /** Day of the survey, `2026-07-14`; absent: unknown. */
  readonly surveyDate?: string;
  readonly sightings: readonly Sighting[];
  readonly footprints: readonly PhotoFootprint[];
}

/** A treatment by a crew. */
export interface Treatment {
  readonly lat: number;
  readonly lon: number;
  readonly treatedOn: string;
  readonly radiusM: number;
}

export interface SeasonComparison {
  readonly sites: readonly ComparedSite[];
  /** How the second flight lay beside the first as a whole; already taken out. */
  readonly offset: FlightOffset;
  readonly counts: Readonly<Record<SiteChange, number>>;
}

/** A place counts as covered when so many photos show it: one alone may have it at its blurred edge. */
const enoughPhotos = 2;
/** A sighting that fewer than this share of the photos show that could, may be none. */
const wellSeenShare = 0.34;

/**
 * What became of every site between two flights over the same ground. A site that one flight did not find is gone, or
 * new, only where that flight's photos show its place; else nobody looked. Sightings that people rejected are no sites.
 */
export function compareFlights(
  before: ComparedFlight,
  after: ComparedFlight,
  treatments: readonly Treatment[] = [],
): SeasonComparison {
  const [sites, others] = [before.sightings.filter(isStanding), after.sightings.filter(isStanding)];
  const offset = flightOffset(sites, others);
  const original = new Map(others.map((sighting) => [sighting.sightingId, sighting]));
  const matched = matchSites(
    sites,
    others.map((sighting) => movedBack(sighting, offset)),
  );
  const seen = { before: photosOver(before), after: photosOver(after) };
  const compared: ComparedSite[] = [
    ...matched.pairs.map(({ before: one, after: moved, distanceM, isAmbiguous }) => {
      const other = original.get(moved.sightingId)!;
      return { ...persisting({ one, other, isAmbiguous }), distanceM };
    }),
    ...matched.onlyBefore.map((one) =>
      lost(one, seen.after(one), treatedOn(one, treatments, { before, after })),
    ),
    ...matched.onlyAfter.map((moved) => found(original.get(moved.sightingId)!, seen.before(moved))),
  ];
  const sorted = compared.sort(
    (a, b) => siteChanges.indexOf(a.change) - siteChanges.indexOf(b.change) || numberOf(a) - numberOf(b),
  );
  const counts = Object.fromEntries(
    siteChanges.map((change) => [change, sorted.filter((site) => site.change === change).length]),
  ) as Record<SiteChange, number>;
  return { sites: sorted, offset, counts };
}

function numberOf({ before, after }: ComparedSite): number {
  return after?.number ?? before?.number ?? 0;
}

/** How many photos of a flight show a place. */
function photosOver({ footprints, sightings }: ComparedFlight): (place: Sighting) => number {
  const corners = footprints.flatMap(({ footprint }) => footprint.map(([lon, lat]) => ({ lat, lon })));
  const frame = groundFrameOf(corners.length > 0 ? corners : sightings);
  const photos = photosThatSee(footprints, frame);
  return ({ lat, lon }) => photos({ x: eastM(frame, lon), y: northM(frame, lat) }).length;
}

function persisting({
  one,
  other,
  isAmbiguous,
}: {
  one: Sighting;
  other: Sighting;
  isAmbiguous: boolean;
}): ComparedSite {
  const doubt = isAmbiguous
    ? 'Neighbours stand so close that another pair is as likely.'
    : (weaknessOf(one) ?? weaknessOf(other));
  const area =
    one.stand === undefined || other.stand === undefined
      ? {}
      : { areaChangeM2: other.stand.areaM2 - one.stand.areaM2 };
  return {
    change: 'persisting',
    before: one,
    after: other,
    otherPhotos: other.seenIn,
    ...area,
    ...evidenceOf(doubt),
  };
}

function lost(before: Sighting, otherPhotos: number, day: string | undefined): ComparedSite {
  const treated = day === undefined ? {} : { treatedOn: day };
  if (otherPhotos < enoughPhotos)
    return { change: 'not-covered-after', before, otherPhotos, ...treated, ...evidenceOf(undefined) };
  const doubt = weaknessOf(before);
  return {
    change: day === undefined ? 'gone' : 'treated',
    before,
    otherPhotos,
    ...treated,
    ...evidenceOf(doubt),
  };
}

function found(after: Sighting, otherPhotos: number): ComparedSite {
  if (otherPhotos < enoughPhotos)
    return { change: 'not-covered-before', after, otherPhotos, ...evidenceOf(undefined) };
  return { change: 'new', after, otherPhotos, ...evidenceOf(weaknessOf(after)) };
}

/** Why a sighting may be none, or elsewhere; undefined when it is well seen. */
function weaknessOf(sighting: Sighting): string | undefined {
  if (reviewOf(sighting) === 'confirmed') return undefined;
  if (sighting.band === 'possible') return 'The model itself was not sure of it.';
  if (sighting.seenIn < wellSeenShare * sighting.couldSee)
    return `It was seen in ${sighting.seenIn} of ${sighting.couldSee} photos that show its place.`;
  return undefined;
}

function evidenceOf(doubt: string | undefined): Pick<ComparedSite, 'evidence' | 'doubt'> {
  return doubt === undefined ? { evidence: 'strong' } : { evidence: 'weak', doubt };
}

/** The last treatment of a site between the flights; undefined: none is known. */
function treatedOn(
  site: Sighting,
  treatments: readonly Treatment[],
  { before, after }: { before: ComparedFlight; after: ComparedFlight },
): string | undefined {
  const frame = groundFrameOf([site]);
  return treatments
    .filter(
      ({ lat, lon, radiusM, treatedOn: day }) =>
        (before.surveyDate === undefined || day >= before.surveyDate) &&
        (after.surveyDate === undefined || day <= after.surveyDate) &&
        Math.hypot(eastM(frame, lon), northM(frame, lat)) <= radiusM + site.uncertainty95M,
    )
    .map(({ treatedOn: day }) => day)
    .sort()
    .at(-1);
}
