import { refusal, rejection } from '../errors.ts';
import { parseJson, type Json } from '../json.ts';

/** A parsed call such as `States.Format('Hello {}', $.name)`. */
export interface Call {
  readonly name: string;
  readonly arguments: readonly Argument[];
}

export type Argument =
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'path'; readonly text: string }
  | { readonly kind: 'value'; readonly value: Json }
  /** `raw` still holds its escapes: States.Format needs to tell `\{` from `{`. */
  | { readonly kind: 'text'; readonly raw: string };

interface Reader {
  readonly text: string;
  readonly at: string;
  position: number;
}

const callStart = /^States\.([A-Za-z0-9]+)\s*\(/;
const literal = /^(?:null|true|false|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=\s*[,)])/;

/** True for a text that begins like a call. */
export function looksLikeCall(text: string): boolean {
  return text.startsWith('States.');
}

/** The parsed call. @throws a rejection for an escape that AWS rejects, a refusal for the rest. */
export function parseCall(text: string, at: string): Call {
  const reader: Reader = { text, at, position: 0 };
  const call = readCall(reader);
  skipSpaces(reader);
  if (reader.position !== text.length) throw unreadable(reader);
  return call;
}

/** The text of a literal with its escapes resolved. */
export function unescapeText(raw: string): string {
  return raw.replaceAll(/\\(.)/gs, '$1');
}

function readCall(reader: Reader): Call {
  const start = callStart.exec(reader.text.slice(reader.position));
  const name = start?.[1];
  if (start === null || name === undefined) throw unreadable(reader);
  reader.position += start[0].length;
  const args: Argument[] = [];
  skipSpaces(reader);
  if (take(reader, ')')) return { name, arguments: args };
  for (;;) {
    args.push(readArgument(reader));
    skipSpaces(reader);
    if (take(reader, ')')) return { name, arguments: args };
    if (!take(reader, ',')) throw unreadable(reader);
  }
}

function readArgument(reader: Reader): Argument {
  skipSpaces(reader);
  const rest = reader.text.slice(reader.position);
  if (rest.startsWith("'")) return readText(reader);
  if (rest.startsWith('$')) return readPath(reader);
  const value = literal.exec(rest)?.[0];
  if (value === undefined) return { kind: 'call', call: readCall(reader) };
  reader.position += value.length;
  return { kind: 'value', value: parseJson(value) };
}

function readText(reader: Reader): Argument {
  const start = reader.position + 1;
  let end = start;
  while (reader.text[end] !== "'") {
    if (end >= reader.text.length) throw unreadable(reader);
    if (reader.text[end] !== '\\') end += 1;
    else if (/[\\'{}]/.test(reader.text[end + 1] ?? '')) end += 2;
    else throw badEscape(reader);
  }
  reader.position = end + 1;
  return { kind: 'text', raw: reader.text.slice(start, end) };
}

/** Ends at the comma or bracket that belongs to the call, not to the path's own brackets. */
function readPath(reader: Reader): Argument {
  const path = /^(?:\[(?:'[^']*'|"[^"]*"|[^'"\]])*\]|[^,)([\s])+/.exec(
    reader.text.slice(reader.position),
  )?.[0];
  if (path === undefined) throw unreadable(reader);
  reader.position += path.length;
  return { kind: 'path', text: path };
}

function skipSpaces(reader: Reader): void {
  while (/\s/.test(reader.text[reader.position] ?? '')) reader.position += 1;
}

function take(reader: Reader, character: string): boolean {
  if (reader.text[reader.position] !== character) return false;
  reader.position += 1;
  return true;
}

function unreadable(reader: Reader): Error {
  return refusal(`'${reader.text}' cannot be read as a call from character ${reader.position}`, reader.at);
}

function badEscape(reader: Reader): Error {
  const field = reader.at.slice(reader.at.lastIndexOf('/') + 1);
  return rejection(
    `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`,
    reader.at,
  );
}
