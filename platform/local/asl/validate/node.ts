import { refusal, rejection } from '../errors.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import type { QueryLanguage } from '../template.ts';

export type ExecutionType = 'STANDARD' | 'EXPRESS';

/** What holds for a whole (sub-)machine while it is checked. */
export interface Surroundings {
  readonly supports: (resource: string) => boolean;
  readonly type: ExecutionType;
  readonly topLanguage: QueryLanguage;
}

/** One JSON object of a definition, with where it stands and how its expressions are written. */
export interface Node {
  readonly value: JsonObject;
  /** JSON pointer, e.g. `/States/Score/Retry/0`. */
  readonly at: string;
  readonly language: QueryLanguage;
  readonly surroundings: Surroundings;
}

/** The node for a value that must be an object. */
export function nodeAt(value: Json | undefined, at: string, from: Omit<Node, 'value' | 'at'>): Node {
  if (!isObject(value)) throw refusal('an object is needed', at);
  return { value, at, language: from.language, surroundings: from.surroundings };
}

/** Refuses every field that is not named: nothing is ever silently ignored. */
export function onlyFields(node: Node, ...allowed: readonly (readonly string[])[]): void {
  for (const name of Object.keys(node.value)) {
    if (!allowed.some((names) => names.includes(name))) {
      throw refusal(`the field '${name}' is not known here`, `${node.at}/${name}`);
    }
  }
}

/** The child object of that name; undefined when there is none. */
export function childNode(node: Node, name: string): Node | undefined {
  const value = node.value[name];
  return value === undefined ? undefined : nodeAt(value, `${node.at}/${name}`, node);
}

export function childNodes(node: Node, name: string): Node[] {
  const value = node.value[name];
  if (value === undefined) return [];
  if (!isArray(value)) throw refusal('an array is needed', `${node.at}/${name}`);
  return value.map((item, index) => nodeAt(item, `${node.at}/${name}/${index}`, node));
}

export function textField(node: Node, name: string): string | undefined {
  const value = node.value[name];
  if (value === undefined || typeof value === 'string') return value;
  throw refusal('a text is needed', `${node.at}/${name}`);
}

/** @throws a rejection when the field is missing, as AWS does */
export function requiredText(node: Node, name: string): string {
  const text = textField(node, name);
  if (text === undefined) throw missing(node, name);
  return text;
}

/** The error for a field without which AWS does not create the state machine. */
export function missing(node: Node, name: string): Error {
  return rejection(
    `SCHEMA_VALIDATION_FAILED: The field '${name}' is required but was missing`,
    node.at || '/',
  );
}

/** The error for a field that is needed here, where it is not known what AWS says. */
export function needed(node: Node, name: string): Error {
  return refusal(`the field '${name}' is needed`, node.at);
}

/** One of the given words. */
export function wordField<Word extends string>(
  node: Node,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = textField(node, name);
  const word = words.find((candidate) => candidate === text);
  if (text !== undefined && word === undefined) {
    throw refusal(`'${text}' is not one of ${words.join(', ')}`, `${node.at}/${name}`);
  }
  return word;
}

/** A number written in the definition itself. */
export function numberField(
  node: Node,
  name: string,
  limits: { min: number; max?: number; integer?: boolean },
): number | undefined {
  const value = node.value[name];
  if (value === undefined) return undefined;
  const max = limits.max ?? 99_999_999;
  const fits = typeof value === 'number' && value >= limits.min && value <= max;
  if (fits && (limits.integer !== true || Number.isInteger(value))) return value;
  throw refusal(
    `${JSON.stringify(value)} is not a number from ${limits.min} to ${max}`,
    `${node.at}/${name}`,
  );
}

/** Texts of an array, at least one. */
export function textsField(node: Node, name: string): readonly string[] {
  const value = node.value[name];
  if (!isArray(value) || value.length === 0)
    throw refusal('an array of texts is needed', `${node.at}/${name}`);
  return value.map((item) => {
    if (typeof item === 'string') return item;
    throw refusal('an array of texts is needed', `${node.at}/${name}`);
  });
}
