import {
  getNamedType,
  isListType,
  isNonNullType,
  isScalarType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  Kind,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

const scalars: Readonly<Record<string, string>> = {
  ID: 'string',
  String: 'string',
  Int: 'number',
  Float: 'number',
  Boolean: 'boolean',
  AWSDateTime: 'string',
  AWSDate: 'string',
  AWSURL: 'string',
};

/** What a selection of a type gives, as a TypeScript type; fields of fragments are named by the fragment's own type. */
export function selectionType(
  schema: GraphQLSchema,
  parent: GraphQLNamedType,
  selection: SelectionSetNode,
): string {
  if (!isObjectType(parent))
    throw new Error(`${parent.name} is not an object; spread fragments on its members`);
  const fields: string[] = [];
  const fragments: string[] = [];
  for (const node of selection.selections) {
    if (node.kind === Kind.FRAGMENT_SPREAD) fragments.push(node.name.value);
    else if (node.kind === Kind.INLINE_FRAGMENT) throw new Error('inline fragments are not generated');
    else {
      const name = node.name.value;
      const field = parent.getFields()[name];
      if (field === undefined) throw new Error(`${parent.name} has no field ${name}`);
      const { selectionSet } = node;
      const inner = (type: GraphQLNamedType) =>
        selectionSet === undefined ? leafType(type) : selectionType(schema, type, selectionSet);
      fields.push(`readonly ${node.alias?.value ?? name}: ${wrapped(field.type, inner)};`);
    }
  }
  return [...fragments, ...(fields.length === 0 ? [] : [`{ ${fields.join(' ')} }`])].join(' & ');
}

/** A type as variables hold it. */
export function inputType(type: GraphQLInputType): string {
  return wrapped(type, leafType);
}

/** The declaration of an enum or an input; undefined for every other type. */
export function declarationOf(type: GraphQLNamedType): string | undefined {
  if (isEnumType(type)) {
    return `export type ${type.name} = ${type
      .getValues()
      .map(({ name }) => `'${name}'`)
      .join(' | ')};`;
  }
  if (!isInputObjectType(type)) return undefined;
  const fields = Object.values(type.getFields()).map(
    (field) => `readonly ${field.name}${isNonNullType(field.type) ? '' : '?'}: ${inputType(field.type)};`,
  );
  return `export interface ${type.name} { ${fields.join(' ')} }`;
}

function leafType(type: GraphQLNamedType): string {
  return isScalarType(type) ? (scalars[type.name] ?? 'string') : type.name;
}

function wrapped(
  type: GraphQLOutputType | GraphQLInputType,
  inner: (named: GraphQLNamedType) => string,
): string {
  if (isNonNullType(type)) return bare(type.ofType, inner);
  return `${bare(type, inner)} | null`;
}

function bare(
  type: GraphQLOutputType | GraphQLInputType,
  inner: (named: GraphQLNamedType) => string,
): string {
  if (isListType(type)) return `readonly (${wrapped(type.ofType, inner)})[]`;
  return inner(getNamedType(type));
}
