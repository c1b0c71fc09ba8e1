import { refusal, rejection } from './errors.ts';
import { compileCall } from './intrinsics/compile.ts';
import { looksLikeCall } from './intrinsics/parse.ts';
import { compileExpression, expressionIn } from './jsonata/compile.ts';
import { compilePath } from './jsonpath/find.ts';
import { looksLikePath } from './jsonpath/parse.ts';
import { isArray, isObject, type Json, type JsonObject } from './json.ts';
import type { Evaluator, Scope } from './scope.ts';

export type QueryLanguage = 'JSONPath' | 'JSONata';

/**
 * An evaluator for a template: in JSONPath, fields whose names end in `.$` hold a path or a call of intrinsic
 * functions; in JSONata, texts of the form `{% … %}` hold an expression. Everything else stands for itself.
 */
export function compileTemplate(template: Json, language: QueryLanguage, at: string): Evaluator {
  if (typeof template === 'string' && language === 'JSONata') return compileText(template, at);
  if (isArray(template)) {
    return compileArray(template.map((item, index) => compileTemplate(item, language, `${at}/${index}`)));
  }
  if (!isObject(template)) return () => template;
  return language === 'JSONata' ? compileJsonataObject(template, at) : compileJsonPathObject(template, at);
}

/** An evaluator for a JSONPath reference: a path, or a call where `calls` allows it. */
export function compileReference(text: Json, at: string, calls = true): Evaluator {
  if (typeof text === 'string' && looksLikePath(text)) return compilePath(text, at);
  if (typeof text === 'string' && calls && looksLikeCall(text)) return compileCall(text, at);
  const field = at.slice(at.lastIndexOf('/') + 1);
  throw rejection(
    `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`,
    at,
  );
}

function compileText(text: string, at: string): Evaluator {
  const expression = expressionIn(text);
  if (expression !== undefined) return compileExpression(expression, at);
  if (text.startsWith('{%'))
    throw refusal(`'${text}' begins like a JSONata expression but does not end like one`, at);
  return () => text;
}

function compileJsonataObject(template: JsonObject, at: string): Evaluator {
  return compileObject(
    Object.entries(template).map(([name, value]) => [
      name,
      compileTemplate(value, 'JSONata', `${at}/${name}`),
    ]),
  );
}

function compileJsonPathObject(template: JsonObject, at: string): Evaluator {
  return compileObject(
    Object.entries(template).map(([name, value]) => {
      if (!name.endsWith('.$')) return [name, compileTemplate(value, 'JSONPath', `${at}/${name}`)];
      return [name.slice(0, -2), compileReference(value, `${at}/${name}`)];
    }),
  );
}

function compileObject(members: readonly (readonly [string, Evaluator])[]): Evaluator {
  return async (scope: Scope) => {
    const object: Record<string, Json> = {};
    for (const [name, evaluate] of members) {
      Object.defineProperty(object, name, {
        value: await evaluate(scope),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return object;
  };
}

/** One after the other: values that the journal keeps must be made in the same order every time. */
function compileArray(items: readonly Evaluator[]): Evaluator {
  return async (scope: Scope) => {
    const array: Json[] = [];
    for (const evaluate of items) array.push(await evaluate(scope));
    return array;
  };
}
