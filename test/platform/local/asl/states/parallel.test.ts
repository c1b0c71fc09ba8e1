import { expect, test } from 'vitest';
import { AslError } from '#platform/local/asl/errors.ts';
import type { Json } from '#platform/local/asl/json.ts';
import { lambda, outputOf, play, single } from '../play.ts';

const branch = (name: string): Json => ({
  StartAt: `T-${name}`,
  States: { [`T-${name}`]: { Type: 'Task', Resource: `${lambda}${name}`, End: true } },
});

test('the outputs stand in the order of the branches, whichever ends first', async () => {
  const output = await outputOf({
    definition: single({ Type: 'Parallel', Arguments: { n: 1 }, Branches: [branch('slow'), branch('fast')] }),
    tasks: {
      slow: async (call, world) => {
        await world.clock.sleep(5000);
        return ['slow', call.arguments];
      },
      fast: (call) => ['fast', call.arguments],
    },
  });
  expect(output).toEqual([
    ['slow', { n: 1 }],
    ['fast', { n: 1 }],
  ]);
});

test('the first failure ends the state at once, and the others are told', async () => {
  let told = false;
  const { outcome, world } = await play({
    definition: single({ Type: 'Parallel', Branches: [branch('slow'), branch('bad')] }),
    tasks: {
      slow: async (call, { clock }) => {
        call.signal.addEventListener('abort', () => (told = true));
        await clock.sleep(60_000, call.signal);
        return 1;
      },
      bad: async (_call, { clock }) => {
        await clock.sleep(2000);
        throw new AslError('Bad', 'why');
      },
    },
  });
  expect(outcome).toEqual({ status: 'FAILED', error: 'Bad', cause: 'why' });
  expect(told).toBe(true);
  expect(world.clock.now()).toBe(2000);
});

test('what a branch assigns is not seen by the others, nor afterwards', async () => {
  const assigning = {
    StartAt: 'A',
    States: {
      A: { Type: 'Pass', Assign: { y: 1 }, Next: 'B' },
      B: { Type: 'Pass', Output: '{% $y %}', End: true },
    },
  };
  const looking = {
    StartAt: 'C',
    States: { C: { Type: 'Wait', Seconds: 1, Output: '{% $exists($y) %}', End: true } },
  };
  const definition = single({
    Type: 'Parallel',
    Branches: [assigning, looking],
    Output: '{% [$states.result, $exists($y)] %}',
  });
  expect(await outputOf({ definition })).toEqual([1, false, false]);
});
