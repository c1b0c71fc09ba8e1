import { useCallback, useMemo, useState } from 'react';
import type { Answer, LookAlike, ReviewFilter } from '../api/operations.generated.ts';
import { judge, redo, undo, type Desk } from '../desk/desk.ts';
import { firstUndone, lastDone } from '../desk/history.ts';
import { newKey } from '../desk/new-key.ts';
import { changeDesk, currentDesk } from '../desk/store.ts';
import { nextWaiting, type Place } from './queue.ts';
import { useQueue, type Queue } from './use-queue.ts';

export interface Session {
  readonly queue: Queue;
  /** The tile on screen; undefined when nothing waits any more. */
  readonly place: Place | undefined;
  readonly index: number;
  readonly judge: (answer: Answer, lookAlike?: LookAlike) => void;
  readonly move: (by: number) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** A person's way through the queue: where one is, and what each key does. */
export function useSession(filter: ReviewFilter, desk: Desk): Session {
  // Which tile is shown is remembered by its id: the list grows and shrinks around it.
  const [chosen, setChosen] = useState<string>();
  const [lastIndex, setLastIndex] = useState(0);
  const queue = useQueue(filter, desk, lastIndex);
  const { places } = queue;
  const found = chosen === undefined ? -1 : places.findIndex(({ item }) => item.tile.tileId === chosen);
  const index = found === -1 ? nextWaiting(places, 0) : found;
  const place = index === undefined ? undefined : places[index];
  const show = useCallback(
    (at: number | undefined) => {
      setChosen(at === undefined ? undefined : places[at]?.item.tile.tileId);
      setLastIndex(at ?? 0);
    },
    [places],
  );
  const actions = useMemo(
    () => ({
      judge: (answer: Answer, lookAlike?: LookAlike) => {
        if (place === undefined || index === undefined) return;
        const key = newKey();
        const { item } = place;
        void changeDesk((desk) =>
          judge(desk, { item, answer, ...(lookAlike === undefined ? {} : { lookAlike }) }, () => key),
        );
        const next = places.findIndex(({ step }, i) => i > index && step === undefined);
        show(next === -1 ? firstOther(places, index) : next);
      },
      move: (by: number) => {
        if (index === undefined) {
          if (by < 0) show(places.length - 1);
          return;
        }
        const target = Math.min(places.length - 1, Math.max(0, index + by));
        show(target);
      },
      undo: () => {
        const step = lastDone(currentDesk().history);
        if (step === undefined) return;
        const key = newKey();
        void changeDesk((desk) => undo(desk, () => key));
        setChosen(step.item.tile.tileId);
      },
      redo: () => {
        const step = firstUndone(currentDesk().history);
        if (step === undefined) return;
        const key = newKey();
        void changeDesk((desk) => redo(desk, () => key));
        setChosen(step.item.tile.tileId);
      },
    }),
    [place, index, places, show],
  );
  return {
    queue,
    place,
    index: index ?? places.length,
    ...actions,
    canUndo: lastDone(desk.history) !== undefined,
    canRedo: firstUndone(desk.history) !== undefined,
  };
}

/** The first other tile that waits, once the end of the list is reached. */
function firstOther(places: readonly Place[], index: number): number | undefined {
  const at = places.findIndex(({ step }, i) => i !== index && step === undefined);
  return at === -1 ? undefined : at;
}
