import { refusal } from '../errors.ts';
import type { Path, PathRoot, Step } from './path.ts';

const rootPattern = /^\$(?:\$|[\p{L}_][\p{L}\p{N}_]*)?/u;
const namePattern = /^[\p{L}\p{N}_-]+/u;
const quotedPattern = /^\[\s*(?:'([^']*)'|"([^"]*)")\s*\]/;
const indexPattern = /^\[\s*(-?\d+(?:\s*,\s*-?\d+)*)\s*\]/;
const slicePattern = /^\[\s*(-?\d+)?\s*:\s*(-?\d+)?\s*\]/;
const wildcardPattern = /^\[\s*\*\s*\]/;

/**
 * The parsed path. Knows `$`, `$$`, `$variable`, `.name`, `['name']`, `[0]`, `[-1]`, `[0,1]`, `[1:3]`, `[*]`, `.*`
 * and `..name`; refuses the rest of JSONPath (filters, functions, several names at once).
 * @throws a refusal that names the path
 */
export function parsePath(text: string, at: string): Path {
  const root = rootPattern.exec(text)?.[0];
  if (root === undefined) throw refusal(`'${text}' is not a JSONPath`, at);
  let rest = text.slice(root.length);
  const steps: Step[] = [];
  while (rest.length > 0) {
    const taken = rest.startsWith('..') ? takeDeep(rest) : takeStep(rest);
    if (taken === undefined)
      throw refusal(`the JSONPath '${text}' uses what this interpreter does not know`, at);
    steps.push(taken.step);
    rest = rest.slice(taken.length);
  }
  return { text, root: parseRoot(root), steps, definite: steps.every(isDefinite) };
}

/** True for a text that begins like a path: the start of every reference in a JSONPath state. */
export function looksLikePath(text: string): boolean {
  return text.startsWith('$');
}

interface Taken {
  readonly step: Step;
  readonly length: number;
}

function parseRoot(root: string): PathRoot {
  if (root === '$') return { kind: 'data' };
  return root === '$$' ? { kind: 'context' } : { kind: 'variable', name: root.slice(1) };
}

function takeStep(rest: string): Taken | undefined {
  return rest.startsWith('.') ? takeDotted(rest, 1) : takeBracket(rest);
}

function takeDotted(rest: string, dots: number): Taken | undefined {
  const after = rest.slice(dots);
  if (after.startsWith('*')) return { step: { kind: 'wildcard' }, length: dots + 1 };
  const name = namePattern.exec(after)?.[0];
  return name === undefined ? undefined : { step: { kind: 'name', name }, length: dots + name.length };
}

function takeDeep(rest: string): Taken | undefined {
  const taken = rest.startsWith('..[') ? shift(takeBracket(rest.slice(2)), 2) : takeDotted(rest, 2);
  return taken === undefined ? undefined : { step: { kind: 'deep', step: taken.step }, length: taken.length };
}

function shift(taken: Taken | undefined, by: number): Taken | undefined {
  return taken === undefined ? undefined : { step: taken.step, length: taken.length + by };
}

function takeBracket(rest: string): Taken | undefined {
  const quoted = quotedPattern.exec(rest);
  // Which escapes AWS honours inside quotes was only seen for `\"` (kept as it is): refuse the other two.
  if (quoted !== null && /\\['\\]/.test(quoted[0])) return undefined;
  if (quoted !== null) {
    return { step: { kind: 'name', name: quoted[1] ?? quoted[2] ?? '' }, length: quoted[0].length };
  }
  const index = indexPattern.exec(rest);
  if (index !== null) return { step: indexStep(index[1] ?? ''), length: index[0].length };
  const slice = slicePattern.exec(rest);
  if (slice !== null) {
    return { step: { kind: 'slice', from: bound(slice[1]), to: bound(slice[2]) }, length: slice[0].length };
  }
  const wildcard = wildcardPattern.exec(rest);
  return wildcard === null ? undefined : { step: { kind: 'wildcard' }, length: wildcard[0].length };
}

function indexStep(list: string): Step {
  const indices = list.split(',').map(Number);
  const [index] = indices;
  return indices.length === 1 && index !== undefined
    ? { kind: 'index', index }
    : { kind: 'indices', indices };
}

function bound(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function isDefinite(step: Step): boolean {
  return step.kind === 'name' || step.kind === 'index';
}
