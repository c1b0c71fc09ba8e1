/** The day a flight was flown, as the lake has it. */
export interface SurveyDate {
  /** `2026-07-14` */
  readonly date: string;
  readonly source: 'manifest' | 'photos' | 'run';
}

/** Drones that can photograph from above are younger; a clock that says less was never set. */
const earliest = '2005-01-01';
/** Zones run ahead of UTC by up to 14 hours: a day in hand. */
const slackMs = 36 * 3600 * 1000;

export interface DatedFlight {
  /** What flight.json says. */
  readonly manifestAt: string | undefined;
  /** What the photos say, in any order. */
  readonly photosAt: readonly string[];
  /** When the run started, ISO 8601. */
  readonly startedAt: string;
}

/**
 * When a flight was surveyed: the day that flight.json tells, else that of most photos (of several such days the
 * earliest), else the day of the run. Days before 2005 and in the future are clocks that were never set, and count as
 * unknown. The one rule of report, lake, comparison and console.
 */
export function surveyDateOf({ manifestAt, photosAt, startedAt }: DatedFlight): SurveyDate {
  const manifestDate = manifestAt?.slice(0, 10);
  if (manifestDate !== undefined && isPossible(manifestDate, startedAt))
    return { date: manifestDate, source: 'manifest' };
  const at = surveyTimeOf({ photosAt, startedAt });
  if (at !== undefined) return { date: at.slice(0, 10), source: 'photos' };
  return { date: startedAt.slice(0, 10), source: 'run' };
}

/**
 * When the survey began by its photos: the earliest time of the day that most of them tell; undefined where none tells a
 * possible day. Most, not the first: one photo of an old flight left on the card does not move the survey.
 */
export function surveyTimeOf({ photosAt, startedAt }: Omit<DatedFlight, 'manifestAt'>): string | undefined {
  const days = new Map<string, { count: number; at: string }>();
  for (const at of photosAt.toSorted()) {
    const date = at.slice(0, 10);
    const day = days.get(date);
    if (day !== undefined) day.count++;
    else if (isPossible(date, startedAt)) days.set(date, { count: 1, at });
  }
  let most: { count: number; at: string } | undefined;
  // In the order of the days: of two with as many photos the earlier one stays.
  for (const day of days.values()) if (most === undefined || day.count > most.count) most = day;
  return most?.at;
}

function isPossible(date: string, startedAt: string): boolean {
  const latest = new Date(Date.parse(startedAt) + slackMs).toISOString().slice(0, 10);
  return date >= earliest && date <= latest;
}

const dayMs = 24 * 3600 * 1000;

/** First and last time of the photos, where more than a day lies between them: some are not of this survey. */
export function spanOfPhotos(
  photosAt: readonly string[],
): { readonly first: string; readonly last: string } | undefined {
  const times = photosAt.toSorted();
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || Date.parse(last) - Date.parse(first) <= dayMs)
    return undefined;
  return { first, last };
}

/** `2026-07` of `2026-07-14`: the partition. */
export function monthOf(date: string): string {
  return date.slice(0, 7);
}

/** Days since 1970 of `2026-07-14`. */
export function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
}

/** `2026-07-14` of days since 1970. */
export function dateOfDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
