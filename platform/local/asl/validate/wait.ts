import { queryFailure, refusal, rejection, runtimeFailure } from '../errors.ts';
import { compileExpression, expressionIn } from '../jsonata/compile.ts';
import { compilePath } from '../jsonpath/find.ts';
import type { Json } from '../json.ts';
import type { WaitState } from '../machine.ts';
import type { Evaluator } from '../scope.ts';
import { parseTimestamp } from '../timestamp.ts';
import { numberField, requiredText, textField, type Node } from './node.ts';

type Until = WaitState['until'];

const fields = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'];

/** When a Wait state ends; exactly one of its four fields says so. */
export function compileWait(node: Node): Until {
  const present = fields.filter((name) => node.value[name] !== undefined);
  const [field] = present;
  if (field === undefined || present.length > 1)
    throw refusal(`exactly one of ${fields.join(', ')} is needed`, node.at);
  if (field.startsWith('Seconds')) return compileSeconds(node, field);
  return compileTimestamp(node, field);
}

function compileSeconds(node: Node, field: string): Until {
  const evaluate = compileSource(node, field);
  if (evaluate === undefined) {
    const seconds = numberField(node, 'Seconds', { min: 0, integer: true }) ?? 0;
    return (_scope, nowMs) => Promise.resolve(nowMs + seconds * 1000);
  }
  return async (scope, nowMs) => {
    const value = await evaluate(scope);
    if (typeof value === 'string' && /^-?\d+$/.test(value)) {
      throw refusal(`whether AWS waits for the text '${value}' is not known`, `${node.at}/${field}`);
    }
    if (typeof value !== 'number' || !Number.isInteger(value))
      throw wrong(node, field, value, 'cannot be parsed as a long value');
    if (value < 0) throw wrong(node, field, value, 'references a negative value');
    return nowMs + value * 1000;
  };
}

function compileTimestamp(node: Node, field: string): Until {
  const evaluate = compileSource(node, field);
  if (evaluate === undefined) {
    const ms = parseTimestamp(requiredText(node, 'Timestamp'));
    if (ms === undefined) {
      throw rejection(
        'SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp',
        `${node.at}/Timestamp`,
      );
    }
    return () => Promise.resolve(ms);
  }
  return async (scope) => {
    const value = await evaluate(scope);
    const ms = typeof value === 'string' ? parseTimestamp(value) : undefined;
    if (ms !== undefined) return ms;
    throw wrong(
      node,
      field,
      value,
      'does not reference a valid ISO-8601 extended offset date-time format string',
    );
  };
}

/** The evaluator of a path or an expression; undefined when the field holds the value itself. */
function compileSource(node: Node, field: string): Evaluator | undefined {
  const at = `${node.at}/${field}`;
  if (field.endsWith('Path')) return compilePath(textField(node, field) ?? '', at);
  const value = node.value[field];
  const expression =
    typeof value === 'string' && node.language === 'JSONata' ? expressionIn(value) : undefined;
  return expression === undefined ? undefined : compileExpression(expression, at);
}

function wrong(node: Node, field: string, value: Json, reason: string): Error {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (node.language === 'JSONata') return queryFailure(`The ${field} field ${reason}: ${text}`);
  return runtimeFailure(`The ${field} parameter ${reason}: ${textField(node, field) ?? ''} == ${text}`);
}
