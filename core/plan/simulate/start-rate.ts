import type { Engine } from './engine.ts';

/** A limit of starts a second that all flights share; who comes too early waits in line. */
export interface StartRate {
  start(run: () => void): void;
  /** Longest wait in the line, seconds. */
  readonly longestWaitS: number;
  /** When it began. */
  readonly longestAtS: number;
  /** Seconds waited in all. */
  readonly waitedS: number;
}

/** A line that lets `perS` through a second. */
export function createStartRate(engine: Engine, perS: number): StartRate {
  let freeAtS = 0;
  let longestWaitS = 0;
  let longestAtS = 0;
  let waitedS = 0;
  return {
    start(run) {
      const waitS = Math.max(0, freeAtS - engine.now());
      freeAtS = Math.max(freeAtS, engine.now()) + 1 / perS;
      if (waitS > longestWaitS) {
        longestWaitS = waitS;
        longestAtS = engine.now();
      }
      waitedS += waitS;
      engine.after(waitS, run);
    },
    get longestWaitS() {
      return longestWaitS;
    },
    get longestAtS() {
      return longestAtS;
    },
    get waitedS() {
      return waitedS;
    },
  };
}
