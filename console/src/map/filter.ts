import type { Band, FieldMarkKind, ReviewState, SightingFilter } from '../api/operations.generated.ts';

/** What the map shows, as the address says it. */
export interface MapFilter {
  readonly flightId?: string;
  readonly bands: readonly Band[];
  readonly reviews: readonly ReviewState[];
  /** `none`: not marked by a crew yet. */
  readonly marks: readonly (FieldMarkKind | 'NONE')[];
  readonly from?: string;
  readonly to?: string;
  /** Absent: what is saved for each flight. */
  readonly confidenceFrom?: number;
}

export const allBands: readonly Band[] = ['CERTAIN', 'PROBABLE', 'POSSIBLE'];
export const allReviews: readonly ReviewState[] = ['UNREVIEWED', 'CONFIRMED', 'UNSURE', 'REJECTED'];
export const allMarks: readonly (FieldMarkKind | 'NONE')[] = ['NONE', 'TREATED', 'GONE', 'NOT_FOUND'];

/** Nobody is sent to what a person has seen is no hogweed: left out unless asked for. */
export const usualReviews: readonly ReviewState[] = ['UNREVIEWED', 'CONFIRMED', 'UNSURE'];

/** The filter that an address asks for; what it says wrongly is as if it were not there. */
export function readFilter(search: URLSearchParams): MapFilter {
  const confidence = Number(search.get('confidence') || Number.NaN);
  const flightId = search.get('flight');
  const from = dayOf(search.get('from'));
  const to = dayOf(search.get('to'));
  return {
    bands: listOf(search.get('bands'), allBands, allBands),
    reviews: listOf(search.get('reviews'), allReviews, usualReviews),
    marks: listOf(search.get('marks'), allMarks, allMarks),
    ...(flightId === null || flightId === '' ? {} : { flightId }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(confidence >= 0 && confidence <= 1 ? { confidenceFrom: confidence } : {}),
  };
}

/** The address that asks for a filter; what is usual is left out, so that links stay short. */
export function writeFilter(filter: MapFilter): URLSearchParams {
  const search = new URLSearchParams();
  if (filter.flightId !== undefined) search.set('flight', filter.flightId);
  setList(search, 'bands', filter.bands, allBands);
  setList(search, 'reviews', filter.reviews, usualReviews);
  setList(search, 'marks', filter.marks, allMarks);
  if (filter.from !== undefined) search.set('from', filter.from);
  if (filter.to !== undefined) search.set('to', filter.to);
  if (filter.confidenceFrom !== undefined) search.set('confidence', String(filter.confidenceFrom));
  return search;
}

/** The filter as the server takes it. */
export function toSightingFilter(filter: MapFilter): SightingFilter {
  const kinds = filter.marks.filter((mark) => mark !== 'NONE');
  const withNone = filter.marks.includes('NONE');
  return {
    ...(filter.flightId === undefined ? {} : { flightIds: [filter.flightId] }),
    ...(filter.bands.length === allBands.length ? {} : { bands: filter.bands }),
    ...(filter.reviews.length === allReviews.length ? {} : { reviews: filter.reviews }),
    ...(filter.marks.length === allMarks.length
      ? {}
      : kinds.length === 0
        ? { marked: false }
        : withNone
          ? {}
          : { marks: kinds }),
    ...(filter.confidenceFrom === undefined ? {} : { confidenceFrom: filter.confidenceFrom }),
    ...(filter.from === undefined ? {} : { capturedFrom: filter.from }),
    ...(filter.to === undefined ? {} : { capturedTo: filter.to }),
  };
}

/** Whether a sighting passes where the server cannot say it: unmarked ones together with only some marks. */
export function passesMarks(mark: FieldMarkKind | null, { marks }: MapFilter): boolean {
  return marks.includes(mark ?? 'NONE');
}

function listOf<Name extends string>(
  text: string | null,
  all: readonly Name[],
  usual: readonly Name[],
): readonly Name[] {
  if (text === null) return usual;
  const asked = new Set(text.toUpperCase().split('.'));
  return all.filter((name) => asked.has(name));
}

function setList(
  search: URLSearchParams,
  key: string,
  list: readonly string[],
  usual: readonly string[],
): void {
  if (list.length === usual.length && usual.every((name) => list.includes(name))) return;
  search.set(key, list.join('.').toLowerCase());
}

function dayOf(text: string | null): string | undefined {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
}
