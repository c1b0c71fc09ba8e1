import { setTimeout as sleep } from 'node:timers/promises';
import { RemoteError } from './remote-error.ts';

export interface RetryOptions {
  /** How often it is tried at most. */
  readonly attempts: number;
  /** Waits; replaced in tests. */
  readonly wait?: (ms: number) => Promise<unknown>;
  /** 0..1; replaced in tests. */
  readonly random?: () => number;
}

const firstDelayMs = 250;
const longestDelayMs = 8_000;
/** A server may ask for more than our own longest delay, but not for any time. */
const longestAskedMs = 60_000;

/**
 * What `send` gives, tried again while the failure is one that passes by itself.
 * Delay: a random share of a time that doubles ("full jitter"), at least what the server asked for. Source: M. Brooker,
 * "Exponential Backoff And Jitter", https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export async function withRetries<T>(send: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts, wait = sleep, random = Math.random } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof RemoteError) || !error.mayRetry || attempt >= attempts) throw error;
      const jittered = random() * Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
      await wait(Math.max(jittered, Math.min(error.retryAfterMs ?? 0, longestAskedMs)));
    }
  }
}

/** Milliseconds that a Retry-After header asks for: seconds or a date (RFC 9110, section 10.2.3). */
export function retryAfterMs(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
