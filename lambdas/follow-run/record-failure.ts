import type { Platform } from '#platform/platform.ts';
import { changeRun } from './change-run.ts';
import { firstLoss } from './first-loss.ts';

/** A run that ended without results. */
export interface Failure {
  readonly runId: string;
  readonly flightId: string;
  readonly error: string;
  readonly cause: string;
  /** When it ended, ISO 8601. */
  readonly endedAt: string;
}

/**
 * Records that a run failed, and why. A run that failed before it was opened has no record yet: it gets one. A failure
 * that is told when the run has gone on already, or has succeeded since, changes nothing.
 */
export async function recordFailure(
  platform: Platform,
  { runId, flightId, error, cause, endedAt }: Failure,
): Promise<{ status: 'failed' | 'unchanged' }> {
  const loss = await firstLoss(platform, { runId, error }).catch(() => undefined);
  const failure = { error, cause: loss === undefined ? cause : `${cause} (first: ${loss})` };
  const outcome = await changeRun(platform.tables.flights, { flightId, runId }, (record) => {
    if (record?.status === 'succeeded' || (record?.reopenedAt ?? '') > endedAt) return undefined;
    const known = record ?? { flightId, runId, modelId: null, startedAt: endedAt, photos: 0 };
    return { ...known, status: 'failed', finishedAt: endedAt, failure };
  });
  return { status: outcome === 'changed' ? 'failed' : 'unchanged' };
}
