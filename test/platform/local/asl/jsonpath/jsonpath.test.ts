import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePath } from '#platform/local/asl/jsonpath/parse.ts';
import { compileResultPath } from '#platform/local/asl/jsonpath/place.ts';
import { select } from '#platform/local/asl/jsonpath/select.ts';
import { isObject, type Json } from '#platform/local/asl/json.ts';

const data: Json = {
  a: { b: [10, 20, 30], 'odd name': 1, 'x-y': 2 },
  list: [{ n: 1 }, { n: 2 }, { m: 3 }],
  deep: { n: 4, inner: { n: 5 } },
};

const at = (path: string): Json | undefined => select(parsePath(path, '/here'), data);

describe('a definite path gives one value, or nothing', () => {
  test.each<[string, Json | undefined]>([
    ['$', data],
    ['$.a.b[0]', 10],
    ['$.a.b[-1]', 30],
    ["$.a['odd name']", 1],
    ['$["a"]["x-y"]', 2],
    ['$.a.x-y', 2],
    ['$.a.b[3]', undefined],
    ['$.a.c', undefined],
    ['$.a.b.c', undefined],
    ['$.a[0]', undefined],
    ['$.toString', undefined],
  ])('%s', (path, expected) => {
    expect(at(path)).toEqual(expected);
  });
});

describe('a path that can select several values gives an array', () => {
  test.each<[string, Json]>([
    ['$.a.b[*]', [10, 20, 30]],
    ['$.a.b[1:]', [20, 30]],
    ['$.a.b[:1]', [10]],
    ['$.a.b[-2:]', [20, 30]],
    ['$.a.b[0,2]', [10, 30]],
    ['$.list[*].n', [1, 2]],
    ['$.list.*', [{ n: 1 }, { n: 2 }, { m: 3 }]],
    ['$..n', [1, 2, 4, 5]],
    ['$.nothing[*]', []],
    ['$.nothing[1:5].x', []],
    ['$.a[*][0]', [10]],
  ])('%s', (path, expected) => {
    expect(at(path)).toEqual(expected);
  });
});

test.each([
  'a',
  '',
  '$.',
  '$a.b c',
  '$.a[',
  '$.a[?(@.b)]',
  '$.a.length()',
  "$['a','b']",
  String.raw`$['it\'s']`,
])('refuses %j', (path) => {
  expect(() => parsePath(path, '/here')).toThrow(/JSONPath/);
});

const name = fc.stringMatching(/^[a-z]{1,5}$/);

test('what ResultPath places, the same path finds', () => {
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), fc.jsonValue(), (names, result) => {
      const path = `$.${names.join('.')}`;
      const value = JSON.parse(JSON.stringify(result));
      const whole = compileResultPath(path, '/here')({}, value);
      expect(select(parsePath(path, '/here'), whole)).toEqual(value);
    }),
  );
});

const placed = (path: string | null | undefined, input: Json): Json =>
  compileResultPath(path, '/here')(input, 'r');

describe('ResultPath', () => {
  test('takes the result, keeps the input, or sets a field beside the others', () => {
    expect(placed(undefined, { a: 1 })).toBe('r');
    expect(placed('$', { a: 1 })).toBe('r');
    expect(placed(null, { a: 1 })).toEqual({ a: 1 });
    expect(placed('$.b.c', { a: 1 })).toEqual({ a: 1, b: { c: 'r' } });
  });

  test('leaves the input as it was', () => {
    const input = { a: { b: 1 } };
    expect(isObject(placed('$.a.c', input))).toBe(true);
    expect(input).toEqual({ a: { b: 1 } });
  });

  test('fails where the input is no object', () => {
    expect(() => placed('$.a', [1])).toThrow('States.ResultPathMatchFailure');
    expect(() => placed('$.a.b', { a: 1 })).toThrow('States.ResultPathMatchFailure');
  });

  test.each(['$$.a', '$.a[0]', '$.a[*]'])('refuses %s', (path) => {
    expect(() => compileResultPath(path, '/here')).toThrow(/ResultPath/);
  });
});
