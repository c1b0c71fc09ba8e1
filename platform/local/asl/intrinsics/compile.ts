import { refusal } from '../errors.ts';
import { compilePath } from '../jsonpath/find.ts';
import type { Json } from '../json.ts';
import type { Scope } from '../scope.ts';
import { Arguments, intrinsics } from './functions.ts';
import { javaText } from './java-text.ts';
import { parseCall, unescapeText, type Argument, type Call } from './parse.ts';

type Reader = (scope: Scope) => Json | Promise<Json>;

/** An evaluator for a call of intrinsic functions. @throws when the text or a function in it is not known */
export function compileCall(text: string, at: string): Reader {
  return compile(parseCall(text, at), at);
}

function compile(call: Call, at: string): Reader {
  const readers = call.arguments.map((argument) => compileArgument(argument, at));
  if (call.name === 'Format') return compileFormat(call, readers, at);
  const definition = Object.hasOwn(intrinsics, call.name) ? intrinsics[call.name] : undefined;
  if (definition === undefined) throw refusal(`there is no function 'States.${call.name}'`, at);
  const [fewest, most] = definition.count;
  if (readers.length < fewest || readers.length > most) {
    throw refusal(`'States.${call.name}' does not take ${readers.length} arguments`, at);
  }
  return async (scope) =>
    definition.run(new Arguments(call.name, await readAll(readers, scope)), scope.chance);
}

function compileArgument(argument: Argument, at: string): Reader {
  switch (argument.kind) {
    case 'call':
      return compile(argument.call, at);
    case 'path':
      return compilePath(argument.text, at);
    case 'value':
      return () => argument.value;
    default: {
      const text = unescapeText(argument.raw);
      return () => text;
    }
  }
}

function compileFormat(call: Call, readers: readonly Reader[], at: string): Reader {
  const [template] = call.arguments;
  if (template === undefined) throw refusal("'States.Format' needs a template", at);
  const values = readers.slice(1);
  return async (scope) => {
    const [first, ...rest] = await readAll(readers, scope);
    if (typeof first !== 'string')
      throw refusal(`States.Format needs a text as template, got ${JSON.stringify(first)}`);
    const raw = template.kind === 'text' ? template.raw : first;
    if (template.kind !== 'text' && raw.includes('\\'))
      throw refusal('States.Format: a backslash in a template value');
    return fill(raw, rest, values.length);
  };
}

function fill(raw: string, values: readonly Json[], count: number): string {
  let next = 0;
  const text = raw.replaceAll(/\\(.)|\{\}/gs, (_match, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    next += 1;
    return javaText(values[next - 1] ?? null);
  });
  if (next !== count) throw refusal(`States.Format has ${next} places for ${count} values`);
  return text;
}

/** One after the other: values that the journal keeps must be made in the same order every time. */
async function readAll(readers: readonly Reader[], scope: Scope): Promise<Json[]> {
  const values: Json[] = [];
  for (const read of readers) values.push(await read(scope));
  return values;
}
