import type { Answer, LookAlike, ReviewLine } from '../api/operations.generated.ts';
import {
  emptyHistory,
  firstUndone,
  lastDone,
  record,
  stepBack,
  stepForward,
  type History,
} from './history.ts';
import { addLabel, emptyOutbox, takeBack, type Outbox } from './outbox.ts';

/** Everything of a person's reviewing that lives on this computer: one value, so that it changes as a whole. */
export interface Desk {
  readonly outbox: Outbox;
  readonly history: History;
}

export const emptyDesk: Desk = { outbox: emptyOutbox, history: emptyHistory };

/** An answer on a tile of the queue. */
export interface Judgement {
  readonly item: ReviewLine;
  readonly answer: Answer;
  readonly lookAlike?: LookAlike;
}

/**
 * The desk after an answer. An earlier one on the same tile stays in the history of labels; the latest counts. No
 * version is expected: if somebody else answered meanwhile, for example during an hour without a connection, both
 * answers are worth keeping.
 */
export function judge(desk: Desk, { item, answer, lookAlike }: Judgement, newKey: () => string): Desk {
  const { tileId } = item.tile;
  const labelKey = newKey();
  const reason = lookAlike === undefined ? {} : { lookAlike };
  return {
    outbox: addLabel(desk.outbox, {
      key: labelKey,
      tileId,
      answer,
      ...reason,
      ...(item.blind ? { secondOpinion: true } : {}),
    }),
    history: record(desk.history, { labelKey, item, answer, ...reason }),
  };
}

/** The desk after undo; the same desk when there is nothing to take back. */
export function undo(desk: Desk, newKey: () => string): Desk {
  const step = lastDone(desk.history);
  if (step === undefined) return desk;
  const { tileId } = step.item.tile;
  return {
    outbox: takeBack(desk.outbox, { labelKey: step.labelKey, tileId }, newKey()),
    history: stepBack(desk.history),
  };
}

/** The desk after redo; the same desk when nothing was taken back. */
export function redo(desk: Desk, newKey: () => string): Desk {
  const step = firstUndone(desk.history);
  if (step === undefined) return desk;
  const { item, answer, lookAlike } = step;
  const labelKey = newKey();
  return {
    outbox: addLabel(desk.outbox, {
      key: labelKey,
      tileId: item.tile.tileId,
      answer,
      ...(lookAlike === undefined ? {} : { lookAlike }),
      ...(item.blind ? { secondOpinion: true } : {}),
    }),
    history: stepForward(desk.history, labelKey),
  };
}
