import { describe, expect, test } from 'vitest';
import { compileCall } from '#platform/local/asl/intrinsics/compile.ts';
import type { Json } from '#platform/local/asl/json.ts';

/** The value of a call on the data. */
function call(text: string, data: Json = null): Promise<Json> {
  let uuids = 0;
  const evaluate = compileCall(text, '/here/x.$');
  const chance = { now: () => 0, random: () => 0.5, uuid: () => `uuid-${(uuids += 1)}` };
  const scope = { data, input: data, context: { Name: 'ctx' }, variables: { v: 'var' }, chance };
  return Promise.resolve(evaluate(scope));
}

describe('values', () => {
  test.each<[string, Json, Json]>([
    ["States.Format('a {} c {}', $.x, 1.5)", { x: 'b' }, 'a b c 1.5'],
    [String.raw`States.Format('it\'s \{{}\}', $$.Name)`, null, "it's {ctx}"],
    ['States.Format($.t, $v)', { t: '<{}>' }, '<var>'],
    ["States.Format('{}', $)", { a: [1, 'x'], b: null }, '{a=[1, x], b=null}'],
    ['States.StringToJson($)', '  ', null],
    ['States.StringToJson($)', '{"a":[1]}', { a: [1] }],
    ['States.JsonToString($)', { a: [1, null] }, '{"a":[1,null]}'],
    ["States.Array(1, 'a', true, null, $.x)", { x: {} }, [1, 'a', true, null, {}]],
    ['States.Array()', null, []],
    ['States.ArrayPartition($, 2)', [1, 2, 3], [[1, 2], [3]]],
    ['States.ArrayContains($, 2)', [1, 2], true],
    ['States.ArrayContains($.a, $.b)', { a: [{ x: 1, y: 2 }], b: { y: 2, x: 1 } }, true],
    ['States.ArrayRange(1, 9, 2)', null, [1, 3, 5, 7, 9]],
    ['States.ArrayRange(3, 1, -1)', null, [3, 2, 1]],
    ['States.ArrayGetItem($, 1)', [5, 6], 6],
    ['States.ArrayGetItem($, 0)', [null], null],
    ['States.ArrayLength($)', [5, 6], 2],
    ['States.ArrayUnique($)', [1, 1, { a: 1 }, { a: 1 }, null], [1, { a: 1 }, null]],
    ["States.Base64Encode('Data')", null, 'RGF0YQ=='],
    ["States.Base64Decode('RGF0YQ==')", null, 'Data'],
    ["States.Hash('input data', 'SHA-1')", null, 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['States.JsonMerge($.a, $.b, false)', { a: { x: 1, y: 1 }, b: { y: 2 } }, { x: 1, y: 2 }],
    ['States.MathAdd(2.5, -0.5)', null, 3],
    ['States.MathRandom(10, 20)', null, 15],
    ["States.StringSplit('a.b,c..', '.,')", null, ['a', 'b', 'c']],
    ['States.UUID()', null, 'uuid-1'],
    ["States.ArrayGetItem(States.StringSplit($, '-'), States.MathAdd(1, 1))", 'a-b-c', 'c'],
    ["States.Array( $.a['x, y)'] , 2 )", { a: { 'x, y)': 1 } }, [1, 2]],
  ])('%s', async (text, data, expected) => {
    expect(await call(text, data)).toEqual(expected);
  });
});

describe('what cannot be computed is refused', () => {
  test.each<[string, Json]>([
    ["States.Format('{}{}', 1)", null],
    ["States.Format('', 1)", null],
    ['States.ArrayGetItem($, 9)', [1]],
    ['States.ArrayPartition($, 0)', [1]],
    ['States.ArrayRange(0, 5000, 1)', null],
    ['States.ArrayRange(0, 1, 0)', null],
    ['States.ArrayLength($)', 'text'],
    ["States.MathAdd('a', 1)", null],
    ["States.Hash('a', 'CRC')", null],
    ["States.Base64Decode('!')", null],
    ['States.StringToJson($)', '{'],
    ['States.JsonMerge($, $, true)', {}],
    ['States.MathRandom(2, 1)', null],
  ])('%s', async (text, data) => {
    await expect(call(text, data)).rejects.toMatchObject({ code: 'asl.refused' });
  });

  test.each([
    'States.Array(',
    'States.Array(1',
    "States.Array('a)",
    'States.Array(1)x',
    'States.Array(x)',
    'States.()',
  ])('%s cannot be read', (text) => {
    expect(() => compileCall(text, '/here')).toThrow(/cannot be read/);
  });

  test('a path that points at nothing is States.Runtime', async () => {
    await expect(call('States.Array($.none)', {})).rejects.toMatchObject({ errorName: 'States.Runtime' });
  });
});
