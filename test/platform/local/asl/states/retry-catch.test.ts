import { describe, expect, test } from 'vitest';
import { AslError } from '#platform/local/asl/errors.ts';
import type { Json } from '#platform/local/asl/json.ts';
import { failing, lambda, outcomeOf, outputOf, play, single, type Handler, type Play } from '../play.ts';

const task = (fields: Record<string, Json>): Json =>
  single({ Type: 'Task', Resource: `${lambda}f`, ...fields });

/** The seconds at which the attempts began. */
async function attempts(retry: Json, handler: Handler, more: Partial<Play> = {}): Promise<number[]> {
  const { world } = await play({ definition: task({ Retry: retry }), tasks: { f: handler }, ...more });
  return world.calls.map(({ atSeconds }) => atSeconds);
}

describe('Retry', () => {
  test('by default three times, after 1, 2 and 4 seconds', async () => {
    expect(await attempts([{ ErrorEquals: ['E'] }], failing(9, 'E'))).toEqual([0, 1, 3, 7]);
  });

  test('interval, rate, most attempts and longest delay', async () => {
    const retry = [
      { ErrorEquals: ['E'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 10 },
    ];
    expect(await attempts(retry, failing(9, 'E'))).toEqual([0, 2, 8, 18, 28]);
  });

  test('full jitter takes a random part of each delay', async () => {
    const retry = [{ ErrorEquals: ['E'], IntervalSeconds: 4, JitterStrategy: 'FULL', MaxAttempts: 2 }];
    expect(await attempts(retry, failing(9, 'E'), { random: () => 0.25 })).toEqual([0, 1, 3]);
    expect(await attempts(retry, failing(9, 'E'), { random: () => 0 })).toEqual([0, 0, 0]);
  });

  test('no attempts means no retry', async () => {
    expect(await attempts([{ ErrorEquals: ['States.ALL'], MaxAttempts: 0 }], failing(1, 'E'))).toEqual([0]);
  });

  test('every retrier counts its own errors', async () => {
    const errors = ['A', 'B', 'A', 'B', 'A'];
    const handler: Handler = () => {
      throw new AslError(errors.shift());
    };
    const retry = [
      { ErrorEquals: ['A'], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 2 },
      { ErrorEquals: ['B'], IntervalSeconds: 10, BackoffRate: 1, MaxAttempts: 5 },
    ];
    expect(await attempts(retry, handler)).toEqual([0, 1, 11, 12, 22]);
  });

  test('the state sees how often it was retried; a success ends it', async () => {
    const definition = task({
      Arguments: '{% $states.context.State.RetryCount %}',
      Retry: [{ ErrorEquals: ['E'] }],
    });
    const { outcome, world } = await play({ definition, tasks: { f: failing(2, 'E', 'well') } });
    expect(world.calls.map(({ call }) => call.arguments)).toEqual([0, 1, 2]);
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: 'well' });
    expect(world.events.filter(({ type }) => type === 'retry')).toHaveLength(2);
  });

  test('of a Parallel starts all of its branches again', async () => {
    const branch = { StartAt: 'T', States: { T: { Type: 'Task', Resource: `${lambda}f`, End: true } } };
    const definition = single({
      Type: 'Parallel',
      Branches: [branch],
      Retry: [{ ErrorEquals: ['States.ALL'] }],
    });
    expect(await outputOf({ definition, tasks: { f: failing(2, 'E', 1) } })).toEqual([1]);
  });
});

const caught = async (error: string | undefined, names: Json): Promise<Json> => {
  const definition = {
    StartAt: 'S',
    States: {
      S: { Type: 'Task', Resource: `${lambda}f`, End: true, Catch: [{ ErrorEquals: names, Next: 'C' }] },
      C: { Type: 'Pass', Result: 'caught', End: true },
    },
  };
  const handler: Handler = () => {
    throw new AslError(error, 'cause');
  };
  const outcome = await outcomeOf({ definition, tasks: { f: handler } });
  return outcome.status === 'SUCCEEDED' && outcome.output === 'caught';
};

