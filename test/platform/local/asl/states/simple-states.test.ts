import { describe, expect, test } from 'vitest';
import type { Json } from '#platform/local/asl/json.ts';
import { outcomeOf, outputOf, play, single } from '../play.ts';

const target = { Type: 'Pass', Result: 'matched', End: true };
const other = { Type: 'Pass', Result: 'default', End: true };

function choose(rule: Record<string, Json>, input: Json): Promise<Json> {
  const choices = { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' };
  return outputOf({ definition: { StartAt: 'C', States: { C: choices, Yes: target, No: other } }, input });
}

const matched = (rule: Record<string, Json>, input: Json) =>
  choose(rule, input).then((output) => output === 'matched');

describe('Choice in JSONPath', () => {
  const early = '2026-01-01T00:00:00Z';
  const late = '2026-01-01T00:00:01.5Z';

  test.each<[string, Json, Json, boolean]>([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 1, false],
    ['StringLessThan', 'b', 'a', true],
    ['StringGreaterThanEquals', 'b', 'b', true],
    ['NumericEquals', 1, 1, true],
    ['NumericEquals', 1, '1', false],
    ['NumericLessThan', 1, 0.5, true],
    ['NumericGreaterThan', 1, 1, false],
    ['NumericLessThanEquals', 1, 1, true],
    ['BooleanEquals', false, false, true],
    ['BooleanEquals', false, null, false],
    ['TimestampEquals', early, '2026-01-01T01:00:00+01:00', true],
    ['TimestampLessThan', late, early, true],
    ['TimestampGreaterThan', early, late, true],
    ['TimestampEquals', early, 'no time', false],
    ['StringMatches', 'log-*.txt', 'log-1.txt', true],
    ['StringMatches', 'log-*.txt', 'log-1xtxt', false],
    ['StringMatches', String.raw`a\*b`, 'a*b', true],
    ['StringMatches', String.raw`a\*b`, 'axb', false],
    ['StringMatches', String.raw`a\\*`, 'a\\x', true],
    ['IsNull', true, null, true],
    ['IsString', true, '', true],
    ['IsNumeric', true, '1', false],
    ['IsBoolean', false, 1, true],
    ['IsTimestamp', true, early, true],
    ['IsTimestamp', true, '2026-02-30T00:00:00Z', false],
    ['IsTimestamp', true, '2026-01-01', false],
    ['IsPresent', true, 0, true],
  ])('%s %j of %j is %j', async (operator, operand, value, expected) => {
    expect(await matched({ Variable: '$.v', [operator]: operand }, { v: value })).toBe(expected);
  });

  test.each<[string, Json, Json, boolean]>([
    ['StringEqualsPath', 'a', 'a', true],
    ['StringLessThanPath', 'b', 'a', true],
    ['NumericGreaterThanEqualsPath', 1, 1, true],
    ['NumericEqualsPath', 1, 'x', false],
    ['BooleanEqualsPath', true, false, false],
    ['TimestampGreaterThanPath', early, late, true],
  ])('%s to %j of %j is %j', async (operator, operand, value, expected) => {
    expect(await matched({ Variable: '$.v', [operator]: '$.o' }, { v: value, o: operand })).toBe(expected);
  });

  test('a path to another kind of value is refused', async () => {
    const rule = { Variable: '$.v', NumericEqualsPath: '$.o' };
    await expect(matched(rule, { v: 1, o: 'text' })).rejects.toMatchObject({ code: 'asl.refused' });
  });

  test('And, Or and Not; IsPresent guards what follows it', async () => {
    const both = {
      And: [
        { Variable: '$.a', IsPresent: true },
        { Variable: '$.a', NumericEquals: 1 },
      ],
    };
    expect(await matched(both, { a: 1 })).toBe(true);
    expect(await matched(both, {})).toBe(false);
    const either = {
      Or: [{ Variable: '$.a', NumericEquals: 1 }, { Not: { Variable: '$.a', IsNull: false } }],
    };
    expect(await matched(either, { a: 1 })).toBe(true);
    expect(await matched(either, { a: null })).toBe(true);
    expect(await matched(either, { a: 2 })).toBe(false);
  });

  test('a variable that is not there is States.Runtime', async () => {
    await expect(choose({ Variable: '$.none', StringEquals: 'a' }, {})).rejects.toThrow(/States.Runtime/);
    await expect(choose({ Variable: '$.none', IsNull: true }, {})).rejects.toThrow(/States.Runtime/);
  });

  test('nothing matched and no Default', async () => {
    const choice = { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'Yes' }] };
    const definition = { StartAt: 'C', States: { C: choice, Yes: target } };
    expect(await outcomeOf({ definition, input: { a: 1 } })).toMatchObject({
      error: 'States.NoChoiceMatched',
    });
  });
});

