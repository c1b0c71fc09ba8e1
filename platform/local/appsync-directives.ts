import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
} from 'graphql';
import { graphqlError } from './appsync-errors.ts';

/** What AppSync brings along: its scalars and the directive that names the groups of a field. */
export const appSyncDefinitions = `
  scalar AWSDateTime
  scalar AWSDate
  directive @aws_auth(cognito_groups: [String!]!) on OBJECT | FIELD_DEFINITION
`;

/** Who asks, as AppSync tells a resolver. */
export interface Identity {
  readonly sub: string;
  readonly username: string;
  readonly groups: readonly string[];
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Groups of each field that the schema restricts: `Mutation.labelTile` -> biologist, admin. */
export function restrictedFields(schema: GraphQLSchema): Map<string, readonly string[]> {
  const restricted = new Map<string, readonly string[]>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObject(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const directive = field.astNode?.directives?.find(({ name }) => name.value === 'aws_auth');
      const groups = directive?.arguments?.find(({ name }) => name.value === 'cognito_groups')?.value;
      if (groups?.kind === Kind.LIST)
        restricted.set(
          `${type.name}.${field.name}`,
          groups.values.flatMap((value) => (value.kind === Kind.STRING ? [value.value] : [])),
        );
    }
  }
  return restricted;
}

/** Makes every restricted field of the schema refuse people of other groups, as AppSync does. */
export function enforceGroups(schema: GraphQLSchema): void {
  for (const [name, groups] of restrictedFields(schema)) {
    const [typeName = '', fieldName = ''] = name.split('.');
    const type = schema.getType(typeName);
    if (!isObject(type)) continue;
    const field = type.getFields()[fieldName];
    if (field === undefined) continue;
    const inner: GraphQLFieldResolver<unknown, { identity: Identity }> =
      field.resolve ?? defaultFieldResolver;
    field.resolve = (source, args, context: { identity: Identity }, info) => {
      if (groups.some((group) => context.identity.groups.includes(group)))
        return inner(source, args, context, info);
      throw graphqlError({
        type: 'FORBIDDEN',
        message: `Not authorised to use ${fieldName} on type ${typeName}: it is for ${groups.join(', ')}.`,
        info: { code: 'api.forbidden' },
      });
    };
  }
}

/** By what it was written as: a class of one copy of the library would not know those of another. */
function isObject(type: GraphQLNamedType | undefined): type is GraphQLObjectType {
  return type?.astNode?.kind === Kind.OBJECT_TYPE_DEFINITION;
}
