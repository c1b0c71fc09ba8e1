import type { Platform } from '#platform/platform.ts';

/** An execution runs since `time`, ISO 8601. */
export interface Running {
  readonly flightId: string;
  readonly runId: string;
  readonly time: string;
}

/** Records that a failed run goes on. One that was never opened gets its record from open-flight. */
export async function reopenRun(
  { tables: { flights } }: Pick<Platform, 'tables'>,
  { flightId, runId, time }: Running,
): Promise<{ status: 'running' | 'unchanged' }> {
  const record = await flights.getRun(flightId, runId);
  // The event of the first start may come after that of a quick failure.
  if (record?.status !== 'failed' || Date.parse(time) <= Date.parse(record.finishedAt ?? time))
    return { status: 'unchanged' };
  const { finishedAt: _finishedAt, failure: _failure, ...rest } = record;
  await flights.putRun({ ...rest, status: 'running' });
  return { status: 'running' };
}
