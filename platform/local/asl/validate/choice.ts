import { queryFailure, refusal } from '../errors.ts';
import { compileExpression, expressionIn } from '../jsonata/compile.ts';
import type { ChoiceRule, ChoiceState } from '../machine.ts';
import type { Scope } from '../scope.ts';
import { compileTemplate } from '../template.ts';
import { compileComparison, comparisonFields } from './comparison.ts';
import { compileAssign } from './flow.ts';
import { childNode, childNodes, onlyFields, requiredText, textField, type Node } from './node.ts';

type Test = (scope: Scope) => boolean | Promise<boolean>;

/** The rules and the default of a Choice state. */
export function compileChoice(node: Node): Pick<ChoiceState, 'rules' | 'fallback'> {
  const rules = childNodes(node, 'Choices');
  if (rules.length === 0) throw refusal('at least one choice is needed', `${node.at}/Choices`);
  return { rules: rules.map(compileRule), fallback: textField(node, 'Default') };
}

function compileRule(node: Node): ChoiceRule {
  const output = node.value['Output'];
  const test = node.language === 'JSONata' ? compileCondition(node) : compileTest(node, ['Next', 'Assign']);
  return {
    matches: async (scope) => test(scope),
    next: requiredText(node, 'Next'),
    assign: compileAssign(node),
    output: output === undefined ? undefined : compileTemplate(output, node.language, `${node.at}/Output`),
  };
}

function compileCondition(node: Node): Test {
  onlyFields(node, ['Comment', 'Condition', 'Next', 'Assign', 'Output']);
  const condition = node.value['Condition'];
  if (typeof condition === 'boolean') return () => condition;
  const expression = typeof condition === 'string' ? expressionIn(condition) : undefined;
  if (expression === undefined) throw refusal('a JSONata expression is needed', `${node.at}/Condition`);
  const evaluate = compileExpression(expression, `${node.at}/Condition`);
  return async (scope) => {
    const value = await evaluate(scope);
    if (typeof value === 'boolean') return value;
    throw queryFailure(
      `The JSONata expression '${expression}' specified for the field 'Choices/Condition' returned an unexpected result type. Expected 'boolean'`,
    );
  };
}

/** One test of a JSONPath rule: And, Or, Not, or a comparison. */
function compileTest(node: Node, more: readonly string[]): Test {
  const logic = ['And', 'Or', 'Not'].find((name) => node.value[name] !== undefined);
  if (logic === undefined) {
    onlyFields(node, ['Comment'], comparisonFields, more);
    return compileComparison(node);
  }
  onlyFields(node, ['Comment', logic], more);
  if (logic === 'Not') {
    const child = childNode(node, 'Not');
    const test = child === undefined ? () => false : compileTest(child, []);
    return async (scope) => !(await test(scope));
  }
  const tests = childNodes(node, logic).map((child) => compileTest(child, []));
  if (tests.length === 0) throw refusal('at least one test is needed', `${node.at}/${logic}`);
  return logic === 'And' ? every(tests) : some(tests);
}

/** Stops at the first test that fails: `IsPresent` guards what follows it. */
function every(tests: readonly Test[]): Test {
  return async (scope) => {
    for (const test of tests) if (!(await test(scope))) return false;
    return true;
  };
}

function some(tests: readonly Test[]): Test {
  return async (scope) => {
    for (const test of tests) if (await test(scope)) return true;
    return false;
  };
}
