import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf } from '#lambdas/api/cost.ts';
import { wantedIn } from '#lambdas/api/selection.ts';

/** What counts as selected of some paths. */
function wanted(
  selectionSetList: string[],
  selectionSetGraphQL: string | undefined,
  paths: string[],
): string[] {
  return paths.filter(wantedIn({ selectionSetList, selectionSetGraphQL }));
}

const paths = ['items', 'items/url', 'items/previewUrl', 'items/place', 'items/place/lat', 'next'];

describe('a selection', () => {
  it('is what it names, and no more', () => {
    const text = '{ items { url place { lat } } }';
    expect(wanted(['items', 'items/url', 'items/place', 'items/place/lat'], text, paths)).toEqual([
      'items',
      'items/url',
      'items/place',
      'items/place/lat',
    ]);
  });

  it('knows a field under the name of another one', () => {
    const text = '{ items { url: previewUrl } }';
    expect(wanted(['items', 'items/url'], text, paths)).toEqual(['items', 'items/previewUrl']);
    const swapped = '{ items { url: previewUrl previewUrl: url } }';
    expect(wanted(['items', 'items/url', 'items/previewUrl'], swapped, paths)).toEqual([
      'items',
      'items/url',
      'items/previewUrl',
    ]);
  });

  it('knows a field under several names, each with its own fields below', () => {
    const text = '{ a: items { url } b: items { where: place { lat } } }';
    expect(wanted(['a', 'a/url', 'b', 'b/where', 'b/where/lat'], text, paths)).toEqual([
      'items',
      'items/url',
      'items/place',
      'items/place/lat',
    ]);
  });

  it('looks into inline fragments', () => {
    const text = '{ items { ... on Photo { place: previewUrl } ... @include(if: true) { __typename } } }';
    expect(wanted(['items', 'items/place', 'items/__typename'], text, paths)).toEqual([
      'items',
      'items/previewUrl',
    ]);
  });

  it('reads arguments and the text with the field itself around it', () => {
    const text = '{ photos(id: "a: b { c }") { items(first: 3) { url: previewUrl } next } }';
    expect(wanted(['items', 'items/url', 'next'], text, paths)).toEqual([
      'items',
      'items/previewUrl',
      'next',
    ]);
  });

  it.each([
    ['a named fragment', ['items', 'items/url'], '{ items { ...Line } }'],
    ['a text that is none', ['items'], '{ items'],
    ['no text', ['items'], undefined],
    ['a text of something else', ['items', 'items/url'], '{ items { place { lat } } }'],
  ])('is everything where it cannot be told: %s', (_, list, text) => {
    expect(wanted(list, text, paths)).toEqual(paths);
  });
});

interface Field {
  readonly name: string;
  readonly alias: string | null;
  readonly below: readonly Field[];
}

const nameOf = fc.constantFrom('items', 'url', 'place', 'lat');
const { fields } = fc.letrec<{ fields: Field[] }>((tie) => ({
  fields: fc.uniqueArray(
    fc.record({
      name: nameOf,
      alias: fc.option(nameOf),
      below: fc.option(tie('fields'), { depthSize: 'small', nil: [] }),
    }),
    { maxLength: 3, selector: ({ name, alias }) => alias ?? name },
  ),
}));

const textOf = (some: readonly Field[]): string =>
  `{ ${some.map(({ name, alias, below }) => `${alias === null ? '' : `${alias}: `}${name}${below.length === 0 ? '' : ` ${textOf(below)}`}`).join(' ')} }`;

const pathsOf = (some: readonly Field[], of: (field: Field) => string, at = ''): string[] =>
  some.flatMap((field) => [`${at}${of(field)}`, ...pathsOf(field.below, of, `${at}${of(field)}/`)]);

it('a selection of any shape is exactly the fields by their own names', () => {
  fc.assert(
    fc.property(
      fields.filter(({ length }) => length > 0),
      (some) => {
        const own = new Set(pathsOf(some, ({ name }) => name));
        const given = pathsOf(some, ({ name, alias }) => alias ?? name);
        const all = [...own, ...given, 'another'];
        expect(wanted(given, textOf(some), all)).toEqual(all.filter((path) => own.has(path)));
      },
    ),
  );
});

describe('the cost of a call', () => {
  it('is the entries of its page times what is asked of each', () => {
    const selection = ['items', 'items/name', 'items/url'];
    expect(costOf(selection, { first: 200 })).toBe(601);
    expect(costOf(selection, { size: 7 })).toBe(22);
    expect(costOf(selection, {})).toBe(4);
  });
});
