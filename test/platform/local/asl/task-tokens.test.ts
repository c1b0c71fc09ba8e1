import { describe, expect, test } from 'vitest';
import type { Json } from '#platform/local/asl/json.ts';
import { createTaskTokens, type TaskTokens } from '#platform/local/asl/task-tokens.ts';
import { outcomeOf, play, queue, single, type World } from './play.ts';

const waiting = (fields: Record<string, Json> = {}): Json =>
  single({
    Type: 'Task',
    Resource: queue,
    Arguments: { token: '{% $states.context.Task.Token %}' },
    ...fields,
  });

/** Does something with the token some seconds after it was sent; the call itself ends at once. */
function later(action: (token: string, tokens: TaskTokens, world: World) => void, seconds = 1) {
  return {
    [queue]: (call: { context: { taskToken: string | undefined } }, world: World): Json => {
      void world.clock.sleep(seconds * 1000).then(() => {
        action(call.context.taskToken ?? '', world.tokens, world);
        return undefined;
      });
      return { MessageId: 'not the result' };
    },
  };
}

describe('a task that waits for its token', () => {
  test('gets the token as argument, and what is reported for it as result', async () => {
    const { outcome, world } = await play({
      definition: waiting(),
      tasks: later((token, tokens) => tokens.succeed(token, { scored: 3 })),
    });
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: { scored: 3 } });
    expect(world.calls[0]?.call.arguments).toEqual({ token: world.calls[0]?.call.context.taskToken });
  });

  test('fails as the worker says', async () => {
    const tasks = later((token, tokens) => tokens.fail(token, 'Bad', 'why'));
    expect(await outcomeOf({ definition: waiting(), tasks })).toEqual({
      status: 'FAILED',
      error: 'Bad',
      cause: 'why',
    });
  });

  test('fails when it could not be sent', async () => {
    const tasks = {
      [queue]: (): Json => {
        throw new Error('no queue');
      },
    };
    await expect(outcomeOf({ definition: waiting(), tasks })).rejects.toThrow('no queue');
  });

  test('takes a report that comes before the call has ended', async () => {
    const tasks = {
      [queue]: async (call: { context: { taskToken: string | undefined } }, world: World): Promise<Json> => {
        world.tokens.succeed(call.context.taskToken ?? '', 'early');
        await world.clock.sleep(1000);
        return null;
      },
    };
    expect(await outcomeOf({ definition: waiting(), tasks })).toEqual({
      status: 'SUCCEEDED',
      output: 'early',
    });
  });

  test('gets a new token at every attempt; the old one is dead', async () => {
    const answers: unknown[] = [];
    const { outcome, world } = await play({
      definition: waiting({ TimeoutSeconds: 10, Retry: [{ ErrorEquals: ['States.Timeout'] }] }),
      tasks: later((token, tokens, { calls }) => {
        if (calls.length === 2) answers.push(tokens.succeed(calls[0]?.call.context.taskToken ?? '', 'old'));
        if (calls.length === 2) answers.push(tokens.succeed(token, 'new'));
      }),
    });
    expect(answers).toEqual(['TaskTimedOut', 'accepted']);
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: 'new' });
    expect(new Set(world.calls.map(({ call }) => call.context.taskToken)).size).toBe(2);
  });
});

const beatEvery = (seconds: number, times: number) =>
  later((token, tokens, { clock }) => {
    const beat = async (): Promise<void> => {
      for (let beats = 0; beats < times; beats += 1) {
        tokens.heartbeat(token);
        await clock.sleep(seconds * 1000);
      }
      tokens.succeed(token, 'done');
    };
    void beat();
  });

