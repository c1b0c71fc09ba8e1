import { queryFailure, runtimeFailure, type JournalPlace } from '../errors.ts';
import { isArray, plainCopy, type Json } from '../json.ts';
import type { MapState, NumberReader } from '../machine.ts';
import { contextObject, innerFrame, scopeOf, type Visit } from '../run-context.ts';
import type { Scope } from '../scope.ts';
import { readTolerance } from '../map/tolerance.ts';
import { runDistributed } from '../map/distributed.ts';
import { effectiveInput, leave, type Step } from './flow.ts';
import { attemptPlace, guarded } from './guards.ts';
import { runMachine } from './machine.ts';
import { keepingFailure } from './parallel.ts';
import { numbersTo, together } from './together.ts';

/** One attempt of a Map state. */
export interface MapAttempt {
  readonly visit: Visit;
  readonly state: MapState;
  /** Its place in the journal; the key begins those of its parts. */
  readonly place: JournalPlace;
  /** The state's input after InputPath. */
  readonly effective: Json;
  /** What the fields of the Map itself see. */
  readonly scope: Scope;
}

/** `$$.Map.Item`. */
export type MapItem = { readonly Index: number; readonly Value: Json };

/** Map: runs its processor once for each item; INLINE in the same execution, DISTRIBUTED as children. */
export function runMap(visit: Visit, state: MapState): Promise<Step> {
  return guarded(visit, state, async (retryCount) => {
    const effective = await effectiveInput(visit);
    const context = contextObject(visit, { retryCount });
    const scope = scopeOf(visit, { data: effective, context, chanceKey: `#${retryCount}` });
    const attempt = { visit, state, place: attemptPlace(visit, retryCount), effective, scope };
    const result =
      state.distributed === undefined
        ? await runInline(attempt)
        : await runDistributed(attempt, state.distributed);
    return leave(visit, { next: state.next, result, effective, context });
  });
}

async function runInline(attempt: MapAttempt): Promise<Json> {
  const { visit, state, place } = attempt;
  const items = await readItems(attempt);
  await readTolerance(attempt);
  const limit = await readLimit(state.maxConcurrency, attempt);
  const result: Json[] = Array.from({ length: items.length }, () => null);
  await keepingFailure(visit, place, () =>
    together(
      { source: numbersTo(items.length), limit, signal: visit.frame.signal },
      async (index, signal) => {
        const mapItem = { Index: index, Value: items[index] ?? null };
        const input = await selectItem(attempt, mapItem);
        const frame = innerFrame(visit.frame, { path: `${place.key}/${index}/`, mapItem, signal });
        result[index] = await runMachine(frame, state.processor, input);
      },
    ),
  );
  return result;
}

/** The array that Items, ItemsPath or the input give. */
export async function readItems(attempt: MapAttempt): Promise<readonly Json[]> {
  const { state, effective, scope } = attempt;
  const items = state.items === undefined ? effective : plainCopy(await state.items(scope));
  if (isArray(items)) return items;
  const cause = `Map state input must be an array but was: ${JSON.stringify(items)}`;
  throw state.language === 'JSONata' ? queryFailure(cause) : runtimeFailure(cause);
}

/** What an iteration gets for its item: the item itself, or what ItemSelector makes of it. */
export async function selectItem(attempt: MapAttempt, mapItem: MapItem): Promise<Json> {
  const { visit, state, place, effective } = attempt;
  if (state.itemSelector === undefined) return mapItem.Value;
  const scope = scopeOf(visit, {
    data: effective,
    context: contextObject(visit, { mapItem }),
    chanceKey: `${place.key.slice(visit.key.length)}/${mapItem.Index}`,
  });
  return plainCopy(await state.itemSelector(scope));
}

/** How many iterations may run at once: MaxConcurrency (0 = as many as possible), within what this machine allows. */
export async function readLimit(
  maxConcurrency: NumberReader | undefined,
  attempt: MapAttempt,
): Promise<number> {
  const most = attempt.visit.frame.execution.run.maxParallelChildren;
  const wanted = (await maxConcurrency?.(attempt.scope)) ?? 0;
  return wanted === 0 ? most : Math.min(wanted, most);
}
