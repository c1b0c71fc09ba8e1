import { refusal, runtimeFailure } from '../errors.ts';
import type { Json } from '../json.ts';
import type { Evaluator, Finder, Scope } from '../scope.ts';
import { parsePath } from './parse.ts';
import type { Path } from './path.ts';
import { select } from './select.ts';

/** A finder for the path: its value, or undefined when it points at nothing. */
export function compileFinder(text: string, at: string): Finder {
  const path = parsePath(text, at);
  return (scope) => select(path, rootOf(path, scope));
}

/** An evaluator for the path: States.Runtime when it points at nothing. */
export function compilePath(text: string, at: string): Evaluator {
  const find = compileFinder(text, at);
  const field = at.slice(at.lastIndexOf('/') + 1);
  return (scope) => {
    const value = find(scope);
    if (value !== undefined) return value;
    throw runtimeFailure(
      `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(scope.data)}'`,
    );
  };
}

function rootOf(path: Path, scope: Scope): Json {
  if (path.root.kind === 'data') return scope.data;
  if (path.root.kind === 'context') return scope.context;
  const { name } = path.root;
  const value = Object.hasOwn(scope.variables, name) ? scope.variables[name] : undefined;
  // AWS finds most of these when the state machine is created; which error it would be at run time is not known.
  if (value === undefined) throw refusal(`the variable '$${name}' of '${path.text}' has no value here`);
  return value;
}
