import type { PairEvidence, Turn } from './pair-evidence.ts';

/** What the overlap says about one photo. */
export interface TurnVerdict {
  readonly turn: Turn;
  /** Logarithm of the odds for `turn` against its opposite, all other photos being right; the prior included. */
  readonly odds: number;
  /** The same for the whole group of photos that the overlap ties to this one, all turned at once. */
  readonly groupOdds: number;
  /** Photos whose common ground said something. */
  readonly witnesses: number;
}

/**
 * Turns of all photos that explain the pairs best.
 * Strongest pairs first, photos are joined into groups within which "same" and "different" are settled (a spanning
 * forest); each group as a whole then takes the side that the priors and the moves favour; last, single photos that
 * fit better the other way change sides. Deterministic.
 * @param priorOdds per photo: logarithm of the odds, before looking, that it was turned (negative: unlikely)
 */
export function settleTurns(priorOdds: readonly number[], pairs: readonly PairEvidence[]): TurnVerdict[] {
  const { groups, turns } = joinGroups(priorOdds.length, pairs);
  const byPhoto: PairEvidence[][] = priorOdds.map(() => []);
  for (const pair of pairs) {
    byPhoto[pair.a]?.push(pair);
    byPhoto[pair.b]?.push(pair);
  }
  const groupOdds = chooseSides({ groups, turns, priorOdds, pairs });
  changeSides({ turns, priorOdds, byPhoto });
  return priorOdds.map((prior, photo) => {
    const group = groups[photo] ?? photo;
    const odds = singleOdds(photo, { turns, byPhoto, prior });
    const witnesses = (byPhoto[photo] ?? []).filter((pair) =>
      pair.odds.flat().some((odds) => odds > 0),
    ).length;
    return { turn: turns[photo] ?? 0, odds, groupOdds: groupOdds[group] ?? 0, witnesses };
  });
}

interface Groups {
  /** Group of each photo: the index of one of its members. */
  readonly groups: readonly number[];
  readonly turns: Turn[];
}

function joinGroups(count: number, pairs: readonly PairEvidence[]): Groups {
  const parent = Array.from({ length: count }, (_, i) => i);
  /** Turn relative to the parent. */
  const relative: Turn[] = Array.from({ length: count }, () => 0);
  const find = (photo: number): readonly [root: number, turn: Turn] => {
    let [at, turn]: [number, Turn] = [photo, 0];
    while (parent[at] !== at) {
      turn = turn === relative[at] ? 0 : 1;
      at = parent[at] ?? at;
    }
    return [at, turn];
  };
  const ranked = pairs
    .map((pair) => ({ pair, lean: leanOf(pair) }))
    .filter(({ lean }) => lean !== 0)
    .sort(
      (one, other) =>
        Math.abs(other.lean) - Math.abs(one.lean) || one.pair.a - other.pair.a || one.pair.b - other.pair.b,
    );
  for (const { pair, lean } of ranked) {
    const [rootA, turnA] = find(pair.a);
    const [rootB, turnB] = find(pair.b);
    if (rootA === rootB) continue;
    parent[rootB] = rootA;
    const differ = lean < 0;
    relative[rootB] = (turnA !== turnB) !== differ ? 1 : 0;
  }
  const found = parent.map((_, photo) => find(photo));
  return { groups: found.map(([root]) => root), turns: found.map(([, turn]) => turn) };
}

/** Positive: the two photos have the same turn; negative: they differ. */
function leanOf({ odds: [[o00, o01], [o10, o11]] }: PairEvidence): number {
  return Math.max(o00, o11) - Math.max(o01, o10);
}

interface Sides extends Groups {
  readonly priorOdds: readonly number[];
  readonly pairs: readonly PairEvidence[];
}

/** Turns whole groups where that explains more; the odds of each group's side, by group. */
function chooseSides({ groups, turns, priorOdds, pairs }: Sides): number[] {
  /** Odds of the group as it stands against all of it turned. */
  const odds = priorOdds.map(() => 0);
  priorOdds.forEach((prior, photo) => {
    const group = groups[photo] ?? photo;
    odds[group] = (odds[group] ?? 0) + (turns[photo] === 1 ? prior : -prior);
  });
  for (const pair of pairs) {
    const group = groups[pair.a] ?? pair.a;
    if (group !== groups[pair.b]) continue;
    const [a, b] = [turns[pair.a] ?? 0, turns[pair.b] ?? 0];
    odds[group] = (odds[group] ?? 0) + pair.odds[a][b] - pair.odds[opposite(a)][opposite(b)];
  }
  groups.forEach((group, photo) => {
    if ((odds[group] ?? 0) < 0) turns[photo] = opposite(turns[photo] ?? 0);
  });
  return odds.map(Math.abs);
}

interface Singles {
  readonly turns: Turn[];
  readonly priorOdds: readonly number[];
  readonly byPhoto: readonly (readonly PairEvidence[])[];
}

function changeSides({ turns, priorOdds, byPhoto }: Singles): void {
  for (let round = 0; round < 4; round++) {
    let changed = false;
    priorOdds.forEach((prior, photo) => {
      if (singleOdds(photo, { turns, byPhoto, prior }) >= 0) return;
      turns[photo] = opposite(turns[photo] ?? 0);
      changed = true;
    });
    if (!changed) return;
  }
}

/** Odds of the photo's turn against its opposite, all other photos as they are. */
function singleOdds(
  photo: number,
  { turns, byPhoto, prior }: Pick<Singles, 'turns' | 'byPhoto'> & { readonly prior: number },
): number {
  const turn = turns[photo] ?? 0;
  let odds = turn === 1 ? prior : -prior;
  for (const pair of byPhoto[photo] ?? []) {
    const isFirst = pair.a === photo;
    const other = turns[isFirst ? pair.b : pair.a] ?? 0;
    const oddsOf = (own: Turn): number => (isFirst ? pair.odds[own][other] : pair.odds[other][own]);
    odds += oddsOf(turn) - oddsOf(opposite(turn));
  }
  return odds;
}

function opposite(turn: Turn): Turn {
  return turn === 0 ? 1 : 0;
}
