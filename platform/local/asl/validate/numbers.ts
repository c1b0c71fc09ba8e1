import { queryFailure, refusal, runtimeFailure } from '../errors.ts';
import { compilePath } from '../jsonpath/find.ts';
import { compileExpression, expressionIn } from '../jsonata/compile.ts';
import type { Json } from '../json.ts';
import type { NumberReader } from '../machine.ts';
import type { Evaluator } from '../scope.ts';
import { numberField, textField, type Node } from './node.ts';

export interface NumberLimits {
  readonly min: number;
  readonly max?: number;
  readonly integer?: boolean;
  /** True where AWS was seen to take a number that is written as text, in a path. */
  readonly texts?: boolean;
  /** The failure for a number outside of the limits that was only known at run time; States.Runtime by default. */
  readonly outside?: (value: number) => Error;
}

/**
 * A reader for a number field: written in the definition, found by `<name>Path` (JSONPath), or given by an expression
 * (JSONata). Undefined when the state has none of them.
 */
export function compileNumber(node: Node, name: string, limits: NumberLimits): NumberReader | undefined {
  const pathName = `${name}Path`;
  if (node.value[pathName] !== undefined) return compileNumberPath(node, name, limits);
  const expression = typeof node.value[name] === 'string' ? expressionIn(node.value[name]) : undefined;
  if (expression !== undefined && node.language === 'JSONata') {
    return reader(compileExpression(expression, `${node.at}/${name}`), { ...limits, texts: false }, (text) =>
      queryFailure(`The field '${name}' needs a number that is allowed, got ${text}`),
    );
  }
  const literal = numberField(node, name, limits);
  return literal === undefined ? undefined : () => Promise.resolve(literal);
}

function compileNumberPath(node: Node, name: string, limits: NumberLimits): NumberReader {
  const at = `${node.at}/${name}Path`;
  if (node.language === 'JSONata') throw refusal('paths belong to JSONPath', at);
  if (node.value[name] !== undefined) throw refusal(`'${name}' and '${name}Path' exclude each other`, at);
  const path = textField(node, `${name}Path`) ?? '';
  const kind = limits.integer === true ? 'integer' : 'number';
  return reader(compilePath(path, at), limits, (text) =>
    runtimeFailure(`The ${name}Path field refers to value "${text}" which is not a valid ${kind}: ${path}`),
  );
}

function reader(evaluate: Evaluator, limits: NumberLimits, wrong: (text: string) => Error): NumberReader {
  return async (scope) => {
    const value = await evaluate(scope);
    const number = toNumber(value);
    if (typeof value === 'string' && number !== undefined && limits.texts !== true) {
      throw refusal(`whether AWS takes the text '${value}' for a number here is not known`);
    }
    const whole = number !== undefined && (limits.integer !== true || Number.isInteger(number));
    if (!whole) throw wrong(typeof value === 'string' ? value : JSON.stringify(value));
    if (number < limits.min || number > (limits.max ?? Infinity)) {
      throw limits.outside?.(number) ?? wrong(String(number));
    }
    return number;
  };
}

/** Numbers, and texts that hold one. */
function toNumber(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
}
