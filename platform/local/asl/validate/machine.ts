import { refusal, rejection } from '../errors.ts';
import { isObject, type Json } from '../json.ts';
import type { Machine, State } from '../machine.ts';
import type { QueryLanguage } from '../template.ts';
import {
  missing,
  nodeAt,
  numberField,
  onlyFields,
  requiredText,
  textField,
  wordField,
  type ExecutionType,
  type Node,
  type Surroundings,
} from './node.ts';
import { compileState } from './state.ts';

export interface LoadOptions {
  /** True for each resource that the host can run. */
  readonly supports: (resource: string) => boolean;
  /** STANDARD by default. */
  readonly type?: ExecutionType;
}

/**
 * The checked and compiled state machine. Every field, state type, resource, function and expression is checked here:
 * nothing that this interpreter does not know gets through.
 * @throws a rejection where AWS refuses the definition too, a refusal for the rest
 */
export function loadStateMachine(definition: Json, options: LoadOptions): Machine {
  if (!isObject(definition))
    throw rejection('INVALID_JSON_DESCRIPTION: the definition is not a JSON object', '/');
  const surroundings: Surroundings = {
    supports: options.supports,
    type: options.type ?? 'STANDARD',
    topLanguage: 'JSONPath',
  };
  const node = nodeAt(definition, '', { language: 'JSONPath', surroundings });
  onlyFields(node, ['Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage']);
  const language = wordField(node, 'QueryLanguage', ['JSONPath', 'JSONata']) ?? 'JSONPath';
  const version = textField(node, 'Version');
  if (version !== undefined && version !== '1.0')
    throw refusal(`version '${version}' is not known`, '/Version');
  const timeoutSeconds = numberField(node, 'TimeoutSeconds', { min: 1, integer: true });
  return { ...compileMachine(nodeAt(definition, '', within(surroundings, language))), timeoutSeconds };
}

function within(
  surroundings: Surroundings,
  language: QueryLanguage,
): Pick<Node, 'language' | 'surroundings'> {
  return { language, surroundings: { ...surroundings, topLanguage: language } };
}

/** The machine of a definition, a branch or an item processor whose own fields are checked already. */
export function compileMachine(node: Node): Machine {
  const startAt = requiredText(node, 'StartAt');
  const states = node.value['States'];
  if (!isObject(states)) throw missing(node, 'States');
  const compiled = new Map<string, State>();
  for (const [name, value] of Object.entries(states)) {
    if (name.length > 80)
      throw refusal(`the name of a state is longer than 80 characters`, `${node.at}/States`);
    const state = nodeAt(value, `${node.at}/States/${name}`, node);
    compiled.set(name, compileState(state, name, compileSubMachine));
  }
  for (const state of compiled.values()) checkTargets(state, compiled, node.at);
  if (!compiled.has(startAt)) throw missingTarget(startAt, `${node.at}/StartAt`);
  return { startAt, states: compiled, timeoutSeconds: undefined };
}

/** A branch, iterator or processor; its states speak the language of the whole state machine. */
function compileSubMachine({ node, moreFields, type }: SubMachine): Machine {
  onlyFields(node, ['Comment', 'StartAt', 'States'], moreFields);
  const { surroundings } = node;
  return compileMachine({
    ...node,
    language: surroundings.topLanguage,
    surroundings: { ...surroundings, type: type ?? surroundings.type },
  });
}

export interface SubMachine {
  readonly node: Node;
  readonly moreFields: readonly string[];
  readonly type?: ExecutionType;
}

function checkTargets(state: State, states: ReadonlyMap<string, State>, at: string): void {
  for (const target of targetsOf(state)) {
    if (target !== undefined && !states.has(target))
      throw missingTarget(target, `${at}/States/${state.name}`);
  }
}

function targetsOf(state: State): (string | undefined)[] {
  if (state.type === 'Choice') return [...state.rules.map((rule) => rule.next), state.fallback];
  const next = 'next' in state ? [state.next] : [];
  return 'catch' in state ? [...next, ...state.catch.map((catcher) => catcher.next)] : next;
}

function missingTarget(target: string, at: string): Error {
  return rejection(`MISSING_TRANSITION_TARGET: Missing 'Next' target: ${target}`, at);
}
