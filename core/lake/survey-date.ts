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
 * When a flight was surveyed: the day that flight.json tells, else the middle one of the photos', else the day of the run.
 * Days before 2005 and in the future are clocks that were never set, and count as unknown.
 */
export function surveyDateOf({ manifestAt, photosAt, startedAt }: DatedFlight): SurveyDate {
  const latest = new Date(Date.parse(startedAt) + slackMs).toISOString().slice(0, 10);
  const isPossible = (date: string) => date >= earliest && date <= latest;
  const manifestDate = manifestAt?.slice(0, 10);
  if (manifestDate !== undefined && isPossible(manifestDate))
    return { date: manifestDate, source: 'manifest' };
  // The middle, not the first: one photo of an old flight left on the card does not move the survey.
  const dates = photosAt
    .map((at) => at.slice(0, 10))
    .filter(isPossible)
    .sort();
  const middle = dates[dates.length >> 1];
  if (middle !== undefined) return { date: middle, source: 'photos' };
  return { date: startedAt.slice(0, 10), source: 'run' };
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
