import { createSchema, createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import {
  type FieldNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  Kind,
  print,
  type SelectionSetNode,
} from 'graphql';
import { z } from 'zod';
import { appSyncDefinitions, enforceGroups, type Identity } from './appsync-directives.ts';
import { graphqlError, tellable, unforeseen } from './appsync-errors.ts';
import { limitsRule } from './appsync-limits.ts';

export interface AppSyncOptions {
  /** Text of schema.graphql. */
  readonly schemaText: string;
  /** Calls the function that answers every field of Query and Mutation. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** Takes what clients must not see. */
  readonly onError: (error: unknown) => void;
}

export interface ApiContext {
  readonly identity: Identity;
}

const answerSchema = z.union([
  z.object({
    error: z.object({ type: z.string(), message: z.string(), info: z.record(z.string(), z.unknown()) }),
  }),
  z.object({ data: z.unknown() }),
]);

/** The schema with the same resolver behind every field as on AppSync, and with its rules about groups. */
export function appSyncSchema({
  schemaText,
  invoke,
}: Pick<AppSyncOptions, 'schemaText' | 'invoke'>): GraphQLSchema {
  const schema = createSchema({ typeDefs: [appSyncDefinitions, schemaText] });
  for (const root of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(root?.getFields() ?? {}))
      field.resolve = async (_source, args: unknown, { identity }: ApiContext, info) =>
        told(await invoke(resolverEvent(args, identity, info)));
  }
  enforceGroups(schema);
  return schema;
}

/** AppSync on one machine: GraphQL over HTTP at `/graphql`. */
export function appSyncServer(options: AppSyncOptions): YogaServerInstance<ApiContext, object> {
  const limits: Plugin = {
    onValidate({ addValidationRule }) {
      addValidationRule(limitsRule);
    },
  };
  return createYoga<ApiContext>({
    schema: appSyncSchema(options),
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    cors: false,
    batching: false,
    plugins: [limits],
    logging: false,
    maskedErrors: {
      maskError(error) {
        const told = tellable(error);
        if (told !== undefined) return told;
        options.onError(error);
        return unforeseen();
      },
    },
  });
}

/** What AppSync's request handler gives the function; see lib/constructs/graphql-resolver.ts. */
function resolverEvent(args: unknown, identity: Identity, info: GraphQLResolveInfo): object {
  return {
    arguments: args,
    identity,
    source: null,
    request: { headers: {}, domainName: null },
    prev: null,
    stash: {},
    info: {
      fieldName: info.fieldName,
      parentTypeName: info.parentType.name,
      selectionSetList: selectionPaths(info),
      selectionSetGraphQL: selectionText(info),
      variables: info.variableValues,
    },
  };
}

function told(answer: unknown): unknown {
  const parsed = answerSchema.parse(answer);
  if ('error' in parsed) throw graphqlError(parsed.error);
  return parsed.data;
}

/** Everything that is asked of a field, as text: AppSync's `selectionSetGraphQL`. */
function selectionText({ fieldNodes }: GraphQLResolveInfo): string {
  const selections = fieldNodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  return selections.length === 0 ? '{}' : print({ kind: Kind.SELECTION_SET, selections });
}

/** Paths of everything that is asked of a field, `items`, `items/tile`, ..., as AppSync's `selectionSetList`. */
function selectionPaths(info: GraphQLResolveInfo): string[] {
  const paths = new Set<string>();
  const walk = (set: SelectionSetNode | undefined, prefix: string) => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) walkField(selection, prefix);
      else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, prefix);
      else walk(info.fragments[selection.name.value]?.selectionSet, prefix);
    }
  };
  const walkField = (field: FieldNode, prefix: string) => {
    // A renamed field stands there by its new name.
    const path = `${prefix}${(field.alias ?? field.name).value}`;
    paths.add(path);
    walk(field.selectionSet, `${path}/`);
  };
  for (const node of info.fieldNodes) walk(node.selectionSet, '');
  return [...paths];
}
