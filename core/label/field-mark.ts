import { z } from 'zod';

/** What a crew found at a sighting. */
export const fieldMarkKindSchema = z.enum(['treated', 'gone', 'not-found']);
export type FieldMarkKind = z.infer<typeof fieldMarkKindSchema>;

/** One visit, as it is kept for ever; another mark may withdraw it. */
export interface FieldMark {
  readonly flightId: string;
  readonly sightingId: string;
  /** 1, 2, 3 ... at the sighting. */
  readonly seq: number;
  readonly markId: string;
  readonly kind: FieldMarkKind;
  /** The day of the visit, YYYY-MM-DD. */
  readonly date: string;
  readonly note?: string;
  readonly who: string;
  /** When it was written down, ISO 8601, UTC. */
  readonly at: string;
  /** The mark that this one takes back. */
  readonly withdraws?: string;
  /** Where the sighting was: a later run gives the same plant another id. */
  readonly lat: number;
  readonly lon: number;
  readonly uncertaintyM: number;
}

/** The marks of one sighting that stand, oldest first. */
export function standingMarks(history: readonly FieldMark[]): FieldMark[] {
  const withdrawn = new Set(history.flatMap(({ withdraws }) => withdraws ?? []));
  return history
    .filter(({ markId, withdraws }) => withdraws === undefined && !withdrawn.has(markId))
    .toSorted((a, b) => a.seq - b.seq);
}
