import { linkAbort } from './abort.ts';
import { AslError } from './errors.ts';
import type { AslClock } from './host.ts';

/** Watches over one attempt of a task: its time, its heartbeats, and whether anybody still waits for it. */
export interface Watchdog extends Disposable {
  /** Aborted when the attempt is over, for whatever reason. */
  readonly signal: AbortSignal;
  /** The result of the work; rejects with States.Timeout when it takes too long. */
  race<T>(work: Promise<T>): Promise<T>;
  /** A heartbeat came. */
  beat(): void;
}

export interface WatchdogOptions {
  readonly clock: AslClock;
  readonly signal: AbortSignal;
  readonly timeoutMs: number | undefined;
  readonly heartbeatMs: number | undefined;
}

/** Recorded on AWS: the error is States.Timeout. Retry and Catch may also name it States.HeartbeatTimeout. */
function heartbeatMissed(): AslError {
  return new AslError('States.Timeout', undefined, { aliases: ['States.HeartbeatTimeout'] });
}

/** A watchdog whose times begin now. */
export function watchdog(options: WatchdogOptions): Watchdog {
  const { clock, timeoutMs, heartbeatMs } = options;
  const failed = Promise.withResolvers<never>();
  const over = linkAbort(options.signal, (reason) => failed.reject(reason));
  failed.promise.catch(() => undefined);
  let beatMs = clock.now();

  const after = async (ms: number, action: () => void): Promise<void> => {
    try {
      await clock.sleep(ms, over.signal);
    } catch {
      return;
    }
    action();
  };
  const watchBeats = (allowedMs: number): void => {
    const leftMs = beatMs + allowedMs - clock.now();
    if (leftMs <= 0) failed.reject(heartbeatMissed());
    else void after(leftMs, () => watchBeats(allowedMs));
  };
  if (timeoutMs !== undefined) void after(timeoutMs, () => failed.reject(new AslError('States.Timeout')));
  if (heartbeatMs !== undefined) watchBeats(heartbeatMs);

  return {
    signal: over.signal,
    race: (work) => {
      // When the watchdog wins, the work may still fail later: nobody awaits it then.
      work.catch(() => undefined);
      return Promise.race([work, failed.promise]);
    },
    beat: () => {
      beatMs = clock.now();
    },
    [Symbol.dispose]: () => {
      over.abort(new Error('the attempt is over'));
      over[Symbol.dispose]();
    },
  };
}
