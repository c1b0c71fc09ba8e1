import { manifestName, uploadKey } from '#core/flight/keys.ts';
import { requireEnvironment } from '#platform/environment.ts';
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
 * Records that a run failed, and why. A run that failed before it was opened has no record yet: it gets one, unless its
 * flight was deleted. A failure that is told when the run has gone on already, or has succeeded since, changes nothing.
 */
export async function recordFailure(
  platform: Platform,
  { runId, flightId, error, cause, endedAt }: Failure,
): Promise<{ status: 'failed' | 'unchanged' }> {
  const loss = await firstLoss(platform, { runId, error }).catch(() => undefined);
  const failure = { error, cause: loss === undefined ? cause : `${cause} (first: ${loss})` };
  const outcome = await changeRun(platform.tables.flights, { flightId, runId }, async (record) => {
    if (record?.status === 'succeeded' || (record?.reopenedAt ?? '') > endedAt) return undefined;
    if (record === undefined && !(await isUploaded(platform, flightId))) return undefined;
    const known = record ?? { flightId, runId, modelId: null, startedAt: endedAt, photos: 0 };
    return { ...known, status: 'failed', finishedAt: endedAt, failure };
  });
  return { status: outcome === 'changed' ? 'failed' : 'unchanged' };
}

/**
 * Whether the flight is there: a run begins with its manifest, and a deletion takes that first. Listed, not read: this
 * function has no business with what people upload.
 */
async function isUploaded({ objects }: Platform, flightId: string): Promise<boolean> {
  const manifest = uploadKey(flightId, manifestName);
  for await (const { key } of objects.list(requireEnvironment('uploadsBucket'), manifest))
    if (key === manifest) return true;
  return false;
}
