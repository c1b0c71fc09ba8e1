import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { growthSteps } from '#lib/constructs/worker-scaling.ts';

it('asks for one worker as soon as there is a message, and for one more worker per two messages', () => {
  expect(growthSteps(1)).toEqual([{ fromMessages: 1, workers: 1 }]);
  expect(growthSteps(20)).toEqual([
    { fromMessages: 1, workers: 1 },
    { fromMessages: 3, workers: 2 },
    { fromMessages: 5, workers: 4 },
    { fromMessages: 9, workers: 8 },
    { fromMessages: 17, workers: 16 },
    { fromMessages: 33, workers: 20 },
  ]);
});

it('grows step by step up to the configured number, in as many steps as AWS takes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), (workersMax) => {
      const steps = growthSteps(workersMax);
      expect(steps.length).toBeLessThanOrEqual(40);
      expect(steps.at(-1)?.workers).toBe(workersMax);
      for (const [i, step] of steps.slice(1).entries()) {
        expect(step.fromMessages).toBeGreaterThan(steps[i]!.fromMessages);
        expect(step.workers).toBeGreaterThan(steps[i]!.workers);
      }
    }),
  );
});
