import { UmbelError } from '#core/errors.ts';
import { localAttribute, localPseudoParameters } from './local-names.ts';
import type { Template } from './template.ts';

/** Replaces the intrinsic functions in a value of a template by what they stand for on this machine. */
export type Resolve = (template: Template, value: unknown) => unknown;

/**
 * A resolver over templates that may refer to each other's exports. It knows `Ref`, `Fn::GetAtt`, `Fn::Join` and
 * `Fn::ImportValue`; any other intrinsic function is an error, so that nothing passes half resolved.
 */
export function resolverOf(templates: readonly Template[]): Resolve {
  const exports = new Map(
    templates.flatMap((template) =>
      Object.values(template.Outputs).flatMap(({ Export, Value }) =>
        Export === undefined ? [] : [[Export.Name, { template, value: Value }] as const],
      ),
    ),
  );

  const imported = (name: string): unknown => {
    const found = exports.get(name);
    if (found === undefined) throw unresolved(`the export "${name}"`);
    return resolve(found.template, found.value);
  };

  const resolve: Resolve = (template, value) => {
    if (Array.isArray(value)) return value.map((each) => resolve(template, each));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? [];
    if (name === undefined || (name !== 'Ref' && !name.startsWith('Fn::'))) {
      return Object.fromEntries(entries.map(([key, each]) => [key, resolve(template, each)]));
    }
    if (name === 'Ref' && typeof argument === 'string') return reference(template, argument);
    if (name === 'Fn::ImportValue' && typeof argument === 'string') return imported(argument);
    if (name === 'Fn::GetAtt' && isPair(argument)) {
      return localAttribute(argument[0], template.Resources[argument[0]], argument[1]);
    }
    if (name === 'Fn::Join') return join(resolve(template, argument));
    throw unresolved(JSON.stringify(value).slice(0, 200));
  };
  return resolve;
}

function reference(template: Template, name: string): string {
  return localPseudoParameters[name] ?? localAttribute(name, template.Resources[name], 'Ref');
}

function join(argument: unknown): string {
  if (isJoin(argument)) {
    const [separator, parts] = argument;
    if (parts.every((part) => typeof part === 'string' || typeof part === 'number'))
      return parts.join(separator);
  }
  throw unresolved(`Fn::Join ${JSON.stringify(argument).slice(0, 200)}`);
}

function isJoin(value: unknown): value is [string, unknown[]] {
  return Array.isArray(value) && typeof value[0] === 'string' && Array.isArray(value[1]);
}

function isPair(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}

function unresolved(what: string): UmbelError {
  return new UmbelError({
    code: 'wiring.unresolved',
    kind: 'bug',
    message: `The wiring of the embedded cloud cannot resolve ${what}.`,
    hint: 'Teach lib/wiring/resolve.ts what it stands for.',
  });
}
