import {
  isInputType,
  isNonNullType,
  Kind,
  parse,
  print,
  typeFromAST,
  validate,
  visit,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
} from 'graphql';
import { declarationOf, inputType, selectionType } from './result-types.ts';

/**
 * The TypeScript source that makes each operation of the console's .graphql files a typed document: text, type of the
 * variables, type of the result. Nothing of GraphQL itself reaches the browser.
 * @throws Error naming the operation that the schema does not allow
 */
export function operationsSource(schema: GraphQLSchema, texts: readonly string[]): string {
  const document = parse(texts.join('\n'));
  const problems = validate(schema, document);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const body = [
    ...fragments.map((node) => fragmentSource(schema, node)),
    ...operations.map((node) => operationSource(schema, node, fragments)),
  ].join('\n\n');
  return `// Made by console/generate/main.ts from the .graphql files beside this one; do not edit.
/* oxlint-disable max-lines */
import type { TypedDocument } from './typed-document.ts';

${declarations(schema, body).join('\n')}

${body}
`;
}

function fragmentSource(schema: GraphQLSchema, node: FragmentDefinitionNode): string {
  const parent = schema.getType(node.typeCondition.name.value)!;
  return `export type ${node.name.value} = ${selectionType(schema, parent, node.selectionSet)};`;
}

function operationSource(
  schema: GraphQLSchema,
  node: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): string {
  const name = node.name!.value;
  const root = schema.getRootType(node.operation)!;
  const variables = (node.variableDefinitions ?? []).map((definition) => {
    const type = typeFromAST(schema, definition.type as never);
    if (!isInputType(type)) throw new Error(`${name}: unknown type of $${definition.variable.name.value}`);
    return `readonly ${definition.variable.name.value}${isNonNullType(type) ? '' : '?'}: ${inputType(type)};`;
  });
  const text = print(withoutSpreads(node, fragments));
  const constant = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return `export type ${name}Result = ${selectionType(schema, root, node.selectionSet)};
export const ${constant}: TypedDocument<${name}Result, { ${variables.join(' ')} }> = {
  name: '${name}',
  text: ${JSON.stringify(text.replaceAll(/\s+/g, ' '))},
};`;
}

/**
 * The same operation with its fragments written out where they are spread: of a named fragment AppSync does not tell the
 * API which fields it renames, and the API would have to make everything.
 */
function withoutSpreads<Node extends OperationDefinitionNode | FragmentDefinitionNode>(
  node: Node,
  fragments: readonly FragmentDefinitionNode[],
): Node {
  return visit(node, {
    FragmentSpread({ name, directives }): InlineFragmentNode | undefined {
      const fragment = fragments.find((each) => each.name.value === name.value);
      if (fragment === undefined) return undefined;
      const { typeCondition, selectionSet } = withoutSpreads(fragment, fragments);
      return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet, ...(directives && { directives }) };
    },
  });
}

/** Enums and inputs that the operations name, directly or through each other. */
function declarations(schema: GraphQLSchema, body: string): string[] {
  const waiting = Object.values(schema.getTypeMap()).flatMap((type) => {
    const source = type.name.startsWith('__') ? undefined : declarationOf(type);
    return source === undefined ? [] : [{ name: type.name, source }];
  });
  const found: string[] = [];
  const take = (text: string): void => {
    for (const [i, each] of waiting.entries()) {
      if (!new RegExp(`\\b${each.name}\\b`).test(text)) continue;
      waiting.splice(i, 1);
      found.push(each.source);
      take(each.source);
      take(text);
      return;
    }
  };
  take(body);
  return found.sort();
}
