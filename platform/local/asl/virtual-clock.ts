import type { AslClock } from './host.ts';

/** A clock whose waits cost nothing: when nothing else is left to do, it jumps to the next moment somebody waits for. */
export interface VirtualClock extends AslClock {
  /** Work that the clock must not run past, such as reading a file: time stands still until it settles. */
  hold<T>(work: Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly untilMs: number;
  readonly wake: () => void;
}

/** A virtual clock that starts at `startMs`. */
export function virtualClock(startMs: number): VirtualClock {
  const sleepers = new Set<Sleeper>();
  let nowMs = startMs;
  let held = 0;
  let ticking = false;

  const tick = (): void => {
    ticking = false;
    if (held === 0) wakeNext();
    if (sleepers.size > 0) schedule();
  };
  const wakeNext = (): void => {
    const next = [...sleepers].toSorted((a, b) => a.untilMs - b.untilMs)[0];
    if (next === undefined) return;
    nowMs = Math.max(nowMs, next.untilMs);
    next.wake();
  };
  const schedule = (): void => {
    if (ticking) return;
    ticking = true;
    // Promises settle before the next turn of the event loop: by then everything that could run has run.
    setImmediate(tick);
  };

  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
        };
        const sleeper: Sleeper = {
          untilMs: nowMs + Math.max(0, ms),
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', stop);
            resolve();
          },
        };
        sleepers.add(sleeper);
        if (signal?.aborted === true) stop();
        else signal?.addEventListener('abort', stop, { once: true });
        schedule();
      }),
    hold: async (work) => {
      held += 1;
      try {
        return await work;
      } finally {
        held -= 1;
      }
    },
  };
}
