import { Kind, parse, type SelectionSetNode } from 'graphql';

/** What a client selects below a field, as AppSync tells it. */
export interface Selected {
  /** Every path, by the names that the client gave: `items`, `items/picture`, ... */
  readonly selectionSetList: readonly string[];
  /** The same as text, `{ items { picture: url } }`: fields with both names, named fragments as they were spread. */
  readonly selectionSetGraphQL?: string | undefined;
}

interface Paths {
  /** By the fields' own names. */
  readonly own: Set<string>;
  /** By the names that the client gave. */
  readonly given: Set<string>;
}

/**
 * Whether a path is selected, by the fields' own names, e.g. `items/tile/photo`. A client may rename a field (`picture:
 * url`), to the name of another one too, so only the text tells what is meant. Where it does not tell all (a named
 * fragment, a text that is none), everything counts as selected: too much is made, and nothing is missing.
 */
export function wantedIn(selected: Selected): (path: string) => boolean {
  const own = ownPaths(selected);
  return (path) => own === undefined || own.has(path);
}

function ownPaths({ selectionSetList, selectionSetGraphQL }: Selected): Set<string> | undefined {
  const root = rootOf(selectionSetGraphQL);
  if (root === undefined) return undefined;
  const given = new Set(selectionSetList);
  // AppSync's guide shows the text with the field itself around it, its events without.
  const [only, ...others] = root.selections;
  const inner = only?.kind === Kind.FIELD && others.length === 0 ? only.selectionSet : undefined;
  return [root, ...(inner === undefined ? [] : [inner])]
    .map((set) => pathsOf(set))
    .find((paths) => paths !== undefined && given.symmetricDifference(paths.given).size === 0)?.own;
}

function rootOf(text: string | undefined): SelectionSetNode | undefined {
  try {
    const [definition] = parse(text ?? '', { noLocation: true }).definitions;
    return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : undefined;
  } catch {
    return undefined;
  }
}

/** Every path of a selection; undefined where a named fragment hides some. */
function pathsOf(root: SelectionSetNode): Paths | undefined {
  const paths: Paths = { own: new Set(), given: new Set() };
  const walk = (set: SelectionSetNode, own: string, given: string): boolean =>
    set.selections.every((node) => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return false;
      if (node.kind === Kind.INLINE_FRAGMENT) return walk(node.selectionSet, own, given);
      const [ownPath, givenPath] = [`${own}${node.name.value}`, `${given}${(node.alias ?? node.name).value}`];
      paths.own.add(ownPath);
      paths.given.add(givenPath);
      return node.selectionSet === undefined || walk(node.selectionSet, `${ownPath}/`, `${givenPath}/`);
    });
  return walk(root, '', '') ? paths : undefined;
}
