import { mostCost } from '#core/console/api-limits.ts';
import { UmbelError } from '#core/errors.ts';

/**
 * About how many values a call answers with: entries of its page times what is asked of each.
 * @param selection every path below the field, aliases each by itself: `items`, `items/tile`, ...
 * @param args the checked arguments, with what they are when the client leaves them out
 */
export function costOf(selection: readonly string[], args: unknown): number {
  return 1 + entriesOf(args) * selection.length;
}

function entriesOf(args: unknown): number {
  if (typeof args !== 'object' || args === null) return 1;
  const { first, size } = args as { readonly first?: unknown; readonly size?: unknown };
  const entries = first ?? size;
  return typeof entries === 'number' ? entries : 1;
}

/** @throws UmbelError `api.too-dear`, before anything is read */
export function mustBeAffordable(selection: readonly string[], args: unknown): void {
  const cost = costOf(selection, args);
  if (cost <= mostCost) return;
  throw new UmbelError({
    code: 'api.too-dear',
    kind: 'bad-input',
    message: `The query asks for about ${cost} values; at most ${mostCost} are answered.`,
    hint: 'Ask for smaller pages, or for less of each entry.',
  });
}
