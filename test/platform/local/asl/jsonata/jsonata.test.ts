import { describe, expect, test } from 'vitest';
import { compileExpression, expressionIn } from '#platform/local/asl/jsonata/compile.ts';
import type { Json } from '#platform/local/asl/json.ts';

function evaluate(expression: string, input: Json = {}): Promise<Json> {
  const chance = { now: () => 1_700_000_000_000, random: () => 0.25, uuid: () => 'uuid' };
  const scope = {
    data: input,
    input,
    context: { Execution: { Name: 'run' } },
    variables: { v: [1, 2] },
    chance,
  };
  return Promise.resolve(compileExpression(expression, '/States/S/Output')(scope));
}

describe('values', () => {
  test.each<[string, Json, Json]>([
    ['$states.input.a + $sum($v)', { a: 1 }, 4],
    ['$states.context.Execution.Name', {}, 'run'],
    ['$states.input.list', { list: [7] }, [7]],
    ['$states.input.list[n > 1].n', { list: [{ n: 1 }, { n: 2 }, { n: 3 }] }, [2, 3]],
    ['$partition($states.input, 2)', [1, 2, 3], [[1, 2], [3]]],
    ['$range(0, 10, 5)', {}, [0, 5, 10]],
    ["$hash('input data', 'SHA-1')", {}, 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['$parse(\'{"a":1}\')', {}, { a: 1 }],
    ['$random()', {}, 0.25],
    ['$random(3) = $random(3)', {}, true],
    ['$uuid()', {}, 'uuid'],
    ['$millis()', {}, 1_700_000_000_000],
    ['$now()', {}, '2023-11-14T22:13:20.000Z'],
    ["$now('[Y]')", {}, '2023'],
    ['$map($v, function($x) { $x * 2 })', {}, [2, 4]],
    ['($double := function($x) { $x * 2 }; $double(4))', {}, 8],
    ['null', {}, null],
    ['{ "a": $states.input.none, "b": 1 }', {}, { b: 1 }],
    ['$exists($unknown)', {}, false],
  ])('%s', async (expression, input, expected) => {
    expect(await evaluate(expression, input)).toEqual(expected);
  });
});

describe('States.QueryEvaluationError', () => {
  test.each([
    ['$unknown', /returned nothing \(undefined\)/],
    ['$states.input.a.b', /returned nothing/],
    ['function($x) { $x }', /unsupported result type/],
    ['[$sum]', /unsupported result type/],
    ["'a' + 1", /threw an error during evaluation/],
    ["$parse('{')", /threw an error/],
    ["$error('mine')", /mine/],
    ['$range(1, 2, 0)', /three numbers/],
  ])('%s', async (expression, cause) => {
    await expect(evaluate(expression)).rejects.toMatchObject({
      errorName: 'States.QueryEvaluationError',
      causeText: expect.stringMatching(cause),
    });
  });

  test('the cause names the expression and the field', async () => {
    await expect(evaluate('$unknown')).rejects.toMatchObject({
      causeText:
        "The JSONata expression '$unknown' specified for the field 'Output' returned nothing (undefined).",
    });
  });
});

test('an expression is the text inside the marks, and nothing else', () => {
  expect(expressionIn('{% 1 %}')).toBe('1');
  expect(expressionIn('{%%}')).toBe('');
  expect(expressionIn(' {% 1 %}')).toBeUndefined();
  expect(expressionIn('{%}')).toBeUndefined();
});
