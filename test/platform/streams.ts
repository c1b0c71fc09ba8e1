/** Everything that comes, in order. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The pieces one after the other; then the error, if there is one. */
export async function* stream<Piece>(pieces: Iterable<Piece>, error?: Error): AsyncGenerator<Piece> {
  for (const piece of pieces) yield await Promise.resolve(piece);
  if (error !== undefined) throw error;
}
