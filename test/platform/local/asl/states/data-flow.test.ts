import { describe, expect, test } from 'vitest';
import type { Json } from '#platform/local/asl/json.ts';
import { lambda, outcomeOf, outputOf, play, single } from '../play.ts';

const pass = (fields: Record<string, Json>) =>
  outputOf({ definition: single({ Type: 'Pass', ...fields }, 'JSONPath'), input: { a: 1 } });

describe('JSONPath: InputPath to OutputPath', () => {
  test('every step in its order', async () => {
    const state = {
      Type: 'Task',
      Resource: `${lambda}f`,
      InputPath: '$.in',
      Parameters: {
        'sent.$': '$.value',
        fixed: 1,
        'state.$': '$$.State.Name',
        nested: [{ 'v.$': '$.value' }],
      },
      ResultSelector: { 'kept.$': '$.answer' },
      ResultPath: '$.out',
      OutputPath: '$.out',
    };
    const { outcome, world } = await play({
      definition: single(state, 'JSONPath'),
      input: { in: { value: 5 }, other: 1 },
      tasks: { f: () => ({ answer: 7, more: 8 }) },
    });
    expect(world.calls[0]?.call.arguments).toEqual({ sent: 5, fixed: 1, state: 'Only', nested: [{ v: 5 }] });
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: { kept: 7 } });
  });

  test('null stands for an empty object, or for the input', async () => {
    expect(await pass({ InputPath: null })).toEqual({});
    expect(await pass({ OutputPath: null })).toEqual({});
    expect(await pass({ Result: 5, ResultPath: null })).toEqual({ a: 1 });
    expect(await pass({ OutputPath: '$$.Execution.Name' })).toBe('test');
  });

  test('a path that points at nothing ends the execution, past every Catch', async () => {
    const state = {
      Type: 'Task',
      Resource: `${lambda}f`,
      Parameters: { 'a.$': '$.none' },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      End: true,
    };
    const definition = { StartAt: 'S', States: { S: state, Caught: { Type: 'Succeed' } } };
    expect(await outcomeOf({ definition })).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});

describe('JSONata: Arguments and Output', () => {
  test('Output sees input, result and context', async () => {
    const output = await outputOf({
      definition: single({
        Type: 'Task',
        Resource: `${lambda}f`,
        Arguments: { n: '{% $states.input.n + 1 %}' },
        Output: {
          in: '{% $states.input.n %}',
          got: '{% $states.result.n %}',
          name: '{% $states.context.State.Name %}',
        },
      }),
      input: { n: 1 },
    });
    expect(output).toEqual({ in: 1, got: 2, name: 'Only' });
  });

  test('without them, the input goes in and the result comes out', async () => {
    const definition = single({ Type: 'Task', Resource: `${lambda}f` });
    expect(await outputOf({ definition, input: { n: 1 }, tasks: { f: (call) => [call.arguments] } })).toEqual(
      [{ n: 1 }],
    );
  });

  test('a JSONata state inside a JSONPath machine', async () => {
    const definition = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Parameters: { 'x.$': '$.n' }, Assign: { 'n.$': '$.x' }, Next: 'B' },
        B: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $n + $states.input.x %}', End: true },
      },
    };
    expect(await outputOf({ definition, input: { n: 2 } })).toBe(4);
  });
});

const around = (inner: Json, mode: Json = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'A',
  States: {
    A: { Type: 'Pass', Assign: { x: 1 }, Next: 'M' },
    M: {
      Type: 'Map',
      Items: [10, 20],
      ItemProcessor: { ...(mode as object), StartAt: 'I', States: { I: inner } },
      Next: 'Z',
    },
    Z: {
      Type: 'Pass',
      Output: '{% { "items": $states.input, "x": $x, "inner": $exists($y) } %}',
      End: true,
    },
  },
});

test('null is a result, an output and a Result like any other', async () => {
  const tasks = { f: () => null };
  const task = { Type: 'Task', Resource: `${lambda}f` };
  expect(await outputOf({ definition: single(task, 'JSONPath'), input: { a: 1 }, tasks })).toBeNull();
  expect(
    await outputOf({
      definition: single({ ...task, ResultPath: '$.r' }, 'JSONPath'),
      input: { a: 1 },
      tasks,
    }),
  ).toEqual({
    a: 1,
    r: null,
  });
  expect(await outputOf({ definition: single(task), input: { a: 1 }, tasks })).toBeNull();
  expect(
    await outputOf({ definition: single({ ...task, Output: '{% $states.result = null %}' }), tasks }),
  ).toBe(true);
  expect(await outputOf({ definition: single({ Type: 'Pass', Output: null }), input: 1 })).toBeNull();
  expect(
    await outputOf({ definition: single({ Type: 'Pass', Result: null }, 'JSONPath'), input: 1 }),
  ).toBeNull();
});

describe('variables', () => {
  test('Assign and Output see the values from before the state', async () => {
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { x: 1, y: 2 }, Next: 'B' },
        B: { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: '{% $x %}', Next: 'C' },
        C: { Type: 'Pass', Output: '{% [$states.input, $x, $y] %}', End: true },
      },
    };
    expect(await outputOf({ definition })).toEqual([1, 2, 1]);
  });

  test('an inner machine sees those around it; its own end with it', async () => {
    const inner = { Type: 'Pass', Assign: { y: 5 }, Output: '{% $x + $states.input %}', End: true };
    expect(await outputOf({ definition: around(inner) })).toEqual({ items: [11, 21], x: 1, inner: false });
  });

  test('an inner machine cannot assign those around it', async () => {
    const inner = { Type: 'Pass', Assign: { x: 5 }, End: true };
    await expect(outcomeOf({ definition: around(inner) })).rejects.toThrow(/'x' belongs to an outer scope/);
  });

  test('children of a DISTRIBUTED Map see none', async () => {
    const inner = { Type: 'Pass', Output: '{% $exists($x) %}', End: true };
    const mode = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
    expect(await outputOf({ definition: around(inner, mode) })).toMatchObject({ items: [false, false] });
  });
});

test('a result of more than 256 KiB is States.DataLimitExceeded, in bytes of UTF-8', async () => {
  const definition = single({ Type: 'Task', Resource: `${lambda}f` });
  const answer = (length: number, character: string) =>
    outcomeOf({ definition, tasks: { f: () => character.repeat(length) } });
  expect(await answer(262_142, 'a')).toMatchObject({ status: 'SUCCEEDED' });
  expect(await answer(262_143, 'a')).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  expect(await answer(131_072, 'ü')).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('the context object tells of execution, state machine and state', async () => {
  const definition = single({ Type: 'Pass', Output: '{% $states.context %}' });
  expect(await outputOf({ definition, input: { a: 1 } })).toEqual({
    Execution: {
      Id: 'arn:aws:states:us-east-1:111111111111:execution:machine:test',
      Input: { a: 1 },
      Name: 'test',
      RoleArn: 'arn:aws:iam::000000000000:role/embedded',
      StartTime: '1970-01-01T00:00:00.000Z',
      RedriveCount: 0,
    },
    State: { Name: 'Only', EnteredTime: '1970-01-01T00:00:00.000Z' },
    StateMachine: { Id: 'arn:aws:states:us-east-1:111111111111:stateMachine:machine', Name: 'machine' },
  });
});
