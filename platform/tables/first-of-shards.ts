/** A queue whose entries lie in several shards, each in order. */
export interface Sharded<Entry> {
  readonly shards: readonly string[];
  /** Only entries behind this place. */
  readonly after: string | undefined;
  /** Entries that are wanted. */
  readonly limit: number;
  /** Unique, and in the order of the entries by code points. */
  readonly placeOf: (entry: Entry) => string;
}

/** Reads the next entries of a shard; fewer than `limit` only where it ends. */
export type ReadShard<Entry> = (
  shard: string,
  from: { readonly after: string | undefined; readonly limit: number },
) => Promise<Entry[]>;

interface Read<Entry> {
  readonly shard: string;
  readonly entries: Entry[];
  ended: boolean;
}

/**
 * The first `limit` entries of all shards in order. Entries are spread by a hash, so each shard is read about as far as
 * its share of them goes; one that is used up before the others is read further.
 */
export async function firstOfShards<Entry>(
  { shards, after, limit, placeOf }: Sharded<Entry>,
  read: ReadShard<Entry>,
): Promise<Entry[]> {
  const parts = shards.map((shard): Read<Entry> => ({ shard, entries: [], ended: false }));
  const lastOf = ({ entries }: Read<Entry>) => entries.slice(-1).map(placeOf)[0] ?? after;
  let short = parts;
  for (let wanted = shareOf(limit, shards.length); ; wanted = limit) {
    await Promise.all(
      short.map(async (part) => {
        const more = await read(part.shard, { after: lastOf(part), limit: wanted });
        part.entries.push(...more);
        part.ended = more.length < wanted;
      }),
    );
    const first = parts
      .flatMap(({ entries }) => entries)
      .map((entry) => ({ entry, place: placeOf(entry) }))
      .sort((a, b) => (a.place < b.place ? -1 : 1))
      .slice(0, limit);
    const lastPlace = first.at(-1)?.place ?? '';
    // Behind the last one that was read of a shard there may be more of it.
    short = parts.filter((part) => !part.ended && (first.length < limit || (lastOf(part) ?? '') < lastPlace));
    if (short.length === 0) return first.map(({ entry }) => entry);
  }
}

/** Entries of a shard that with 97 % probability are enough: its mean share and two standard deviations (Poisson). */
function shareOf(limit: number, shards: number): number {
  const mean = limit / shards;
  return Math.min(limit, Math.ceil(mean + 2 * Math.sqrt(mean)));
}
