import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '#core/plan/simulate/engine.ts';
import { wantedWorkers } from '#core/plan/simulate/fleet.ts';
import { growthSteps } from '#lib/constructs/worker-scaling.ts';

describe('createEngine', () => {
  it('lets events happen in the order of time, those of one moment in the order of asking', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 200 }), (delays) => {
        const engine = createEngine(1);
        const seen: (readonly [number, number])[] = [];
        for (const [index, delay] of delays.entries())
          engine.after(delay, () => seen.push([engine.now(), index]));
        expect(engine.runAll()).toBe(delays.length);
        const expected = delays
          .map((delay, index) => [delay, index] as const)
          .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(seen).toEqual(expected);
      }),
    );
  });

  it('takes events that events ask for', () => {
    const engine = createEngine(1);
    const seen: number[] = [];
    const again = (left: number) => {
      seen.push(engine.now());
      if (left > 0) engine.after(2, () => again(left - 1));
    };
    engine.after(1, () => again(3));
    engine.runAll();
    expect(seen).toEqual([1, 3, 5, 7]);
  });
});

describe('wantedWorkers', () => {
  it('is what the deployed steps come to', () => {
    for (const workersMax of [1, 2, 20, 500]) {
      const steps = growthSteps(workersMax);
      for (const messages of [1, 2, 3, 5, 9, 16, 17, 40, 41, 1000, 100_000]) {
        const step = steps.findLast(({ fromMessages }) => fromMessages <= messages);
        expect([workersMax, messages, wantedWorkers(messages, workersMax)]).toEqual([
          workersMax,
          messages,
          step?.workers,
        ]);
      }
    }
  });
});
