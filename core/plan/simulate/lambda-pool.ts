import type { Engine } from './engine.ts';
import { createGauge, type Gauge } from './gauge.ts';

/** The functions of an account, which share their concurrency. */
export interface LambdaPool {
  /** Calls a function; `done` says whether it came to an end within its retries. */
  invoke(durationS: number, done: (ok: boolean) => void): void;
  readonly busy: Gauge;
  readonly tally: {
    calls: number;
    throttled: number;
    repeated: number;
    givenUp: number;
    firstThrottledAtS: number;
  };
}

/** Retries of a throttled call, as lib/workflows/flight/retries.ts sets them: waits of 2, 4, 8, 16 and 30 s, each drawn from zero. */
const throttleRetries = 5;
const firstWaitS = 2;
const longestWaitS = 30;

/** A pool of `limit` calls at once. @param failureShare calls that fail and are made once more */
export function createLambdaPool(engine: Engine, limit: number, failureShare: number): LambdaPool {
  const busy = createGauge(engine.now);
  const tally = { calls: 0, throttled: 0, repeated: 0, givenUp: 0, firstThrottledAtS: 0 };
  const attempt = (durationS: number, done: (ok: boolean) => void, before: number) => {
    if (busy.value < limit) {
      run(durationS, done);
      return;
    }
    if (tally.throttled === 0) tally.firstThrottledAtS = engine.now();
    tally.throttled++;
    if (before === throttleRetries) {
      tally.givenUp++;
      done(false);
      return;
    }
    const waitS = engine.random.next() * Math.min(longestWaitS, firstWaitS * 2 ** before);
    engine.after(waitS, () => attempt(durationS, done, before + 1));
  };
  const run = (durationS: number, done: (ok: boolean) => void) => {
    tally.calls++;
    busy.add(1);
    engine.after(durationS, () => {
      busy.add(-1);
      if (!engine.random.chance(failureShare)) done(true);
      else {
        tally.repeated++;
        attempt(durationS, done, 0);
      }
    });
  };
  return { invoke: (durationS, done) => attempt(durationS, done, 0), busy, tally };
}
