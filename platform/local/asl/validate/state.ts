import { refusal, rejection } from '../errors.ts';
import { isObject } from '../json.ts';
import type { FailState, Machine, State, StateCommon, TaskState } from '../machine.ts';
import type { Evaluator } from '../scope.ts';
import { compileReference, compileTemplate } from '../template.ts';
import { compileChoice } from './choice.ts';
import { checkFields, compileFlow, compileLeaving, type Shape } from './flow.ts';
import { compileGuards } from './guards.ts';
import type { SubMachine } from './machine.ts';
import { compileMap, findProcessing } from './map.ts';
import { compileNumber } from './numbers.ts';
import {
  childNode,
  childNodes,
  missing,
  onlyFields,
  requiredText,
  textField,
  wordField,
  type Node,
} from './node.ts';
import { compileResource } from './resource.ts';
import { compileWait } from './wait.ts';

type CompileInner = (inner: SubMachine) => Machine;

const paths = ['InputPath', 'OutputPath'];
const results = ['Parameters', 'ResultSelector', 'ResultPath'];
const leaving = ['Next', 'End'];
const mapFields = [
  'ItemProcessor',
  'Iterator',
  'ItemSelector',
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'Label',
  'MaxConcurrency',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
];
const mapPaths = [
  'ItemsPath',
  'MaxConcurrencyPath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
];

const shapes: Readonly<Record<State['type'], Shape>> = {
  Pass: {
    fields: ['Assign', 'Next', 'End'],
    jsonPath: [...paths, 'Parameters', 'Result', 'ResultPath'],
    jsonata: ['Output'],
  },
  Task: {
    fields: [
      'Resource',
      'Assign',
      'Next',
      'End',
      'Retry',
      'Catch',
      'TimeoutSeconds',
      'HeartbeatSeconds',
      'Credentials',
    ],
    jsonPath: [...paths, ...results, 'TimeoutSecondsPath', 'HeartbeatSecondsPath'],
    jsonata: ['Arguments', 'Output'],
  },
  Choice: { fields: ['Choices', 'Default', 'Assign'], jsonPath: paths, jsonata: ['Output'] },
  Wait: {
    fields: ['Assign', 'Next', 'End', 'Seconds', 'Timestamp'],
    jsonPath: [...paths, 'SecondsPath', 'TimestampPath'],
    jsonata: ['Output'],
  },
  Succeed: { fields: [], jsonPath: paths, jsonata: ['Output'] },
  Fail: { fields: ['Error', 'Cause'], jsonPath: ['ErrorPath', 'CausePath'], jsonata: [] },
  Parallel: {
    fields: ['Branches', 'Assign', 'Next', 'End', 'Retry', 'Catch'],
    jsonPath: [...paths, ...results],
    jsonata: ['Arguments', 'Output'],
  },
  Map: {
    fields: [...mapFields, ...leaving, 'Assign', 'Retry', 'Catch'],
    jsonPath: [...paths, ...results, ...mapPaths],
    jsonata: ['Items', 'Output'],
  },
};

const types: readonly State['type'][] = [
  'Pass',
  'Task',
  'Choice',
  'Wait',
  'Succeed',
  'Fail',
  'Parallel',
  'Map',
];

/** The compiled state. `compileInner` compiles the machines inside Parallel and Map. */
export function compileState(raw: Node, name: string, compileInner: CompileInner): State {
  const written = requiredText(raw, 'Type');
  const type = types.find((candidate) => candidate === written);
  if (type === undefined) throw refusal(`the state type '${written}' is not known`, `${raw.at}/Type`);
  const node = { ...raw, language: languageOf(raw) };
  textField(node, 'Comment');
  checkFields(node, shapes[type]);
  // In a Map, `Parameters` is the old name of ItemSelector.
  const flow = compileFlow(type === 'Map' ? withoutParameters(node) : node);
  const common = { name, language: node.language, flow };
  return compileByType(type, node, { common, compileInner });
}

function compileByType(
  type: State['type'],
  node: Node,
  { common, compileInner }: { common: StateCommon; compileInner: CompileInner },
): State {
  switch (type) {
    case 'Pass':
      return { ...common, type, ...compileLeaving(node), result: node.value['Result'] };
    case 'Task':
      return { ...common, type, ...compileLeaving(node), ...compileGuards(node), ...compileTask(node) };
    case 'Choice':
      return { ...common, type, ...compileChoice(node) };
    case 'Wait':
      return { ...common, type, ...compileLeaving(node), until: compileWait(node) };
    case 'Succeed':
      return { ...common, type };
    case 'Fail':
      return { ...common, type, ...compileFail(node) };
    case 'Parallel':
      return {
        ...common,
        type,
        ...compileLeaving(node),
        ...compileGuards(node),
        branches: compileBranches(node, compileInner),
      };
    default: {
      const processing = findProcessing(node);
      const { node: inner, type: innerType } = processing;
      const processor = compileInner({ node: inner, moreFields: ['ProcessorConfig'], type: innerType });
      return {
        ...common,
        type: 'Map',
        ...compileLeaving(node),
        ...compileGuards(node),
        ...compileMap(node, processing, processor),
      };
    }
  }
}

function languageOf(node: Node): Node['language'] {
  const own = wordField(node, 'QueryLanguage', ['JSONPath', 'JSONata']);
  if (own === 'JSONPath' && node.surroundings.topLanguage === 'JSONata') {
    throw rejection(
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
      `${node.at}/QueryLanguage`,
    );
  }
  return own ?? node.language;
}

function withoutParameters(node: Node): Node {
  const { Parameters: _itemSelector, ...value } = node.value;
  return { ...node, value };
}

function compileTask(
  node: Node,
): Pick<TaskState, 'resource' | 'waitsForToken' | 'timeoutSeconds' | 'heartbeatSeconds' | 'credentials'> {
  const credentials = childNode(node, 'Credentials');
  if (credentials !== undefined) checkCredentials(credentials);
  return {
    ...compileResource(node),
    timeoutSeconds: compileNumber(node, 'TimeoutSeconds', { min: 1, integer: true, max: 99_999_999 }),
    heartbeatSeconds: compileNumber(node, 'HeartbeatSeconds', { min: 1, integer: true, max: 99_999_999 }),
    credentials: credentials && compileTemplate(credentials.value, node.language, credentials.at),
  };
}

function checkCredentials(node: Node): void {
  const names = node.language === 'JSONPath' ? ['RoleArn', 'RoleArn.$'] : ['RoleArn'];
  if (!names.some((name) => typeof node.value[name] === 'string')) throw missing(node, 'RoleArn');
  onlyFields(node, names);
}

function compileFail(node: Node): Pick<FailState, 'error' | 'cause'> {
  return { error: compileFailText(node, 'Error'), cause: compileFailText(node, 'Cause') };
}

function compileFailText(node: Node, name: string): Evaluator | undefined {
  const path = textField(node, `${name}Path`);
  const text = textField(node, name);
  if (path !== undefined && text !== undefined)
    throw refusal(`'${name}' and '${name}Path' exclude each other`, node.at);
  if (path !== undefined) return compileReference(path, `${node.at}/${name}Path`);
  return text === undefined ? undefined : compileTemplate(text, node.language, `${node.at}/${name}`);
}

function compileBranches(node: Node, compileInner: CompileInner): Machine[] {
  const branches = childNodes(node, 'Branches');
  if (branches.length === 0 || branches.some((branch) => !isObject(branch.value))) {
    throw refusal('at least one branch is needed', `${node.at}/Branches`);
  }
  return branches.map((branch) => compileInner({ node: branch, moreFields: [] }));
}
