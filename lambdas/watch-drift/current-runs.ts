import { readTable } from '#platform/lake/read-table.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';

/** The newest run of a model over a flight. */
export interface CurrentRun {
  readonly flightId: string;
  readonly runId: string;
  readonly modelId: string;
  readonly simulated: boolean;
  /** Milliseconds since 1970. */
  readonly finishedAt: number;
}

/**
 * The current run of each flight in the lake, the one that ended last first.
 * @param wanted.modelId only runs of this model: a flight that another one went over later counts by the run before
 */
export async function currentRuns(
  { objects, clock }: Pick<Platform, 'objects' | 'clock'>,
  { withSimulated, modelId }: { readonly withSimulated: boolean; readonly modelId?: string },
): Promise<CurrentRun[]> {
  const lake = { objects, clock, bucket: requireEnvironment('lakeBucket') };
  const newest = new Map<string, CurrentRun & { readonly startedAt: number }>();
  for await (const row of readTable(lake, 'runs')) {
    const simulated = row['simulated'] === true;
    if (row['model_id'] === null || (simulated && !withSimulated)) continue;
    if (modelId !== undefined && row['model_id'] !== modelId) continue;
    const run = {
      flightId: String(row['flight_id']),
      runId: String(row['run_id']),
      modelId: String(row['model_id']),
      simulated,
      startedAt: Number(row['started_at']),
      finishedAt: Number(row['finished_at']),
    };
    const known = newest.get(run.flightId);
    if (known === undefined || known.startedAt < run.startedAt) newest.set(run.flightId, run);
  }
  return [...newest.values()].sort((a, b) => b.finishedAt - a.finishedAt || (a.runId < b.runId ? -1 : 1));
}
