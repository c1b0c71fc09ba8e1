import { isArray, isObject, type Json } from '../json.ts';
import type { Path, Step } from './path.ts';

/**
 * The value that the path selects under `root`; undefined when a definite path points at nothing.
 * A path that can select several values gives an array, empty when nothing is there (recorded on AWS for wildcards and
 * slices below a missing name).
 */
export function select(path: Path, root: Json): Json | undefined {
  let found: Json[] = [root];
  for (const step of path.steps) found = found.flatMap((value) => take(step, value));
  return path.definite ? found[0] : found;
}

function take(step: Step, value: Json): Json[] {
  switch (step.kind) {
    case 'name':
      return isObject(value) && Object.hasOwn(value, step.name) ? [value[step.name] ?? null] : [];
    case 'index':
      return isArray(value) ? pick(value, [step.index]) : [];
    case 'indices':
      return isArray(value) ? pick(value, step.indices) : [];
    case 'slice':
      return isArray(value) ? value.slice(step.from, step.to) : [];
    case 'wildcard':
      return children(value);
    default:
      return [...take(step.step, value), ...children(value).flatMap((child) => take(step, child))];
  }
}

function pick(array: readonly Json[], indices: readonly number[]): Json[] {
  return indices.flatMap((index) => {
    const item = array.at(index);
    return item === undefined ? [] : [item];
  });
}

function children(value: Json): Json[] {
  if (isArray(value)) return [...value];
  return isObject(value) ? Object.values(value) : [];
}