describe('names of errors', () => {
  test.each<[string, Json, boolean]>([
    ['E', ['E'], true],
    ['E', ['X', 'E'], true],
    ['E', ['X'], false],
    ['E', ['States.ALL'], true],
    ['E', ['States.TaskFailed'], true],
    ['E', ['State.ALL'], false],
    ['States.Timeout', ['States.TaskFailed'], false],
    ['States.Timeout', ['States.ALL'], true],
    ['States.QueryEvaluationError', ['States.ALL'], true],
    ['States.DataLimitExceeded', ['States.ALL'], false],
    ['States.DataLimitExceeded', ['States.TaskFailed'], false],
    ['States.DataLimitExceeded', ['States.DataLimitExceeded'], true],
    ['States.Runtime', ['States.ALL'], false],
  ])('%s by %j: %j', async (error, names, expected) => {
    expect(await caught(error, names)).toBe(expected);
  });

  test('States.Runtime by name, and an error without a name, are refused', async () => {
    await expect(caught('States.Runtime', ['States.Runtime'])).rejects.toThrow(/not known/);
    await expect(caught(undefined, ['States.ALL'])).rejects.toThrow(/not known/);
  });
});

const definition = (catcher: Record<string, Json>): Json => ({
  QueryLanguage: 'JSONata',
  StartAt: 'S',
  States: {
    S: {
      Type: 'Task',
      Resource: `${lambda}f`,
      End: true,
      Catch: [
        { ErrorEquals: ['E'], Assign: { e: '{% $states.errorOutput.Error %}' }, Next: 'C', ...catcher },
      ],
    },
    C: { Type: 'Pass', Output: '{% [$e, $states.input] %}', End: true },
  },
});

const run = (catcher: Record<string, Json>) =>
  outputOf({ definition: definition(catcher), input: { a: 1 }, tasks: { f: failingAlways } });

const failingAlways: Handler = () => {
  throw new AslError('E', 'why');
};

describe('Catch', () => {
  test('JSONPath: ResultPath places the error into the raw input, Assign sees it', async () => {
    const definition = {
      StartAt: 'S',
      States: {
        S: {
          Type: 'Task',
          Resource: `${lambda}f`,
          InputPath: '$.a',
          End: true,
          Catch: [{ ErrorEquals: ['E'], ResultPath: '$.error', Assign: { 'cause.$': '$.Cause' }, Next: 'C' }],
        },
        C: { Type: 'Pass', Parameters: { 'all.$': '$', 'cause.$': '$cause' }, End: true },
      },
    };
    expect(await outputOf({ definition, input: { a: 1 }, tasks: { f: failingAlways } })).toEqual({
      all: { a: 1, error: { Error: 'E', Cause: 'why' } },
      cause: 'why',
    });
  });

  test('JSONata: Output and Assign see $states.errorOutput; without Output the error comes out', async () => {
    expect(await run({})).toEqual(['E', { Error: 'E', Cause: 'why' }]);
    expect(await run({ Output: '{% $states.input.a %}' })).toEqual(['E', 1]);
  });

  test('comes after Retry is spent', async () => {
    const definition = {
      StartAt: 'S',
      States: {
        S: {
          Type: 'Task',
          Resource: `${lambda}f`,
          End: true,
          Retry: [{ ErrorEquals: ['E'], MaxAttempts: 2 }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }],
        },
        C: { Type: 'Succeed' },
      },
    };
    const { outcome, world } = await play({ definition, tasks: { f: failingAlways } });
    expect(world.calls).toHaveLength(3);
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: { Error: 'E', Cause: 'why' } });
  });
});

const buggy: Handler = () => {
  throw new TypeError('a bug');
};

test('an error that is no AslError is a bug: no Catch hides it', async () => {
  const definition = single({
    Type: 'Parallel',
    Branches: [{ StartAt: 'T', States: { T: { Type: 'Task', Resource: `${lambda}f`, End: true } } }],
  });
  await expect(outcomeOf({ definition, tasks: { f: buggy } })).rejects.toThrow('a bug');
});
