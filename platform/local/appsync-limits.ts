import {
  type ASTVisitor,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { mostCalls, mostCost, mostLevels } from '#core/console/api-limits.ts';
import { graphqlError } from './appsync-errors.ts';

/** Refuses operations that are too deep or too dear, and introspection, before anything is read for them. */
export function limitsRule(context: ValidationContext): ASTVisitor {
  const fragments = new Map(
    context
      .getDocument()
      .definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
      ),
  );
  return {
    Field(field) {
      if (!['__schema', '__type'].includes(field.name.value)) return;
      const message = 'The schema is not told here: it stands in lambdas/api/schema.graphql.';
      context.reportError(
        graphqlError({ type: 'BAD_INPUT', message, info: { code: 'api.no-introspection' } }),
      );
    },
    OperationDefinition(operation) {
      const measured = measure(operation.selectionSet, { fragments, path: new Set() });
      if (measured.levels > mostLevels)
        context.reportError(
          tooDear(`The query has ${measured.levels} levels; at most ${mostLevels} are answered.`),
        );
      if (measured.fields > mostCalls)
        context.reportError(
          tooDear(`The query asks ${measured.fields} things at once; at most ${mostCalls} are answered.`),
        );
      if (measured.cost > mostCost)
        context.reportError(
          tooDear(`The query asks for about ${measured.cost} values; at most ${mostCost} are answered.`),
        );
    },
  };
}

interface Measure {
  readonly levels: number;
  readonly cost: number;
  /** Fields of this level. */
  readonly fields: number;
}

interface Way {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Fragments that are being gone through: a ring of them is refused by another rule. */
  readonly path: ReadonlySet<string>;
}

function measure(set: SelectionSetNode, way: Way): Measure {
  let [levels, cost, fields] = [0, 0, 0];
  const add = (inner: Measure) => {
    levels = Math.max(levels, inner.levels);
    cost += inner.cost;
    fields += inner.fields;
  };
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) add(measureField(selection, way));
    else if (selection.kind === Kind.INLINE_FRAGMENT) add(measure(selection.selectionSet, way));
    else {
      const name = selection.name.value;
      const fragment = way.fragments.get(name);
      if (fragment !== undefined && !way.path.has(name))
        add(measure(fragment.selectionSet, { ...way, path: new Set([...way.path, name]) }));
    }
  }
  return { levels, cost, fields };
}

function measureField(field: FieldNode, way: Way): Measure {
  // Introspection is about the schema, however deep it goes.
  if (field.selectionSet === undefined || field.name.value.startsWith('__'))
    return { levels: 1, cost: 1, fields: 1 };
  const inner = measure(field.selectionSet, way);
  return { levels: inner.levels + 1, cost: 1 + entriesOf(field) * inner.cost, fields: 1 };
}

/** Entries that a field may give: what `first` or `size` says, the most of a page where a variable says it, else one. */
function entriesOf(field: FieldNode): number {
  const limit = field.arguments?.find(({ name }) => ['first', 'size'].includes(name.value));
  if (limit === undefined) return 1;
  return limit.value.kind === Kind.INT ? Math.max(1, Number(limit.value.value)) : 50;
}

function tooDear(message: string): GraphQLError {
  return graphqlError({ type: 'BAD_INPUT', message, info: { code: 'api.too-dear' } });
}
