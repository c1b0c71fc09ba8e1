import { setTimeout as pause } from 'node:timers/promises';
import { mayPass } from '#platform/aws/explain-error.ts';

const attempts = 6;
const longestWaitMs = 20_000;

/** What `work` returns; tried again with growing pauses while the error may pass. A stream is made anew by each try. */
export async function withRetries<T>(work: () => Promise<T>, firstWaitMs = 500): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attempts || !mayPass(error)) throw error;
      await pause(Math.random() * Math.min(longestWaitMs, firstWaitMs * 2 ** attempt));
    }
  }
}
