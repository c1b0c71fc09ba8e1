import { AslError } from '../errors.ts';
import type { TaskContext } from '../host.ts';
import { keepFailure, keepResult, keptResult } from '../journal/outcomes.ts';
import { plainCopy, type Json } from '../json.ts';
import { checkPayload } from '../limits.ts';
import type { NumberReader, TaskState } from '../machine.ts';
import { contextObject, scopeOf, type Visit } from '../run-context.ts';
import type { Scope } from '../scope.ts';
import type { OpenToken } from '../task-tokens.ts';
import { watchdog } from '../watchdog.ts';
import { effectiveInput, evaluateArguments, leave, type Step } from './flow.ts';
import { attemptPlace, guarded } from './guards.ts';

/** Task: runs a resource; a finished attempt is never run again, whatever happens to the process. */
export function runTask(visit: Visit, state: TaskState): Promise<Step> {
  return guarded(visit, state, async (retryCount) => {
    const result = await attempt(visit, state, retryCount);
    const context = contextObject(visit, { retryCount });
    return leave(visit, { next: state.next, result, effective: visit.input, context });
  });
}

/** The result of one attempt: from the journal, or by running it. */
async function attempt(visit: Visit, state: TaskState, retryCount: number): Promise<Json> {
  const { run } = visit.frame.execution;
  const place = attemptPlace(visit, retryCount);
  const kept = keptResult(run, place);
  if (kept !== undefined) return kept.result;
  try {
    const result = plainCopy(await call(visit, state, retryCount));
    checkPayload(result, producerOf(state.resource));
    keepResult(run, place, result);
    return result;
  } catch (error) {
    if (error instanceof AslError && !visit.frame.signal.aborted) keepFailure(run, place, error);
    throw error;
  }
}

/** Evaluates the arguments, runs the resource, and waits for its result or its token, within the times allowed. */
async function call(visit: Visit, state: TaskState, retryCount: number): Promise<Json> {
  const { tokens, host } = visit.frame.execution.run;
  const effective = await effectiveInput(visit);
  const before = scopeOf(visit, {
    data: effective,
    chanceKey: `#${retryCount}@`,
    context: contextObject(visit, { retryCount }),
  });
  using dog = watchdog({
    clock: host.clock,
    signal: visit.frame.signal,
    timeoutMs: await milliseconds(state.timeoutSeconds, before),
    heartbeatMs: await milliseconds(state.heartbeatSeconds, before),
  });
  const token = state.waitsForToken ? tokens.open(() => dog.beat()) : undefined;
  try {
    const context = contextObject(visit, {
      retryCount,
      ...(token === undefined ? {} : { token: token.token }),
    });
    const more = { context, chanceKey: `#${retryCount}` };
    const args = plainCopy(await evaluateArguments(visit, effective, more));
    checkPayload(args, state.name);
    const request = {
      resource: state.resource,
      arguments: args,
      credentials: await state.credentials?.({ ...before, context }),
      context: taskContext(visit, { retryCount, token, contextObject: context }),
      signal: dog.signal,
      heartbeat: () => dog.beat(),
    };
    return await dog.race(handOver(host.task(request), token));
  } finally {
    token?.close();
  }
}

/** The result of the call; with a token, what is reported for it once the call went through. */
async function handOver(called: Promise<Json>, token: OpenToken | undefined): Promise<Json> {
  const result = await called;
  return token === undefined ? result : token.outcome;
}

function taskContext(
  visit: Visit,
  parts: { retryCount: number; token: OpenToken | undefined; contextObject: TaskContext['contextObject'] },
): TaskContext {
  const { execution } = visit.frame;
  return {
    stateName: visit.state.name,
    retryCount: parts.retryCount,
    executionId: execution.id,
    taskToken: parts.token?.token,
    attemptKey: `${execution.frame}|${attemptPlace(visit, parts.retryCount).key}`,
    contextObject: parts.contextObject,
  };
}

async function milliseconds(read: NumberReader | undefined, scope: Scope): Promise<number | undefined> {
  return read === undefined ? undefined : (await read(scope)) * 1000;
}

/** What AWS calls the producer in a cause: `lambda` for an integration, the ARN of a function. */
function producerOf(resource: string): string {
  return /:states:::(?:aws-sdk:)?([^:]+)/.exec(resource)?.[1] ?? resource;
}
