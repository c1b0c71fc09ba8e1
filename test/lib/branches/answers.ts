import type { Json } from '#platform/local/asl/json.ts';
import type { Exploration } from './explore.ts';

const list = (count: number): Json => ({ bucket: 'umbel-work', key: 'runs/a/list.jsonl', count });
const opened = (count: number, scored: boolean): Json => ({
  run: { runId: 'a' },
  photos: list(count),
  scored,
});

/** What the tasks of our workflows may answer where a Choice asks; by state, of all workflows. */
const answersOfStates: Readonly<Record<string, readonly Json[]>> = {
  OpenFlight: [opened(2, true), opened(2, false), opened(0, true)],
  PlanReview: [
    { photos: list(2), tiles: 4 },
    { photos: list(0), tiles: 0 },
  ],
};

/** A definition with answers for those of its states that need any. */
export function explorationOf(definition: Json): Exploration {
  const text = JSON.stringify(definition);
  const answers = Object.fromEntries(
    Object.entries(answersOfStates).filter(([state]) => text.includes(`"${state}":`)),
  );
  return { definition, input: { runId: 'a', flightId: 'meadow', request: {} }, answers };
}
