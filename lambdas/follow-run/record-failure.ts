import type { Platform } from '#platform/platform.ts';
import { firstLoss } from './first-loss.ts';

export interface Failure {
  readonly runId: string;
  readonly flightId: string;
  readonly error: string;
  readonly cause: string;
}

/** Records that a run failed, and why. A run that failed before it was opened has no record yet: it gets one. */
export async function recordFailure(
  platform: Platform,
  { runId, flightId, error, cause }: Failure,
): Promise<{ status: 'failed' }> {
  const nowIso = platform.clock.now().toISOString();
  const loss = await firstLoss(platform, { runId, error }).catch(() => undefined);
  const record = await platform.tables.flights.getRun(flightId, runId);
  await platform.tables.flights.putRun({
    ...(record ?? { flightId, runId, modelId: null, startedAt: nowIso, photos: 0 }),
    status: 'failed',
    finishedAt: nowIso,
    failure: { error, cause: loss === undefined ? cause : `${cause} (first: ${loss})` },
  });
  return { status: 'failed' };
}
