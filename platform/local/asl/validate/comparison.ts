import { refusal, runtimeFailure } from '../errors.ts';
import { compileFinder } from '../jsonpath/find.ts';
import type { Json } from '../json.ts';
import type { Finder, Scope } from '../scope.ts';
import { parseTimestamp } from '../timestamp.ts';
import { requiredText, type Node } from './node.ts';

/** Less than 0, 0 or more than 0 as the first comes before, with or after the second. */
type Order = (order: number) => boolean;

const orders: Readonly<Record<string, Order>> = {
  Equals: (order) => order === 0,
  LessThan: (order) => order < 0,
  GreaterThan: (order) => order > 0,
  LessThanEquals: (order) => order <= 0,
  GreaterThanEquals: (order) => order >= 0,
};

/** The value as something that can be ordered; undefined when it is not of the kind. */
type Reading = (value: Json) => string | number | undefined;

const readings: Readonly<Record<string, Reading>> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? Number(value) : undefined),
  Timestamp: (value) => (typeof value === 'string' ? parseTimestamp(value) : undefined),
};

const kinds: Readonly<Record<string, (value: Json | undefined) => boolean>> = {
  IsPresent: (value) => value !== undefined,
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => typeof value === 'string' && parseTimestamp(value) !== undefined,
};

const comparators = ['String', 'Numeric', 'Timestamp']
  .flatMap((kind) => Object.keys(orders).map((order) => `${kind}${order}`))
  .concat('BooleanEquals');

/** The fields of a rule that compares: `Variable` and exactly one of the operators. */
export const comparisonFields: readonly string[] = [
  'Variable',
  'StringMatches',
  ...Object.keys(kinds),
  ...comparators.flatMap((name) => [name, `${name}Path`]),
];

/** The test of a rule with `Variable` and one operator. */
export function compileComparison(node: Node): (scope: Scope) => boolean {
  const operators = Object.keys(node.value).filter(
    (name) => comparisonFields.includes(name) && name !== 'Variable',
  );
  const [operator] = operators;
  if (operator === undefined || operators.length > 1)
    throw refusal('exactly one comparison is needed', node.at);
  const path = requiredText(node, 'Variable');
  const find = compileFinder(path, `${node.at}/Variable`);
  const variable = (scope: Scope): Json => present(find(scope), path);
  const operand = node.value[operator] ?? null;
  if (operator === 'IsPresent') return compileKind(node, operator, find);
  if (Object.hasOwn(kinds, operator)) return compileKind(node, operator, variable);
  if (operator === 'StringMatches') return compileMatch(node, operand, variable);
  return compileOrder(node, operator, variable);
}

function present(value: Json | undefined, path: string): Json {
  if (value !== undefined) return value;
  throw runtimeFailure(
    `Invalid path '${path}': The choice state's condition path references an invalid value.`,
  );
}

function compileKind(node: Node, operator: string, find: Finder): (scope: Scope) => boolean {
  const wanted = node.value[operator];
  const is = kinds[operator];
  if (typeof wanted !== 'boolean' || is === undefined)
    throw refusal('true or false is needed', `${node.at}/${operator}`);
  return (scope) => is(find(scope)) === wanted;
}

function compileMatch(
  node: Node,
  pattern: Json,
  variable: (scope: Scope) => Json,
): (scope: Scope) => boolean {
  if (typeof pattern !== 'string') throw refusal('a text is needed', `${node.at}/StringMatches`);
  const expression = wildcardExpression(pattern);
  return (scope) => {
    const value = variable(scope);
    return typeof value === 'string' && expression.test(value);
  };
}

/** `*` stands for any characters; `\*` for a star and `\\` for a backslash. */
function wildcardExpression(pattern: string): RegExp {
  const source = pattern.replaceAll(/\\([*\\])|\*|[^*\\]+|\\/g, (part, escaped: string | undefined) => {
    if (part === '*') return '.*';
    return (escaped ?? part).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${source}$`, 's');
}

function compileOrder(
  node: Node,
  operator: string,
  variable: (scope: Scope) => Json,
): (scope: Scope) => boolean {
  const name = operator.replace(/Path$/, '');
  const kind = ['String', 'Numeric', 'Boolean', 'Timestamp'].find((prefix) => name.startsWith(prefix)) ?? '';
  const read = readings[kind];
  const holds = orders[name.slice(kind.length)];
  if (read === undefined || holds === undefined) throw refusal(`'${operator}' is not known`, node.at);
  const operand = compileOperand(node, operator, read);
  return (scope) => {
    const [a, b] = [read(variable(scope)), operand(scope)];
    if (a === undefined) return false;
    return holds(a === b ? 0 : a < b ? -1 : 1);
  };
}

function compileOperand(node: Node, operator: string, read: Reading): (scope: Scope) => string | number {
  const at = `${node.at}/${operator}`;
  const value = node.value[operator] ?? null;
  if (!operator.endsWith('Path')) {
    const literal = read(value);
    if (literal === undefined)
      throw refusal(`${JSON.stringify(value)} is not of the kind that is compared`, at);
    return () => literal;
  }
  const path = requiredText(node, operator);
  const find = compileFinder(path, at);
  return (scope) => {
    const found = present(find(scope), path);
    const operand = read(found);
    // AWS's answer to a path that holds another kind of value was never recorded.
    if (operand === undefined)
      throw refusal(`'${path}' holds ${JSON.stringify(found)}, which '${operator}' cannot use`, at);
    return operand;
  };
}
