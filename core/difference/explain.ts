import type { Answer } from '../label/label.ts';
import { percentText } from '../report/wording.ts';
import { detectionIdOf } from '../sighting/detection.ts';
import { reviewOf } from '../sighting/review-state.ts';
import type { Sighting } from '../sighting/sighting.ts';
import type { DifferentSite, RunMap } from './difference.ts';

/** What decides a run's map beside its confidences. */
export interface RunFacts {
  readonly runId: string;
  readonly modelId: string | null;
  /** Confidence from which a tile is a detection. */
  readonly threshold: number;
  /** As `formatTiling` writes it. */
  readonly tiling: string;
}

/** What both runs say of a site in one photo. */
export interface ViewChange {
  readonly photoId: string;
  readonly photoName: string;
  /** Confidence of the tile that shows the site, the surest where there are several; absent: the run did not score the photo. */
  readonly before?: number;
  readonly after?: number;
}

/** An answer of a person on a view of a site that was given since the run before. */
export interface NewAnswer {
  readonly answer: Answer;
  /** ISO 8601. */
  readonly at: string;
  readonly photoName: string;
  readonly tile: number;
}

export interface SiteEvidence {
  readonly views: readonly ViewChange[];
  readonly answers: readonly NewAnswer[];
  /** Photos with confidences that show the place, in each run. */
  readonly photosBefore: number;
  readonly photosAfter: number;
}

/** What made a difference. */
export type ReasonCode =
  | 'answer'
  | 'coverage'
  | 'tiling'
  | 'confidence'
  | 'threshold'
  | 'grouping'
  | 'unknown';

export interface Reason {
  readonly code: ReasonCode;
  /** One sentence for people. */
  readonly says: string;
}

/** A confidence that moves by less is the same. */
const sameWithin = 0.05;
/** Views that a sentence names. */
const namedViews = 3;

/** Why a site is not as it was, the most telling reason first; never none. */
export function explainSite(
  site: Omit<DifferentSite, 'reasons'>,
  maps: { readonly before: RunMap; readonly after: RunMap },
): Reason[] {
  const facts = { before: maps.before.facts, after: maps.after.facts };
  const found = [
    answered(site, maps.after),
    covered(site),
    retiled(facts),
    rescored(site),
    rethresholded(site, facts),
    regrouped(site, maps),
  ].filter((reason) => reason !== undefined);
  return found.length > 0
    ? found
    : [
        {
          code: 'unknown',
          says: 'Nothing that was recorded tells why: confidences, answers and coverage are as before.',
        },
      ];
}

/** What a person must have said for a sighting to stand as it does. */
const answerOf = { confirmed: 'hogweed', rejected: 'not-hogweed', unsure: 'unsure' } as const;
const saidWords = {
  confirmed: 'confirmed it',
  rejected: 'rejected it',
  unsure: 'was not sure of it',
} as const;

/** People's word wins over every model's. */
function answered(
  { answers, after, before }: Omit<DifferentSite, 'reasons'>,
  map: RunMap,
): Reason | undefined {
  const own = after ?? (before === undefined ? undefined : rejectedAt(before, map));
  const state = own === undefined ? 'unreviewed' : reviewOf(own);
  // What was said before the run before is on both maps.
  if (own === undefined || state === 'unreviewed' || (after !== undefined && before?.review === state))
    return undefined;
  const latest = answers
    .filter(({ answer }) => answer === answerOf[state])
    .sort((a, b) => (a.at > b.at ? -1 : 1))[0];
  if (latest === undefined) return undefined;
  const when = `on ${latest.at.slice(0, 10)} (${latest.photoName}, tile ${latest.tile})`;
  if (after === undefined) return { code: 'answer', says: `A person said ${when} that it is no hogweed.` };
  if (before === undefined && after.confidence < map.facts.threshold)
    return { code: 'answer', says: `A person saw it ${when}; the model does not.` };
  return { code: 'answer', says: `A person ${saidWords[state]} ${when}.` };
}

/** The sighting of the later run that has a view in common with one of the run before, and was rejected. */
function rejectedAt(before: Sighting, { sightings }: RunMap): Sighting | undefined {
  const views = new Set(before.members.map(({ detectionId }) => detectionId));
  return sightings.find(
    (sighting) =>
      reviewOf(sighting) === 'rejected' && sighting.members.some(({ detectionId }) => views.has(detectionId)),
  );
}

