import type { Answer, LookAlike, ReviewLine } from '../api/operations.generated.ts';

/** One answer of this person, with the tile as it looked, so that it can be shown again after a reload. */
export interface Step {
  /** Idempotency key of the answer as it was given last. */
  readonly labelKey: string;
  readonly item: ReviewLine;
  readonly answer: Answer;
  readonly lookAlike?: LookAlike;
}

/** What was answered, in order. Steps from `done` on were taken back and can be given again. */
export interface History {
  readonly steps: readonly Step[];
  readonly done: number;
}

export const emptyHistory: History = { steps: [], done: 0 };

/** How far back undo reaches. */
export const rememberedSteps = 300;

/** The history after one more answer; what was taken back before can no longer be given again. */
export function record(history: History, step: Step): History {
  const steps = [...history.steps.slice(0, history.done), step].slice(-rememberedSteps);
  return { steps, done: steps.length };
}

/** The step that undo takes back. */
export function lastDone({ steps, done }: History): Step | undefined {
  return steps[done - 1];
}

/** The step that redo gives again. */
export function firstUndone({ steps, done }: History): Step | undefined {
  return steps[done];
}

/** The history after undo. */
export function stepBack(history: History): History {
  return { ...history, done: Math.max(0, history.done - 1) };
}

/** The history after redo: the answer has a new key, because it is a new answer for the server. */
export function stepForward({ steps, done }: History, labelKey: string): History {
  return {
    steps: steps.map((step, i) => (i === done ? { ...step, labelKey } : step)),
    done: Math.min(steps.length, done + 1),
  };
}

/** The standing answer on each tile, by tile id: the latest that was not taken back. */
export function standing({ steps, done }: History): Map<string, Step> {
  return new Map(steps.slice(0, done).map((step) => [step.item.tile.tileId, step]));
}
