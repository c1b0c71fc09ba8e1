import { refusal } from '../errors.ts';
import { compileResultPath } from '../jsonpath/place.ts';
import type { Catcher, Guarded, Retrier } from '../machine.ts';
import { compileTemplate } from '../template.ts';
import { compileAssign } from './flow.ts';
import {
  childNodes,
  numberField,
  onlyFields,
  requiredText,
  textField,
  textsField,
  wordField,
  type Node,
} from './node.ts';

/** Retry and Catch of a Task, Parallel or Map. */
export function compileGuards(node: Node): Guarded {
  const retriers = childNodes(node, 'Retry');
  const catchers = childNodes(node, 'Catch');
  checkWildcards(retriers);
  checkWildcards(catchers);
  return { retry: retriers.map(compileRetrier), catch: catchers.map(compileCatcher) };
}

function compileRetrier(node: Node): Retrier {
  onlyFields(node, [
    'Comment',
    'ErrorEquals',
    'IntervalSeconds',
    'MaxAttempts',
    'BackoffRate',
    'MaxDelaySeconds',
    'JitterStrategy',
  ]);
  return {
    errorEquals: textsField(node, 'ErrorEquals'),
    intervalSeconds: numberField(node, 'IntervalSeconds', { min: 1, integer: true }) ?? 1,
    maxAttempts: numberField(node, 'MaxAttempts', { min: 0, integer: true }) ?? 3,
    backoffRate: numberField(node, 'BackoffRate', { min: 1 }) ?? 2,
    maxDelaySeconds: numberField(node, 'MaxDelaySeconds', { min: 1, max: 31_622_400, integer: true }),
    jitter: wordField(node, 'JitterStrategy', ['FULL', 'NONE']) ?? 'NONE',
  };
}

function compileCatcher(node: Node): Catcher {
  const own = node.language === 'JSONata' ? ['Output'] : ['ResultPath'];
  onlyFields(node, ['Comment', 'ErrorEquals', 'Next', 'Assign'], own);
  const output = node.value['Output'];
  const resultPath = node.value['ResultPath'] === null ? null : textField(node, 'ResultPath');
  return {
    errorEquals: textsField(node, 'ErrorEquals'),
    next: requiredText(node, 'Next'),
    resultPath: compileResultPath(resultPath, `${node.at}/ResultPath`),
    output: output === undefined ? undefined : compileTemplate(output, node.language, `${node.at}/Output`),
    assign: compileAssign(node),
  };
}

/** States.ALL must stand alone and last. */
function checkWildcards(nodes: readonly Node[]): void {
  nodes.forEach((node, index) => {
    const names = textsField(node, 'ErrorEquals');
    if (names.includes('States.ALL') && (names.length > 1 || index < nodes.length - 1)) {
      throw refusal("'States.ALL' must stand alone, in the last place", node.at);
    }
  });
}
