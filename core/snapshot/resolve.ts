import type { Label } from '../label/label.ts';
import { standingLabels, verdictOf } from '../label/standing.ts';
import type { ClassName, LeftOut } from './snapshot.ts';

/** The rule by which one label follows from several answers. */
export const conflictRule =
  'Of each person the latest answer counts that was not withdrawn. Who saw hogweed or its absence wins over who was unsure or saw a bad image. Hogweed against not-hogweed is a conflict: the tile is left out.';

/** What the answers on a tile make it. */
export type Resolved =
  | { readonly label: ClassName; readonly labelIds: readonly string[]; readonly people: number }
  | { readonly leftOut: keyof Pick<LeftOut, 'conflict' | 'unsure' | 'badImage'> };

/** The label of a tile by `conflictRule`, or why it has none; undefined where no answer stands. */
export function resolveLabel(history: readonly Label[]): Resolved | undefined {
  const standing = standingLabels(history);
  const verdict = verdictOf(standing);
  if (verdict === undefined) return undefined;
  if (verdict === 'bad-image') return { leftOut: 'badImage' };
  if (verdict === 'unsure')
    return { leftOut: standing.some(({ answer }) => answer === 'hogweed') ? 'conflict' : 'unsure' };
  const agreeing = standing.filter(({ answer }) => answer === verdict);
  return {
    label: verdict === 'hogweed' ? 'hogweed' : 'background',
    labelIds: agreeing.map(({ labelId }) => labelId).sort(),
    people: new Set(agreeing.map(({ who }) => who)).size,
  };
}
