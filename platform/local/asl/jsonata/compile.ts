import jsonata from 'jsonata';
import { isRefusal, queryFailure, refusal } from '../errors.ts';
import type { Json } from '../json.ts';
import type { Evaluator, Scope } from '../scope.ts';
import { checkExpression } from './check.ts';
import { functionsFor } from './functions.ts';

/** The expression inside `{% … %}`; undefined for any other text. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4
    ? text.slice(2, -2).trim()
    : undefined;
}

/**
 * An evaluator for one JSONata expression. It fails with States.QueryEvaluationError when the expression throws, or
 * gives nothing, a function, or anything else that is not JSON.
 */
export function compileExpression(expression: string, at: string): Evaluator {
  const compiled = parse(expression, at);
  checkExpression(compiled.ast(), expression, at);
  const field = at.replace(/^.*\/States\/[^/]+\//, '');
  return async (scope) => {
    const value = await evaluate(compiled, scope, { expression, field });
    if (value === undefined) {
      throw queryFailure(`${describe({ expression, field })} returned nothing (undefined).`);
    }
    return toJson(value, { expression, field });
  };
}

interface Place {
  readonly expression: string;
  readonly field: string;
}

function parse(expression: string, at: string): jsonata.Expression {
  try {
    return jsonata(expression);
  } catch (error) {
    throw refusal(`the JSONata expression '${expression}' cannot be read: ${messageOf(error)}`, at);
  }
}

async function evaluate(compiled: jsonata.Expression, scope: Scope, place: Place): Promise<unknown> {
  const states = {
    input: scope.input,
    ...(scope.result === undefined ? {} : { result: scope.result }),
    ...(scope.errorOutput === undefined ? {} : { errorOutput: scope.errorOutput }),
    context: scope.context,
  };
  try {
    const value: unknown = await compiled.evaluate(undefined, {
      ...functionsFor(scope.chance),
      ...scope.variables,
      states,
    });
    return value;
  } catch (error) {
    if (isRefusal(error)) throw error;
    throw queryFailure(`${describe(place)} threw an error during evaluation. ${messageOf(error)}`, error);
  }
}

/** Plain JSON: JSONata marks its arrays and may leave functions inside. */
function toJson(value: unknown, place: Place): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item) => toJson(item, place));
  const isFunction =
    typeof value === 'object' && ('_jsonata_function' in value || '_jsonata_lambda' in value);
  if (typeof value !== 'object' || isFunction || value instanceof RegExp) {
    throw queryFailure(`${describe(place)} returned an unsupported result type.`);
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, toJson(member, place)]));
}

function describe(place: Place): string {
  return `The JSONata expression '${place.expression}' specified for the field '${place.field}'`;
}

function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const code = 'code' in error ? `${String(error.code)}: ` : '';
  return `${code}${'message' in error ? String(error.message) : ''}`;
}
