import { AslError, refusal, type JournalPlace } from '../errors.ts';
import { keptEntry } from '../journal/outcomes.ts';
import type { Json } from '../json.ts';
import { checkPayload } from '../limits.ts';
import type { Catcher, Guarded, Retrier, StateCommon } from '../machine.ts';
import { scopeOf, type Visit } from '../run-context.ts';
import { assign, type Step } from './flow.ts';

/** No wildcard sees these: they end the execution. Source: Developer Guide, "Handling errors". */
const terminalErrors: ReadonlySet<string> = new Set(['States.Runtime', 'States.DataLimitExceeded']);

/**
 * What `attempt` gives, tried again as Retry says; when it fails for good, the step that Catch leads to.
 * `attempt` gets 0 at first, then 1 and so on.
 */
export async function guarded(
  visit: Visit,
  state: Guarded & StateCommon,
  attempt: (retryCount: number) => Promise<Step>,
): Promise<Step> {
  const spent = new Map<Retrier, number>();
  for (let count = 0; ; count += 1) {
    try {
      return await attempt(count);
    } catch (error) {
      if (!(error instanceof AslError)) throw error;
      visit.frame.signal.throwIfAborted();
      const retrier = state.retry.find((candidate) => matches(candidate.errorEquals, error));
      const tries = retrier === undefined ? 0 : (spent.get(retrier) ?? 0);
      if (retrier === undefined || tries >= retrier.maxAttempts) return handle(visit, state, error);
      spent.set(retrier, tries + 1);
      await pause(visit, { error, delayMs: delayOf(visit, retrier, tries), next: count + 1 });
    }
  }
}

/** True when Retry or Catch with these names sees the error. */
export function matches(names: readonly string[], error: AslError): boolean {
  const name = error.errorName ?? '';
  if (names.includes(name) || error.aliases.some((alias) => names.includes(alias))) {
    if (name === 'States.Runtime')
      throw refusal('whether AWS lets States.Runtime be caught by name is not known');
    return true;
  }
  if (terminalErrors.has(name)) return false;
  return names.includes('States.ALL') || (names.includes('States.TaskFailed') && name !== 'States.Timeout');
}

/** Interval times BackoffRate to the power of the retries before, at most MaxDelaySeconds; FULL jitter takes a part of it. */
function delayOf(visit: Visit, retrier: Retrier, tries: number): number {
  const seconds = retrier.intervalSeconds * retrier.backoffRate ** tries;
  const fullMs = Math.min(seconds, retrier.maxDelaySeconds ?? Infinity) * 1000;
  return retrier.jitter === 'FULL' ? visit.frame.execution.run.host.random() * fullMs : fullMs;
}

/** Waits before the next attempt; only for what is left of the time when the failure comes from the journal. */
async function pause(visit: Visit, retry: { error: AslError; delayMs: number; next: number }): Promise<void> {
  const { execution, signal } = visit.frame;
  const { clock } = execution.run.host;
  if (keptEntry(execution.run, attemptPlace(visit, retry.next)) !== undefined) return;
  const untilMs = (retry.error.failedAtMs ?? clock.now()) + retry.delayMs;
  execution.run.emit({
    type: 'retry',
    stateName: visit.state.name,
    executionId: execution.id,
    error: retry.error.errorName,
    delayMs: retry.delayMs,
  });
  await clock.sleep(Math.max(0, untilMs - clock.now()), signal);
}

/** Where the journal holds the outcome of one attempt. */
export function attemptPlace(visit: Visit, retryCount: number): JournalPlace {
  return { frame: visit.frame.execution.frame, key: `${visit.key}#${retryCount}` };
}

async function handle(visit: Visit, state: Guarded & StateCommon, error: AslError): Promise<Step> {
  const catcher = state.catch.find((candidate) => matches(candidate.errorEquals, error));
  if (catcher === undefined) throw error;
  if (error.errorName === undefined)
    throw refusal('what AWS hands to a Catch for an error without a name is not known');
  const errorOutput = { Error: error.errorName, Cause: error.causeText ?? '' };
  const scope = scopeOf(visit, { data: errorOutput, errorOutput, chanceKey: '^' });
  const output = await catchOutput(visit, catcher, errorOutput, scope);
  await assign(visit, catcher.assign, scope);
  const { execution } = visit.frame;
  const { next } = catcher;
  execution.run.emit({
    type: 'caught',
    stateName: state.name,
    executionId: execution.id,
    error: error.errorName,
    next,
  });
  return { output: checkPayload(output, state.name), next };
}

async function catchOutput(
  visit: Visit,
  catcher: Catcher,
  errorOutput: Json,
  scope: Parameters<NonNullable<Catcher['output']>>[0],
): Promise<Json> {
  if (catcher.output !== undefined) return catcher.output(scope);
  return visit.state.language === 'JSONata' ? errorOutput : catcher.resultPath(visit.input, errorOutput);
}
