import { varianceOf } from './cell-moments.ts';
import type { ComparedHistograms } from './histogram-shift.ts';
import { sumOf } from './join-bins.ts';

/** How many independent tiles say as much as those of a flight. */
export interface EffectiveSample {
  readonly effective: number;
  /** Degrees of freedom by which that is known. */
  readonly freedom: number;
}

/** What is usual counts as so many pieces of ground more. */
const usualFreedom = 4;

/**
 * Tiles over their design effect: the distance that chance makes of a flight over what it would be if each tile were drawn by
 * itself (Kish 1965, Survey Sampling, 8.2; Rao and Scott 1981, JASA 76:221). It is found from how pieces of ground differ from the
 * flight as a whole in what the share of plants does not explain: the share is fitted, and with it goes what it explains (Rao and
 * Scott 1984, Ann. Stat. 12:46). A few pieces of ground tell it badly, so it is moved towards the usual one, as Smyth 2004 (Stat.
 * Appl. Genet. Mol. Biol. 3:3) does with variances; tiles never tell more than independent ones.
 * @param groups bins that count together
 */
export function chanceDistance(
  { seen, from, adjusted, cells, usualDesign }: ComparedHistograms,
  groups: readonly (readonly number[])[],
): EffectiveSample {
  const { expected, direction } = adjusted;
  const all = sumOf(seen);
  const tiles = sumOf(seen.slice(from));
  const inside = sumOf(expected.slice(from));
  const moved = sumOf(direction.slice(from));
  const information = sumOf(direction.map((move, bin) => (move === 0 ? 0 : move ** 2 / expected[bin]!)));
  // What a tile of each bin does to the share of plants that is fitted, and the mean of that over the flight.
  const pull = direction.map((move, bin) => (move === 0 ? 0 : move / expected[bin]! / information));
  const meanPull = sumOf(pull.map((value, bin) => value * seen[bin]!)) / all;
  const free = groups.length - 1 - (information === 0 ? 0 : 1);
  let distance = 0;
  for (const joined of groups) {
    const group = joined.filter((bin) => bin >= from);
    const share = sumOf(group.map((bin) => expected[bin]!)) / inside;
    const own = sumOf(group.map((bin) => seen[bin]!)) / tiles;
    const shift = (sumOf(group.map((bin) => direction[bin]!)) - share * moved) / inside;
    const weights = seen.map(
      (_, bin) =>
        (bin < from ? 0 : ((group.includes(bin) ? 1 : 0) - own) / tiles) -
        (shift * (pull[bin]! - meanPull)) / all,
    );
    if (cells !== undefined && cells.count > 1) distance += varianceOf(cells, weights) / share;
  }
  const places = Math.max(0, (cells?.count ?? 0) - 1);
  const measured = free < 1 ? usualDesign : (distance * tiles) / free;
  const freedom = places + usualFreedom;
  const design = Math.max(1, (places * measured + usualFreedom * usualDesign) / freedom);
  return { effective: tiles / design, freedom };
}
