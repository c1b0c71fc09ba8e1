import { setTimeout } from 'node:timers/promises';

/** Lets so many bytes through a second, over everything that asks. */
export interface Bandwidth {
  /** Waits until these bytes may go. */
  take(bytes: number): Promise<void>;
}

/** Time as the limit sees it, milliseconds. */
export interface BandwidthClock {
  now(): number;
  pause(ms: number): Promise<unknown>;
}

const realClock: BandwidthClock = { now: () => performance.now(), pause: (ms) => setTimeout(ms) };

/** @param bytesPerS undefined: no limit */
export function bandwidth(bytesPerS: number | undefined, clock: BandwidthClock = realClock): Bandwidth {
  let freeAtMs = 0;
  return {
    async take(bytes) {
      if (bytesPerS === undefined) return;
      const startMs = Math.max(clock.now(), freeAtMs);
      freeAtMs = startMs + (bytes / bytesPerS) * 1000;
      const waitMs = startMs - clock.now();
      if (waitMs > 1) await clock.pause(waitMs);
    },
  };
}

const chunkBytes = 64 * 1024;

/** The same bytes in small chunks, none earlier than the limit allows. */
export async function* paced(body: Uint8Array, limit: Bandwidth): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < body.length; start += chunkBytes) {
    const chunk = body.subarray(start, start + chunkBytes);
    await limit.take(chunk.length);
    yield chunk;
  }
}
