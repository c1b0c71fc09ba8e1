import { AslError, refusal } from '../errors.ts';
import { plainCopy, type Json } from '../json.ts';
import type { ChoiceState, FailState, PassState, SucceedState, WaitState } from '../machine.ts';
import { checkPayload } from '../limits.ts';
import { recallNumber, scopeOf, type Visit } from '../run-context.ts';
import type { Evaluator, Scope } from '../scope.ts';
import { assign, effectiveInput, evaluateArguments, leave, type Step } from './flow.ts';

/** Pass: hands on its input, its Result, or what Parameters make. */
export async function runPass(visit: Visit, state: PassState): Promise<Step> {
  const effective = await effectiveInput(visit);
  const made =
    state.result === undefined
      ? await evaluateArguments(visit, effective, { chanceKey: '=' })
      : plainCopy(state.result);
  checkPayload(made, state.name);
  return leave(visit, {
    next: state.next,
    result: state.language === 'JSONata' ? undefined : made,
    effective,
  });
}

/** Succeed: ends the machine with its input. */
export async function runSucceed(visit: Visit, _state: SucceedState): Promise<Step> {
  return leave(visit, { next: undefined, result: undefined, effective: await effectiveInput(visit) });
}

/** Fail: ends the machine with an error. */
export async function runFail(visit: Visit, state: FailState): Promise<never> {
  const scope = scopeOf(visit, { chanceKey: '=' });
  const error = await failText(state.error, scope, 'Error');
  throw new AslError(error, await failText(state.cause, scope, 'Cause'));
}

async function failText(
  evaluate: Evaluator | undefined,
  scope: Scope,
  field: string,
): Promise<string | undefined> {
  if (evaluate === undefined) return undefined;
  const value = await evaluate(scope);
  if (typeof value === 'string') return value;
  throw refusal(`the ${field} of a Fail state must be a text, got ${JSON.stringify(value)}`);
}

/** Wait: goes on at the moment that was fixed when the state was entered, in a resumed run too. */
export async function runWait(visit: Visit, state: WaitState): Promise<Step> {
  const { execution, signal } = visit.frame;
  const { clock } = execution.run.host;
  const effective = await effectiveInput(visit);
  const untilMs = await state.until(scopeOf(visit, { data: effective, chanceKey: '=' }), clock.now());
  const keptMs = recallNumber(execution, `${visit.key}@until`, () => untilMs);
  if (keptMs > clock.now()) await clock.sleep(keptMs - clock.now(), signal);
  return leave(visit, { next: state.next, result: undefined, effective });
}

/** Choice: the first rule that matches, or the default. */
export async function runChoice(visit: Visit, state: ChoiceState): Promise<Step> {
  const effective = await effectiveInput(visit);
  const scope = scopeOf(visit, { data: effective, chanceKey: '=' });
  for (const rule of state.rules) {
    if (!(await rule.matches(scope))) continue;
    await assign(visit, rule.assign, scope);
    const output: Json | undefined = await rule.output?.(scope);
    if (output !== undefined) return { output: checkPayload(output, state.name), next: rule.next };
    const step = await leaveChoice(
      { ...visit, state: { ...state, flow: { ...state.flow, output: undefined } } },
      effective,
    );
    return { ...step, next: rule.next };
  }
  if (state.fallback === undefined)
    throw new AslError('States.NoChoiceMatched', 'No choice rule matched and there is no Default.');
  return leave(visit, { next: state.fallback, result: undefined, effective });
}

/** The step out through a rule: the state's own Output and Assign belong to the default only. */
function leaveChoice(visit: Visit, effective: Json): Promise<Step> {
  const flow = { ...visit.state.flow, assign: undefined };
  return leave(
    { ...visit, state: { ...visit.state, flow } },
    { next: undefined, result: undefined, effective },
  );
}
