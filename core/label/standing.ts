import type { Answer, Label } from './label.ts';

/** The labels of a tile's history that stand: neither withdrawn nor withdrawals, of each person the latest. */
export function standingLabels(history: readonly Label[]): Label[] {
  const withdrawn = withdrawnIds(history);
  const latest = new Map<string, Label>();
  for (const label of history) {
    if (label.withdraws !== undefined || withdrawn.has(label.labelId)) continue;
    const former = latest.get(label.who);
    if (former === undefined || former.seq < label.seq) latest.set(label.who, label);
  }
  return [...latest.values()].sort((a, b) => a.seq - b.seq);
}

/** Ids of the labels that a history takes back. */
export function withdrawnIds(history: readonly Label[]): Set<string> {
  return new Set(history.flatMap(({ withdraws }) => withdraws ?? []));
}

/**
 * What the standing labels of one tile say together; undefined when there is none. People who saw it win over people
 * who were not sure or could not see it; a hogweed against a not-hogweed leaves it unsure.
 */
export function verdictOf(standing: readonly Label[]): Answer | undefined {
  const said = new Set(standing.map(({ answer }) => answer));
  if (said.has('hogweed')) return said.has('not-hogweed') ? 'unsure' : 'hogweed';
  if (said.has('not-hogweed')) return 'not-hogweed';
  if (said.has('unsure')) return 'unsure';
  return said.has('bad-image') ? 'bad-image' : undefined;
}

/** The labels of many tiles by tile: photo, tiling and index as one text. The order within a tile is kept. */
export function byTile(labels: Iterable<Label>): Map<string, Label[]> {
  const tiles = new Map<string, Label[]>();
  for (const label of labels) {
    const key = tileKeyOf(label);
    const list = tiles.get(key);
    if (list === undefined) tiles.set(key, [label]);
    else list.push(label);
  }
  return tiles;
}

/** A tile within its flight as one text. */
export function tileKeyOf({
  photoId,
  tiling,
  tile,
}: {
  readonly photoId: string;
  readonly tiling: string;
  readonly tile: number;
}): string {
  return `${photoId}/${tiling}/${tile}`;
}
