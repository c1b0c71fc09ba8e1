/** Keeps the few entries with the highest rank out of many; equal ranks keep the order in which they came. */
export interface TopList<Entry> {
  offer(entry: Entry, rank: number): void;
  /** Highest rank first. */
  entries(): Entry[];
}

/** A list of at most `size` entries. */
export function topList<Entry>(size: number): TopList<Entry> {
  const ranked: { readonly entry: Entry; readonly rank: number }[] = [];
  return {
    offer(entry, rank) {
      const last = ranked.at(-1);
      if (ranked.length === size && last !== undefined && rank <= last.rank) return;
      const place = ranked.findIndex((other) => rank > other.rank);
      ranked.splice(place === -1 ? ranked.length : place, 0, { entry, rank });
      ranked.length = Math.min(ranked.length, size);
    },
    entries: () => ranked.map(({ entry }) => entry),
  };
}
