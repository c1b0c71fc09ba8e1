import type { Label } from '#core/label/label.ts';
import { standingLabels } from '#core/label/standing.ts';
import { formatTileId, type TileIdentity } from '#core/label/tile-identity.ts';
import { needsSecondOpinion, secondOpinionShare, valueOfAnswer } from '#core/review/queue.ts';
import type { ApiCall } from './field.ts';

/** What a second opinion on a tile is worth: where it stands in the queue. */
export function secondOpinionValue(tile: TileIdentity): number {
  return valueOfAnswer({ reason: 'second-opinion', confidence: 0, tileId: formatTileId(tile) });
}

/**
 * Whether a tile waits for a second opinion: one of the share that is judged twice, with an answer of one person only.
 * Bulk decisions are not judged again: their sample was.
 */
export function awaitsSecondOpinion(tile: TileIdentity, history: readonly Label[]): boolean {
  const standing = standingLabels(history);
  const [only] = standing;
  return (
    standing.length === 1 &&
    only?.bulk !== true &&
    only?.reason !== undefined &&
    needsSecondOpinion(formatTileId(tile), secondOpinionShare)
  );
}

/** Whether a person may be asked for a second opinion on a tile, and so must not see the first answer. */
export function isBlindFor(call: ApiCall, tile: TileIdentity, history: readonly Label[]): boolean {
  const [first] = standingLabels(history);
  return call.may('biologist') && first?.who !== call.person.personId && awaitsSecondOpinion(tile, history);
}
