import { describe, expect, test } from 'vitest';
import type { Json } from '#platform/local/asl/json.ts';
import { failing, lambda, outcomeOf, outputOf, play, single } from '../play.ts';

const processor = (state: Record<string, Json>): Json => ({
  StartAt: 'I',
  States: { I: { End: true, ...state } },
});
const task = processor({ Type: 'Task', Resource: `${lambda}f` });

const pass = processor({ Type: 'Pass' });

/** A Map without items in its definition, for the input `{a: 1}`. */
const mapNoArray = (language: 'JSONPath' | 'JSONata') =>
  outcomeOf({ definition: single({ Type: 'Map', ItemProcessor: pass }, language), input: { a: 1 } });

const mapItems = (fields: Record<string, Json>, language: 'JSONPath' | 'JSONata', input: Json) =>
  outputOf({ definition: single({ Type: 'Map', ItemProcessor: pass, ...fields }, language), input });

describe('items', () => {
  test('from the input, an expression, an array with expressions, a path', async () => {
    expect(await mapItems({}, 'JSONata', [1, 2])).toEqual([1, 2]);
    expect(await mapItems({ Items: '{% $states.input.l %}' }, 'JSONata', { l: [3] })).toEqual([3]);
    expect(await mapItems({ Items: [1, '{% 1 + 1 %}'] }, 'JSONata', {})).toEqual([1, 2]);
    expect(await mapItems({ ItemsPath: '$.l' }, 'JSONPath', { l: [3] })).toEqual([3]);
    expect(await mapItems({}, 'JSONPath', [])).toEqual([]);
  });

  test('what is no array fails', async () => {
    expect(await mapNoArray('JSONata')).toMatchObject({ error: 'States.QueryEvaluationError' });
    expect(await mapNoArray('JSONPath')).toMatchObject({ error: 'States.Runtime' });
  });

  test('ItemSelector sees item, index and input', async () => {
    const selector = {
      item: '{% $states.context.Map.Item.Value %}',
      at: '{% $states.context.Map.Item.Index %}',
      in: '{% $states.input[0] %}',
    };
    const definition = single({ Type: 'Map', ItemSelector: selector, ItemProcessor: pass });
    expect(await outputOf({ definition, input: ['a', 'b'] })).toEqual([
      { item: 'a', at: 0, in: 'a' },
      { item: 'b', at: 1, in: 'a' },
    ]);
    const paths = {
      Type: 'Map',
      ItemsPath: '$.l',
      Parameters: { 'v.$': '$$.Map.Item.Value', 'n.$': '$.n' },
      Iterator: pass,
    };
    expect(await outputOf({ definition: single(paths, 'JSONPath'), input: { l: [5], n: 1 } })).toEqual([
      { v: 5, n: 1 },
    ]);
  });
});

/** The most that ran at the same time. */
const most = async (fields: Record<string, Json>, cap?: number): Promise<number> => {
  let running = 0;
  let peak = 0;
  await play({
    definition: single({ Type: 'Map', ItemProcessor: task, ...fields }),
    input: Array.from({ length: 100 }, (_, index) => index),
    ...(cap === undefined ? {} : { maxParallelChildren: cap }),
    tasks: {
      f: async (call, { clock }) => {
        running += 1;
        peak = Math.max(peak, running);
        await clock.sleep(1000 + Number(call.arguments));
        running -= 1;
        return null;
      },
    },
  });
  return peak;
};

describe('how many at once', () => {
  test('MaxConcurrency, the cap of the machine, 40 without either', async () => {
    expect(await most({ MaxConcurrency: 3 })).toBe(3);
    expect(await most({ MaxConcurrency: '{% 2 + 2 %}' })).toBe(4);
    expect(await most({ MaxConcurrency: 30 }, 5)).toBe(5);
    expect(await most({ MaxConcurrency: 0 })).toBe(40);
    expect(await most({})).toBe(40);
  });

  test('a number that cannot be', async () => {
    expect(
      await outcomeOf({
        definition: single({ Type: 'Map', Items: [1], MaxConcurrency: '{% -1 %}', ItemProcessor: task }),
      }),
    ).toMatchObject({
      error: 'States.QueryEvaluationError',
    });
  });
});

test('the first failure ends the Map; nothing more is begun', async () => {
  const { outcome, world } = await play({
    definition: single({ Type: 'Map', MaxConcurrency: 2, ItemProcessor: task }),
    input: [1, 2, 3, 4, 5, 6],
    tasks: { f: failing(1, 'E') },
  });
  expect(outcome).toEqual({ status: 'FAILED', error: 'E', cause: 'failure 1' });
  expect(world.calls.length).toBeLessThanOrEqual(2);
});

test('results stand in the order of the items', async () => {
  const output = await outputOf({
    definition: single({ Type: 'Map', ItemProcessor: task }),
    input: [3, 1, 2],
    tasks: {
      f: async (call, { clock }) => {
        await clock.sleep(Number(call.arguments) * 1000);
        return call.arguments;
      },
    },
  });
  expect(output).toEqual([3, 1, 2]);
});
