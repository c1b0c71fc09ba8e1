import type { ReviewLine } from '../api/operations.generated.ts';
import type { Desk } from '../desk/desk.ts';
import { standing, type History, type Step } from '../desk/history.ts';

/** A tile in the list that the arrows move through. */
export interface Place {
  readonly item: ReviewLine;
  /** What this person said; undefined: waits for an answer. */
  readonly step: Step | undefined;
}

/**
 * The list of a session: what was answered from here, in the order of the answers, then the tiles that wait. Each tile
 * is there once; one whose answer was taken back waits where it was.
 * @param skip tiles that somebody else holds
 */
export function listOf(history: History, waiting: readonly ReviewLine[], skip: ReadonlySet<string>): Place[] {
  const answers = standing(history);
  const seen = new Set<string>();
  const places: Place[] = [];
  const add = (item: ReviewLine) => {
    const { tileId } = item.tile;
    if (seen.has(tileId)) return;
    seen.add(tileId);
    places.push({ item, step: answers.get(tileId) });
  };
  for (const { item } of history.steps) add(item);
  for (const item of waiting) if (!skip.has(item.tile.tileId)) add(item);
  return places;
}

/** Index of the first tile that waits, from `from` on and then from the beginning; undefined when none does. */
export function nextWaiting(places: readonly Place[], from = 0): number | undefined {
  const waits = ({ step }: Place) => step === undefined;
  const after = places.findIndex((place, i) => i >= from && waits(place));
  if (after !== -1) return after;
  const before = places.findIndex(waits);
  return before === -1 ? undefined : before;
}

/** The tiles that wait next, `count` of them, beginning at `from`: their pictures are fetched ahead. */
export function upcoming(places: readonly Place[], from: number, count: number): ReviewLine[] {
  return places
    .slice(from)
    .filter(({ step }) => step === undefined)
    .slice(0, count)
    .map(({ item }) => item);
}

/** Tiles whose answers the server has: its counts know of them. */
export function arrivedAnswers({ history, outbox }: Desk): string[] {
  return [...standing(history)].flatMap(([tileId, { labelKey }]) =>
    outbox.sent[labelKey] === undefined ? [] : [tileId],
  );
}

/**
 * How many tiles wait by now: the server's count, less what was answered since, and what was taken back since again.
 * @param counted the count, and the tiles whose answers had arrived when it was made
 * @param items tiles of the queue, as they were loaded
 */
export function stillWaiting(
  counted: { readonly waiting: number; readonly answered: readonly string[] },
  items: readonly ReviewLine[],
  history: History,
): number {
  const answers = standing(history);
  const known = new Set(counted.answered);
  const since = items.filter(({ tile }) => answers.has(tile.tileId) && !known.has(tile.tileId));
  const takenBack = counted.answered.filter((tileId) => !answers.has(tileId));
  return Math.max(0, counted.waiting - since.length + takenBack.length);
}
