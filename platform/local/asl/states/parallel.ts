import { AslError, type JournalPlace } from '../errors.ts';
import { keepFailure, keptResult } from '../journal/outcomes.ts';
import type { Json } from '../json.ts';
import type { ParallelState } from '../machine.ts';
import { contextObject, innerFrame, type Visit } from '../run-context.ts';
import { effectiveInput, evaluateArguments, leave, type Step } from './flow.ts';
import { attemptPlace, guarded } from './guards.ts';
import { runMachine } from './machine.ts';
import { numbersTo, together } from './together.ts';

/** Parallel: runs every branch on the same input; its result is the array of their outputs. */
export function runParallel(visit: Visit, state: ParallelState): Promise<Step> {
  return guarded(visit, state, async (retryCount) => {
    const effective = await effectiveInput(visit);
    const place = attemptPlace(visit, retryCount);
    const context = contextObject(visit, { retryCount });
    const input = await evaluateArguments(visit, effective, { context, chanceKey: `#${retryCount}` });
    const result: Json[] = Array.from({ length: state.branches.length }, () => null);
    await keepingFailure(visit, place, () =>
      together(
        {
          source: numbersTo(state.branches.length),
          limit: state.branches.length,
          signal: visit.frame.signal,
        },
        async (index, signal) => {
          const branch = state.branches[index];
          if (branch === undefined) return;
          const frame = innerFrame(visit.frame, { path: `${place.key}/${index}/`, signal });
          result[index] = await runMachine(frame, branch, input);
        },
      ),
    );
    return leave(visit, { next: state.next, result, effective, context });
  });
}

/**
 * Runs an attempt whose parts are kept in the journal one by one. Its failure is kept as a whole: which part failed
 * first must not change when the run is resumed.
 */
export async function keepingFailure<T>(
  visit: Visit,
  place: JournalPlace,
  attempt: () => Promise<T>,
): Promise<T> {
  const { run } = visit.frame.execution;
  keptResult(run, place);
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof AslError && !visit.frame.signal.aborted) keepFailure(run, place, error);
    throw error;
  }
}
