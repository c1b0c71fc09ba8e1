import type { Label } from '#core/label/label.ts';
import { withdrawnIds } from '#core/label/standing.ts';
import { formatTileId } from '#core/label/tile-identity.ts';
import type { ApiCall } from './field.ts';
import { enumName } from './names.ts';

/** A label as the API tells it. @param history all labels of its tile */
export function labelAnswer(call: ApiCall, label: Label, history: readonly Label[]): object {
  const { labelId, answer, lookAlike, note, who, at, bulk, secondOpinion, withdraws } = label;
  return {
    labelId,
    tileId: formatTileId(label),
    answer: enumName(answer),
    lookAlike: lookAlike === undefined ? null : enumName(lookAlike),
    note: note ?? null,
    who: call.may('biologist', 'admin') ? who : null,
    mine: who === call.person.personId,
    at,
    bulk: bulk === true,
    secondOpinion: secondOpinion === true,
    withdraws: withdraws ?? null,
    withdrawn: withdrawnIds(history).has(labelId),
    confidence: label.confidence ?? null,
    modelId: label.modelId ?? null,
  };
}
