import { AslError, refusal } from '../errors.ts';
import { isObject, type Json } from '../json.ts';
import { parsePath } from './parse.ts';

/** Puts a result into the state's input as ResultPath says; gives the new value and leaves the input as it was. */
export type Placer = (input: Json, result: Json) => Json;

/**
 * The placer for a ResultPath: `null` keeps the input, `$` (and a missing ResultPath) takes the result, `$.a.b` sets
 * that field and makes the objects on the way.
 */
export function compileResultPath(text: string | null | undefined, at: string): Placer {
  if (text === undefined) return (_input, result) => result;
  if (text === null) return (input) => input;
  const path = parsePath(text, at);
  if (path.root.kind !== 'data') throw refusal(`ResultPath '${text}' must begin with '$'`, at);
  const names = path.steps.map((step) => {
    if (step.kind === 'name') return step.name;
    throw refusal(`ResultPath '${text}' must be made of names`, at);
  });
  return (input, result) => place({ value: input, names, result, text });
}

function place(target: { value: Json; names: readonly string[]; result: Json; text: string }): Json {
  const [name, ...names] = target.names;
  if (name === undefined) return target.result;
  if (!isObject(target.value)) {
    throw new AslError(
      'States.ResultPathMatchFailure',
      `Unable to apply ReferencePath ${target.text} to input ${JSON.stringify(target.value)}`,
    );
  }
  const inner = Object.hasOwn(target.value, name) ? (target.value[name] ?? null) : {};
  return { ...target.value, [name]: place({ ...target, value: inner, names }) };
}
