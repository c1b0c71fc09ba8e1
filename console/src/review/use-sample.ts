import { useState } from 'react';
import type { Answer, LookAlike, ReviewLine } from '../api/operations.generated.ts';
import { judge, redo, undo, type Desk } from '../desk/desk.ts';
import { firstUndone, lastDone, standing } from '../desk/history.ts';
import { newKey } from '../desk/new-key.ts';
import { changeDesk, currentDesk } from '../desk/store.ts';
import type { Session } from './use-session.ts';

/** A session over the tiles of a sample: same keys, same undo, but the list is given and ends. */
export function useSample(items: readonly ReviewLine[], desk: Desk): Session {
  const answers = standing(desk.history);
  const places = items.map((item) => ({ item, step: answers.get(item.tile.tileId) }));
  const firstOpen = places.findIndex(({ step }) => step === undefined);
  const [chosen, setChosen] = useState<number>();
  const index = chosen ?? firstOpen;
  const place = places[index];
  return {
    queue: { places, waiting: undefined, isPending: false, error: null, refresh: () => undefined },
    place,
    index,
    judge: (answer: Answer, lookAlike?: LookAlike) => {
      if (place === undefined) return;
      const key = newKey();
      const { item } = place;
      setChosen(undefined);
      void changeDesk((before) =>
        judge(before, { item, answer, ...(lookAlike === undefined ? {} : { lookAlike }) }, () => key),
      );
    },
    move: (by) =>
      setChosen(Math.min(places.length - 1, Math.max(0, (index === -1 ? places.length : index) + by))),
    undo: () => {
      if (lastDone(currentDesk().history) === undefined) return;
      const key = newKey();
      setChosen(undefined);
      void changeDesk((before) => undo(before, () => key));
    },
    redo: () => {
      if (firstUndone(currentDesk().history) === undefined) return;
      const key = newKey();
      setChosen(undefined);
      void changeDesk((before) => redo(before, () => key));
    },
    canUndo: lastDone(desk.history) !== undefined,
    canRedo: firstUndone(desk.history) !== undefined,
  };
}