const definition = (condition: Json) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'C',
  States: {
    C: {
      Type: 'Choice',
      Choices: [{ Condition: condition, Next: 'End', Assign: { by: 'rule' }, Output: 'from rule' }],
      Default: 'End',
      Assign: { by: 'default' },
      Output: 'from default',
    },
    End: { Type: 'Pass', Output: '{% [$by, $states.input] %}', End: true },
  },
});

describe('Choice in JSONata', () => {
  test('Assign and Output of the rule, or those of the state', async () => {
    expect(await outputOf({ definition: definition(true) })).toEqual(['rule', 'from rule']);
    expect(await outputOf({ definition: definition('{% 1 > 2 %}') })).toEqual(['default', 'from default']);
  });

  test('a condition that is not true or false', async () => {
    expect(await outcomeOf({ definition: definition("{% 'yes' %}") })).toMatchObject({
      error: 'States.QueryEvaluationError',
    });
  });
});

const waited = async (state: Record<string, Json>, input: Json = {}, language?: 'JSONPath') => {
  const { outcome, world } = await play({
    definition: single({ Type: 'Wait', ...state }, language),
    input,
  });
  return outcome.status === 'SUCCEEDED' ? world.clock.now() / 1000 : outcome.error;
};

describe('Wait', () => {
  test('for seconds and until a time', async () => {
    expect(await waited({ Seconds: 90 })).toBe(90);
    expect(await waited({ Seconds: '{% 2 * 3 %}' })).toBe(6);
    expect(await waited({ SecondsPath: '$.s' }, { s: 7 }, 'JSONPath')).toBe(7);
    expect(await waited({ Timestamp: '1970-01-01T00:01:00Z' })).toBe(60);
    expect(await waited({ Timestamp: "{% '1970-01-01T00:00:05.5Z' %}" })).toBe(5.5);
    expect(await waited({ TimestampPath: '$.t' }, { t: '1970-01-01T01:00:10+01:00' }, 'JSONPath')).toBe(10);
    expect(await waited({ Timestamp: '1969-01-01T00:00:00Z' })).toBe(0);
  });

  test.each([-1, 1.5, 'soon', null])('not for %j seconds', async (seconds) => {
    expect(await waited({ SecondsPath: '$.s' }, { s: seconds }, 'JSONPath')).toBe('States.Runtime');
    expect(await waited({ Seconds: '{% $states.input.s %}' }, { s: seconds })).toBe(
      'States.QueryEvaluationError',
    );
  });
});

const fail = (state: Record<string, Json>, language: 'JSONPath' | 'JSONata') =>
  outcomeOf({
    definition: { QueryLanguage: language, StartAt: 'F', States: { F: { Type: 'Fail', ...state } } },
    input: { e: 'E', c: 'C' },
  });

test('whether AWS waits for a number written as text is not known', async () => {
  await expect(waited({ SecondsPath: '$.s' }, { s: '1' }, 'JSONPath')).rejects.toMatchObject({
    code: 'asl.refused',
  });
});

describe('Fail and Succeed', () => {
  test('Fail tells error and cause, written or found', async () => {
    expect(await fail({}, 'JSONPath')).toEqual({ status: 'FAILED' });
    expect(await fail({ Error: 'A', Cause: 'B' }, 'JSONPath')).toEqual({
      status: 'FAILED',
      error: 'A',
      cause: 'B',
    });
    const found = { status: 'FAILED', error: 'E', cause: 'C!' };
    expect(await fail({ ErrorPath: '$.e', CausePath: "States.Format('{}!', $.c)" }, 'JSONPath')).toEqual(
      found,
    );
    expect(
      await fail({ Error: '{% $states.input.e %}', Cause: "{% $states.input.c & '!' %}" }, 'JSONata'),
    ).toEqual(found);
  });

  test('Succeed ends a machine before its other states', async () => {
    const definition = {
      StartAt: 'S',
      States: { S: { Type: 'Succeed', OutputPath: '$.a' }, Never: { Type: 'Fail' } },
    };
    expect(await outputOf({ definition, input: { a: 1 } })).toBe(1);
  });
});

test('a loop that never ends is stopped like the event limit does', async () => {
  const definition = {
    StartAt: 'A',
    States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } },
  };
  expect(await outcomeOf({ definition })).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
});

test('TimeoutSeconds of the whole machine', async () => {
  const definition = {
    StartAt: 'W',
    TimeoutSeconds: 5,
    States: { W: { Type: 'Wait', Seconds: 60, End: true } },
  };
  const { outcome, world } = await play({ definition });
  expect(outcome).toEqual({ status: 'TIMED_OUT' });
  expect(world.clock.now()).toBe(5000);
});

test('a run can be cancelled', async () => {
  const cancel = new AbortController();
  const definition = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 60, End: true } } };
  const onEvent = (): void => cancel.abort(new Error('enough'));
  expect(await outcomeOf({ definition, signal: cancel.signal, onEvent })).toEqual({ status: 'ABORTED' });
});
