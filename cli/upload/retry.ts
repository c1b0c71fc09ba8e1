import { setTimeout as pause } from 'node:timers/promises';
import { mayPass } from '#platform/aws/explain-error.ts';

/** Uploads run through the night: a line that is gone for minutes must not end them. */
const usualPatienceMs = 300_000;
const firstWaitMs = 500;
const longestWaitMs = 20_000;

/** What S3 says of a body that did not arrive as it was sent, or too slowly: the same request again is the cure. */
const damaged: ReadonlySet<string> = new Set([
  'BadDigest',
  'IncompleteBody',
  'RequestTimeout',
  'XAmzContentChecksumMismatch',
  'XAmzContentSHA256Mismatch',
]);

/**
 * What `work` returns; tried again with growing pauses while the error may pass. A stream is made anew by each try.
 * @param patienceMs from the first failure until it is given up
 */
export async function withRetries<T>(work: () => Promise<T>, patienceMs = usualPatienceMs): Promise<T> {
  let failedAtMs: number | undefined;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      failedAtMs ??= performance.now();
      const isHopeless = !mayPass(error) && !isDamaged(error);
      if (isHopeless || performance.now() - failedAtMs >= patienceMs) throw error;
      await pause((0.5 + Math.random() / 2) * Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1)));
    }
  }
}

function isDamaged(error: unknown): boolean {
  return error instanceof Error && damaged.has(error.name);
}
