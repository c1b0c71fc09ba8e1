import {
  AppsyncFunction,
  Code,
  FunctionRuntime,
  type GraphqlApi,
  type LambdaDataSource,
  Resolver,
} from 'aws-cdk-lib/aws-appsync';
import { Kind, parse } from 'graphql';
import { readFileSync } from 'node:fs';

/** Hands a field to the function as AppSync would by itself, and its errors to the client with type and details. */
const functionCode = `import { util } from '@aws-appsync/utils';

export function request(ctx) {
  const { fieldName, parentTypeName, selectionSetList, selectionSetGraphQL, variables } = ctx.info;
  return {
    operation: 'Invoke',
    payload: {
      arguments: ctx.args,
      identity: ctx.identity,
      source: null,
      request: { headers: {}, domainName: null },
      prev: null,
      stash: {},
      info: { fieldName, parentTypeName, selectionSetList, selectionSetGraphQL, variables },
    },
  };
}

export function response(ctx) {
  if (ctx.error) util.error('Something went wrong on our side. Please try again.', 'INTERNAL');
  const { error, data } = ctx.result;
  if (error) util.error(error.message, error.type, null, error.info);
  return data;
}
`;

const pipelineCode = `export function request() { return {}; }
export function response(ctx) { return ctx.prev.result; }
`;

/** Connects every field of Query and Mutation of a schema to the one function that answers them all. */
export function connectFields(api: GraphqlApi, dataSource: LambdaDataSource, schemaFile: string): void {
  const invoke = new AppsyncFunction(api, 'Invoke', {
    name: 'invoke',
    api,
    dataSource,
    code: Code.fromInline(functionCode),
    runtime: FunctionRuntime.JS_1_0_0,
  });
  for (const field of rootFields(readFileSync(schemaFile, 'utf8'))) resolve(api, invoke, field);
}

function resolve(
  api: GraphqlApi,
  invoke: AppsyncFunction,
  [typeName, fieldName]: readonly [string, string],
): Resolver {
  return new Resolver(api, `${typeName}-${fieldName}`, {
    api,
    typeName,
    fieldName,
    pipelineConfig: [invoke],
    code: Code.fromInline(pipelineCode),
    runtime: FunctionRuntime.JS_1_0_0,
  });
}

function rootFields(schema: string): [string, string][] {
  return parse(schema).definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && ['Query', 'Mutation'].includes(definition.name.value)
      ? (definition.fields ?? []).map(({ name }): [string, string] => [definition.name.value, name.value])
      : [],
  );
}
