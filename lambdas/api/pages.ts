import { z } from 'zod';
import { optional } from './field.ts';
import { badInput } from './errors.ts';

/** Most entries of a page. */
export const mostPerPage = 200;

/** The arguments of a list. @param usual entries of a page when the client does not say */
export function pageArguments(usual: number) {
  return {
    first: z
      .int()
      .min(1)
      .max(mostPerPage)
      .nullish()
      .transform((first) => first ?? usual),
    after: optional(z.string().max(600)),
  };
}

export interface Page<Entry> {
  readonly items: Entry[];
  readonly next: string | null;
}

/** A cursor: opaque to clients, base64url of the place of the last entry. */
export function encodeCursor(place: string): string {
  return Buffer.from(place, 'utf8').toString('base64url');
}

/** The place that a cursor names; undefined for none. @throws UmbelError `api.bad-input` for one that was never given out */
export function decodeCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const place = Buffer.from(cursor, 'base64url').toString('utf8');
  if (place !== '' && encodeCursor(place) === cursor) return place;
  throw badInput('"after" is no cursor of this list.', {
    code: 'api.cursor-unknown',
    hint: 'Leave it out to begin at the first entry.',
  });
}

/**
 * One page of a list that is in memory.
 * @param placeOf unique, and in the order of the entries by code points
 */
export function pageOf<Entry>(
  entries: readonly Entry[],
  { first, after }: { first: number; after: string | undefined },
  placeOf: (entry: Entry) => string,
): Page<Entry> {
  const seen = decodeCursor(after);
  const start = seen === undefined ? 0 : firstAfter(entries, seen, placeOf);
  const items = entries.slice(start, start + first);
  const last = items.at(-1);
  const more = start + first < entries.length && last !== undefined;
  return { items, next: more ? encodeCursor(placeOf(last)) : null };
}

function firstAfter<Entry>(
  entries: readonly Entry[],
  seen: string,
  placeOf: (entry: Entry) => string,
): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeOf(entries[middle]!) > seen) high = middle;
    else low = middle + 1;
  }
  return low;
}
