import type { Platform } from '#platform/platform.ts';
import { changeRun } from './change-run.ts';

/** An execution runs since `at`, ISO 8601. */
export interface Running {
  readonly flightId: string;
  readonly runId: string;
  readonly at: string;
}

/** Records that a failed run goes on. One that was never opened gets its record from open-flight. */
export async function reopenRun(
  { tables: { flights } }: Pick<Platform, 'tables'>,
  { flightId, runId, at }: Running,
): Promise<{ status: 'running' | 'unchanged' }> {
  const outcome = await changeRun(flights, { flightId, runId }, (record) => {
    // The event of the first start may come after that of a quick failure.
    if (record?.status !== 'failed' || at <= (record.finishedAt ?? at)) return undefined;
    const { finishedAt: _finishedAt, failure: _failure, ...rest } = record;
    return { ...rest, status: 'running', reopenedAt: at };
  });
  return { status: outcome === 'changed' ? 'running' : 'unchanged' };
}
