import { refusal } from '../errors.ts';
import { isObject, plainCopy, type Json } from '../json.ts';
import { checkPayload } from '../limits.ts';
import { scopeOf, type Visit } from '../run-context.ts';
import type { Scope } from '../scope.ts';
import type { Evaluator } from '../scope.ts';

/** Where a state leads: its output, and the next state (undefined = the end of the machine). */
export interface Step {
  readonly output: Json;
  readonly next: string | undefined;
}

/** The state's input after InputPath. */
export async function effectiveInput(visit: Visit): Promise<Json> {
  const { inputPath } = visit.state.flow;
  return inputPath === undefined ? visit.input : inputPath(scopeOf(visit, { chanceKey: '<' }));
}

/** Parameters or Arguments; the effective input when there are none. */
export async function evaluateArguments(
  visit: Visit,
  effective: Json,
  more: Partial<Scope> & { chanceKey: string },
): Promise<Json> {
  const { arguments: evaluate } = visit.state.flow;
  return evaluate === undefined ? effective : evaluate(scopeOf(visit, { data: effective, ...more }));
}

export interface Leaving {
  readonly next: string | undefined;
  /** What the state made; undefined for states that make nothing (Choice, Wait, Succeed, Pass in JSONata). */
  readonly result: Json | undefined;
  /** What leaves the state when it made nothing and has no Output: its effective input. */
  readonly effective: Json;
  readonly context?: Scope['context'];
}

/**
 * The step out of a state that did its work: ResultSelector, ResultPath and OutputPath, or Output; then the variables.
 * Output and Assign both see the variables as they were when the state was entered.
 */
export async function leave(visit: Visit, leaving: Leaving): Promise<Step> {
  const { flow, language, name } = visit.state;
  const made = leaving.result === undefined ? leaving.effective : leaving.result;
  const scope = scopeOf(visit, {
    data: made,
    chanceKey: '>',
    ...(leaving.result === undefined ? {} : { result: leaving.result }),
    ...(leaving.context === undefined ? {} : { context: leaving.context }),
  });
  const queried = flow.output === undefined ? made : flow.output(scope);
  const output = language === 'JSONata' ? queried : pathOutput(visit, leaving, scope);
  const checked = checkPayload(plainCopy(await output), name);
  await assign(visit, flow.assign, scope);
  return { output: checked, next: leaving.next };
}

async function pathOutput(visit: Visit, leaving: Leaving, scope: Scope): Promise<Json> {
  const { flow } = visit.state;
  const selected = flow.resultSelector === undefined ? scope.data : await flow.resultSelector(scope);
  const placed = leaving.result === undefined ? selected : flow.resultPath(visit.input, selected);
  return flow.outputPath === undefined ? placed : flow.outputPath({ ...scope, data: placed });
}

/** Sets the variables of an Assign for the states that follow. */
export async function assign(visit: Visit, evaluate: Evaluator | undefined, scope: Scope): Promise<void> {
  if (evaluate === undefined) return;
  const values = plainCopy(await evaluate(scope));
  checkPayload(values, visit.state.name);
  if (!isObject(values)) return;
  const outer = Object.keys(values).find((name) => Object.hasOwn(visit.frame.outerVariables, name));
  if (outer !== undefined)
    throw refusal(`the variable '${outer}' belongs to an outer scope and cannot be assigned here`);
  visit.frame.variables = { ...visit.frame.variables, ...values };
}
