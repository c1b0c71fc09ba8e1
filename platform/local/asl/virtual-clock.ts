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
  let isTicking = false;

  const schedule = (): void => {
    if (isTicking) return;
    isTicking = true;
    // Promises settle before the next turn of the event loop: by then everything that could run has run.
    setImmediate(() => {
      isTicking = false;
      const next = held === 0 ? earliest(sleepers) : undefined;
      nowMs = Math.max(nowMs, next?.untilMs ?? nowMs);
      next?.wake();
      if (sleepers.size > 0) schedule();
    });
  };
  return {
    now: () => nowMs,
    sleep: (ms, signal) => {
      const slept = sleepUntil(nowMs + Math.max(0, ms), sleepers, signal);
      schedule();
      return slept;
    },
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

function earliest(sleepers: ReadonlySet<Sleeper>): Sleeper | undefined {
  let first: Sleeper | undefined;
  for (const sleeper of sleepers) if (first === undefined || sleeper.untilMs < first.untilMs) first = sleeper;
  return first;
}

function sleepUntil(untilMs: number, sleepers: Set<Sleeper>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      sleepers.delete(sleeper);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    const wake = (): void => {
      sleepers.delete(sleeper);
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    const sleeper = { untilMs, wake };
    sleepers.add(sleeper);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
