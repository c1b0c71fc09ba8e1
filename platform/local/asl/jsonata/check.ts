import type jsonata from 'jsonata';
import { refusal } from '../errors.ts';
import { addedFunctions, builtInFunctions } from './functions.ts';

/** One node of JSONata's syntax tree, read field by field: the shapes differ by type. */
type Node = Readonly<Record<string, unknown>>;

interface Check {
  readonly at: string;
  readonly expression: string;
  /** Names that the expression itself binds: variables and parameters. */
  readonly bound: ReadonlySet<string>;
}

/**
 * Refuses what Step Functions does not have in JSONata: `$eval`, `$$`, names without `$states` at the outermost level
 * (there is no context item), and functions that neither JSONata nor Step Functions knows.
 */
export function checkExpression(ast: jsonata.ExprNode, expression: string, at: string): void {
  const bound = new Set<string>();
  visitAll(ast, (node) => collect(node, bound));
  const check: Check = { at, expression, bound };
  visitAll(ast, (node) => checkNode(node, check));
  if (isNode(ast)) checkContext(ast, check);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function visitAll(value: unknown, visit: (node: Node) => void): void {
  if (!isNode(value) || value instanceof RegExp) return;
  if (!Array.isArray(value)) visit(value);
  for (const child of Object.values(value)) visitAll(child, visit);
}

function collect(node: Node, bound: Set<string>): void {
  const names =
    node['type'] === 'bind' ? [node['lhs']] : node['type'] === 'lambda' ? nodesIn(node['arguments']) : [];
  for (const name of names) if (isNode(name)) bound.add(String(name['value']));
}

function checkNode(node: Node, check: Check): void {
  if (node['type'] === 'variable' && node['value'] === '$') throw refuse(check, "'$$'");
  const procedure = node['procedure'];
  if (!isNode(procedure) || procedure['type'] !== 'variable') return;
  const name = String(procedure['value']);
  const known = builtInFunctions.has(name) || addedFunctions.includes(name) || check.bound.has(name);
  if (!known) throw refuse(check, `the function '$${name}'`);
}

/** Follows the parts of an expression that are evaluated against the outermost context, which is nothing. */
function checkContext(node: Node, check: Check): void {
  const first = node['type'] === 'path' ? (nodesIn(node['steps'])[0] ?? node) : node;
  if (['name', 'wildcard', 'descendant', 'parent'].includes(String(first['type']))) {
    throw refuse(check, `'${String(first['value'])}' without a variable before it`);
  }
  if (first !== node) return checkContext(first, check);
  const parts = ['lhs', 'rhs', 'condition', 'then', 'else', 'arguments', 'expressions', 'body', 'expression'];
  for (const part of parts) for (const child of nodesIn(node[part])) checkContext(child, check);
}

function nodesIn(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return isNode(value) && !(value instanceof RegExp) ? [value] : [];
}

function refuse(check: Check, what: string): Error {
  return refusal(`the JSONata expression '${check.expression}' uses ${what}`, check.at);
}
