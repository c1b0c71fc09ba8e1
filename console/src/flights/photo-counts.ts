import type { FlightLine } from '../api/operations.generated.ts';

type Summary = NonNullable<NonNullable<FlightLine['latestRun']>['summary']>;

/** How many photos a flight has: all that were found of it once the work is done, those that are worked on before. */
export function photosOf({ photos, latestRun }: Pick<FlightLine, 'photos' | 'latestRun'>): number {
  return latestRun?.summary?.read ?? photos;
}

/** What became of the photos of a flight; each is in one of these. */
export interface PhotoCounts {
  readonly used: number;
  /** Set aside or left out, each with a reason. */
  readonly notUsed: number;
  /** Lost to an error of ours. */
  readonly failed: number;
}

/** The photos of a finished flight, told apart; together they are all of them. */
export function photoCounts({ scored, prepared, quarantined, skipped, failed }: Summary): PhotoCounts {
  return { used: scored + prepared, notUsed: quarantined + skipped, failed };
}
