import { matchSites } from '../season/match-sites.ts';
import { isStanding } from '../sighting/review-state.ts';
import type { Sighting } from '../sighting/sighting.ts';
import { explainSite, type Reason, type RunFacts, type SiteEvidence } from './explain.ts';

/** What became of a sighting from one run of a flight to another. */
export type Difference = 'appeared' | 'vanished' | 'changed-band' | 'unchanged';

/** Every difference, as lists show them. */
export const differences: readonly Difference[] = ['appeared', 'vanished', 'changed-band', 'unchanged'];

/** A sighting that is on at least one of two maps of the same photos. */
export interface DifferentSite extends SiteEvidence {
  readonly difference: Difference;
  readonly before?: Sighting;
  readonly after?: Sighting;
  /** Why, the most telling first; none of what is unchanged. */
  readonly reasons: readonly Reason[];
}

/** The map that one run, and what people had said by then, made. */
export interface RunMap {
  /** Those that people rejected among them: they are on no map, but tell why something vanished. */
  readonly sightings: readonly Sighting[];
  readonly facts: RunFacts;
}

export interface RunDifference {
  readonly sites: readonly DifferentSite[];
  readonly counts: Readonly<Record<Difference, number>>;
}

/** Looks up what is known of a site beside its sightings. */
export type EvidenceOf = (site: Pick<DifferentSite, 'before' | 'after'>) => SiteEvidence;

/** What appeared, vanished or changed its band between two runs over the same photos, and why; what matters most first. */
export function compareRuns(before: RunMap, after: RunMap, evidenceOf: EvidenceOf): RunDifference {
  const matched = matchSites(before.sightings.filter(isStanding), after.sightings.filter(isStanding));
  const pairs = [
    ...matched.pairs.map(({ before: one, after: other }) => ({ before: one, after: other })),
    ...matched.onlyBefore.map((one) => ({ before: one })),
    ...matched.onlyAfter.map((one) => ({ after: one })),
  ];
  const sites = pairs.map((pair): DifferentSite => {
    const difference = differenceOf(pair);
    const evidence = evidenceOf(pair);
    const site = { ...pair, ...evidence, difference };
    return {
      ...site,
      reasons: difference === 'unchanged' ? [] : explainSite(site, { before, after }),
    };
  });
  const sorted = sites.sort(
    (a, b) =>
      differences.indexOf(a.difference) - differences.indexOf(b.difference) ||
      placeOf(b).confidence - placeOf(a).confidence ||
      placeOf(a).number - placeOf(b).number,
  );
  const counts = Object.fromEntries(
    differences.map((difference) => [
      difference,
      sites.filter((site) => site.difference === difference).length,
    ]),
  ) as Record<Difference, number>;
  return { sites: sorted, counts };
}

function differenceOf({ before, after }: Pick<DifferentSite, 'before' | 'after'>): Difference {
  if (before === undefined) return 'appeared';
  if (after === undefined) return 'vanished';
  return before.band === after.band ? 'unchanged' : 'changed-band';
}

/** The sighting that tells where a site is: the later one. */
export function placeOf({ before, after }: Pick<DifferentSite, 'before' | 'after'>): Sighting {
  const place = after ?? before;
  if (place === undefined) throw new RangeError('a site without a sighting');
  return place;
}