describe('times', () => {
  test('heartbeats keep a task alive', async () => {
    const { outcome, world } = await play({
      definition: waiting({ HeartbeatSeconds: 5 }),
      tasks: beatEvery(4, 10),
    });
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: 'done' });
    expect(world.clock.now()).toBe(41_000);
  });

  test('without one in time the task fails with States.Timeout', async () => {
    const { outcome, world } = await play({
      definition: waiting({ HeartbeatSeconds: 5 }),
      tasks: beatEvery(6, 10),
    });
    expect(outcome).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    expect(world.clock.now()).toBe(6000);
  });

  test('Catch may call it States.HeartbeatTimeout', async () => {
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'S',
      States: {
        S: {
          Type: 'Task',
          Resource: queue,
          HeartbeatSeconds: 5,
          Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'C' }],
          End: true,
        },
        C: { Type: 'Succeed' },
      },
    };
    const caught = { status: 'SUCCEEDED', output: { Error: 'States.Timeout', Cause: '' } };
    expect(await outcomeOf({ definition, tasks: { [queue]: () => null } })).toEqual(caught);
  });

  test('heartbeats do not lift TimeoutSeconds', async () => {
    const { outcome, world } = await play({
      definition: waiting({ HeartbeatSeconds: 5, TimeoutSeconds: 20 }),
      tasks: beatEvery(4, 10),
    });
    expect(outcome).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    expect(world.clock.now()).toBe(20_000);
  });

  test('a task without a token can send heartbeats too, and is told when it took too long', async () => {
    let told = false;
    const resource = 'arn:aws:states:::lambda:invoke';
    const { outcome } = await play({
      definition: single({ Type: 'Task', Resource: resource, HeartbeatSeconds: 5, TimeoutSeconds: 12 }),
      tasks: {
        [resource]: async (call, { clock }) => {
          call.signal.addEventListener('abort', () => (told = true));
          for (let beats = 0; beats < 10; beats += 1) {
            await clock.sleep(4000);
            call.heartbeat();
          }
          return null;
        },
      },
    });
    expect(outcome).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    expect(told).toBe(true);
  });

  test('times from paths and expressions', async () => {
    const never = { [queue]: (): Json => null };
    const byPath = single({ Type: 'Task', Resource: queue, TimeoutSecondsPath: '$.t' }, 'JSONPath');
    const { world } = await play({ definition: byPath, input: { t: 7 }, tasks: never });
    expect(world.clock.now()).toBe(7000);
    expect(await outcomeOf({ definition: byPath, input: {}, tasks: never })).toMatchObject({
      error: 'States.Runtime',
    });
    expect(await outcomeOf({ definition: byPath, input: { t: 0 }, tasks: never })).toMatchObject({
      error: 'States.Runtime',
    });
    const byExpression = waiting({ TimeoutSeconds: '{% $states.input.t %}' });
    expect(await outcomeOf({ definition: byExpression, input: { t: 'x' }, tasks: never })).toMatchObject({
      error: 'States.QueryEvaluationError',
    });
  });
});

describe('answers of the registry', () => {
  test('a second report, and one after the end, are answered TaskTimedOut', async () => {
    const answers: unknown[] = [];
    const tokens = createTaskTokens();
    const { world } = await play({
      definition: waiting(),
      taskTokens: tokens,
      tasks: later((token) => {
        answers.push(
          tokens.heartbeat(token),
          tokens.succeed(token, 1),
          tokens.succeed(token, 2),
          tokens.fail(token, 'E'),
        );
      }),
    });
    const token = world.calls[0]?.call.context.taskToken ?? '';
    expect(answers).toEqual(['accepted', 'accepted', 'TaskTimedOut', 'TaskTimedOut']);
    expect(tokens.heartbeat(token)).toBe('TaskTimedOut');
  });

  test('a token that it never gave is invalid: one of a former process too', () => {
    const former = createTaskTokens().open(() => undefined).token;
    const tokens = createTaskTokens();
    expect(tokens.succeed(former, 1)).toBe('InvalidToken');
    expect(tokens.heartbeat('nonsense')).toBe('InvalidToken');
    expect(tokens.fail('', 'E')).toBe('InvalidToken');
  });
});