function covered({
  photosBefore,
  photosAfter,
  difference,
}: Omit<DifferentSite, 'reasons'>): Reason | undefined {
  if (photosBefore === photosAfter) return undefined;
  const [missing, run] = difference === 'appeared' ? [photosBefore, 'before'] : [photosAfter, 'after'];
  const says =
    missing === 0
      ? `No photo that shows the place was scored in the run ${run}.`
      : `${photosBefore} photos that show the place were scored in the run before, ${photosAfter} in the run after.`;
  return { code: 'coverage', says };
}

function retiled({
  before,
  after,
}: {
  readonly before: RunFacts;
  readonly after: RunFacts;
}): Reason | undefined {
  if (before.tiling === after.tiling) return undefined;
  return {
    code: 'tiling',
    says: `The photos were cut differently: ${before.tiling} before, ${after.tiling} after.`,
  };
}

function rescored({ views, before, after }: Omit<DifferentSite, 'reasons'>): Reason | undefined {
  const both = views.flatMap(({ photoName, before: was, after: is }) =>
    was === undefined || is === undefined ? [] : [{ photoName, was, is, by: is - was }],
  );
  const moved = both.filter(({ by }) => Math.abs(by) >= sameWithin);
  if (moved.length === 0) return pooled(before, after);
  const rose = moved.filter(({ by }) => by > 0).length;
  const isSurer = rose * 2 >= moved.length;
  const named = moved
    .filter(({ by }) => by > 0 === isSurer)
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by))
    .slice(0, namedViews)
    .map(({ photoName, was, is }) => `${photoName} from ${percentText(was)} to ${percentText(is)}`);
  const count = isSurer ? rose : moved.length - rose;
  return {
    code: 'confidence',
    says: `The model is ${isSurer ? 'surer' : 'less sure'} of it in ${count} of ${both.length} ${both.length === 1 ? 'photo' : 'photos'}: ${named.join(', ')}.`,
  };
}

/** All photos together may cross the limit of a band where none of them moves by much. */
function pooled(before: Sighting | undefined, after: Sighting | undefined): Reason | undefined {
  if (before === undefined || after === undefined || before.band === after.band) return undefined;
  return {
    code: 'confidence',
    says: `All photos together say ${fine(after.confidence)} in place of ${fine(before.confidence)}: the limit of a band lies between.`,
  };
}

/** A model that draws its line elsewhere finds more or fewer without seeing anything else. */
function rethresholded(
  { views }: Omit<DifferentSite, 'reasons'>,
  { before, after }: { readonly before: RunFacts; readonly after: RunFacts },
): Reason | undefined {
  const crossed = views.filter(({ before: was, after: is }) => {
    if (was === undefined || is === undefined) return false;
    const [found, finds] = [was >= before.threshold, is >= after.threshold];
    return found !== finds && was >= after.threshold === finds;
  });
  if (crossed.length === 0) return undefined;
  return {
    code: 'threshold',
    says: `The model calls hogweed what it is ${fine(after.threshold)} sure of; before it was ${fine(before.threshold)}. In ${crossed.length} ${crossed.length === 1 ? 'photo' : 'photos'} that alone decides.`,
  };
}

/** Views may have come to another sighting, or from one. */
function regrouped(
  { before, after, difference }: Omit<DifferentSite, 'reasons'>,
  maps: { readonly before: RunMap; readonly after: RunMap },
): Reason | undefined {
  if (maps.before.facts.tiling !== maps.after.facts.tiling) return undefined;
  if (difference === 'vanished' && before !== undefined) {
    const taker = withViewOf(before, maps.after.sightings);
    return taker === undefined
      ? undefined
      : {
          code: 'grouping',
          says: `Photos that showed it are now taken for views of sighting ${taker.number}.`,
        };
  }
  if (difference !== 'appeared' || after === undefined) return undefined;
  const giver = withViewOf(after, maps.before.sightings);
  return giver === undefined
    ? undefined
    : {
        code: 'grouping',
        says: `Photos that show it were taken for views of sighting ${giver.number} before.`,
      };
}

function withViewOf({ members }: Sighting, others: readonly Sighting[]): Sighting | undefined {
  const views = new Set(members.map(({ photoId, tileIndex }) => detectionIdOf(photoId, tileIndex)));
  return others.find(
    (other) =>
      reviewOf(other) !== 'rejected' && other.members.some(({ detectionId }) => views.has(detectionId)),
  );
}

function fine(confidence: number): string {
  return `${(confidence * 100).toFixed(1)} %`;
}
