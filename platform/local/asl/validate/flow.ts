import { refusal } from '../errors.ts';
import { compileResultPath } from '../jsonpath/place.ts';
import { compileReference, compileTemplate } from '../template.ts';
import type { Flow, Leaving } from '../machine.ts';
import type { Evaluator } from '../scope.ts';
import { isObject } from '../json.ts';
import { missing, onlyFields, textField, type Node } from './node.ts';

/** What a state of a kind may hold, besides what every state may. */
export interface Shape {
  readonly fields: readonly string[];
  readonly jsonPath: readonly string[];
  readonly jsonata: readonly string[];
}

const common = ['Type', 'Comment', 'QueryLanguage'];

/** Refuses fields that the kind of state does not have in its query language. */
export function checkFields(node: Node, shape: Shape): void {
  onlyFields(node, common, shape.fields, node.language === 'JSONata' ? shape.jsonata : shape.jsonPath);
}

/** How data passes through the state. */
export function compileFlow(node: Node): Flow {
  const { value, language, at } = node;
  const template = (name: string): Evaluator | undefined =>
    value[name] === undefined ? undefined : compileTemplate(value[name], language, `${at}/${name}`);
  const resultPath = value['ResultPath'] === null ? null : textField(node, 'ResultPath');
  return {
    inputPath: compileEndPath(node, 'InputPath'),
    arguments: template('Parameters') ?? template('Arguments'),
    resultSelector: template('ResultSelector'),
    resultPath: compileResultPath(resultPath, `${at}/ResultPath`),
    outputPath: compileEndPath(node, 'OutputPath'),
    output: template('Output'),
    assign: compileAssign(node),
  };
}

/** InputPath and OutputPath: `null` stands for an empty object. */
function compileEndPath(node: Node, name: string): Evaluator | undefined {
  if (node.value[name] === null) return () => ({});
  const text = textField(node, name);
  return text === undefined ? undefined : compileReference(text, `${node.at}/${name}`, false);
}

/** The Assign of a state, a choice rule or a catcher. */
export function compileAssign(node: Node): Evaluator | undefined {
  const assign = node.value['Assign'];
  if (assign === undefined) return undefined;
  const at = `${node.at}/Assign`;
  if (!isObject(assign)) throw refusal('Assign must be an object', at);
  for (const name of Object.keys(assign)) checkVariable(name, node, `${at}/${name}`);
  // Whether `$` is then the raw or the selected result is documented nowhere that could be checked.
  if (node.value['ResultSelector'] !== undefined)
    throw refusal('Assign beside ResultSelector is not known', at);
  return compileTemplate(assign, node.language, at);
}

function checkVariable(field: string, node: Node, at: string): void {
  const name = node.language === 'JSONPath' ? field.replace(/\.\$$/, '') : field;
  if (name === 'states' || name.length > 80 || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) {
    throw refusal(`'${name}' cannot be the name of a variable`, at);
  }
}

/** Next, or the end of the machine. */
export function compileLeaving(node: Node): Leaving {
  const next = textField(node, 'Next');
  const end = node.value['End'];
  if (end !== undefined && typeof end !== 'boolean')
    throw refusal('true or false is needed', `${node.at}/End`);
  if (next !== undefined && end === true) throw refusal("'Next' and 'End' exclude each other", node.at);
  if (next === undefined && end !== true) throw missing(node, 'Next');
  return { next };
}
