import type { AslClock } from './host.ts';

/** setTimeout takes no more than this. */
const longestTimerMs = 2 ** 31 - 1;

/** The clock of the machine. */
export const realClock: AslClock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    const endMs = Date.now() + ms;
    for (let leftMs = ms; leftMs > 0; leftMs = endMs - Date.now()) {
      await timer(Math.min(leftMs, longestTimerMs), signal);
    }
  },
};

function timer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timeout);
      reject(reasonOf(signal));
    };
    if (signal?.aborted === true) {
      reject(reasonOf(signal));
      return;
    }
    const timeout = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

function reasonOf(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error('aborted');
}
