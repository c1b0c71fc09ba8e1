import type { RunRecord } from '#core/flight/run-record.ts';
import type { FlightsTable } from '#platform/tables/flights-table.ts';

/** A run of the flight `f1` that is at work unless `change` says otherwise. */
export function sampleRun(change: Partial<RunRecord> = {}): RunRecord {
  return {
    flightId: 'f1',
    runId: 'f1-0123456789ab',
    status: 'running',
    modelId: 'm-1',
    startedAt: '2026-11-22T10:00:00.000Z',
    photos: 40,
    ...change,
  };
}

/** The flights table as the commands read it. */
export function fakeTables(runs: readonly RunRecord[]): { readonly flights: FlightsTable } {
  const latest = runs.at(-1);
  const flights: Partial<FlightsTable> = {
    getFlight: () =>
      Promise.resolve(
        latest === undefined
          ? undefined
          : {
              flightId: 'f1',
              manifest: { schema: 'umbel.flight/1', flightId: 'f1' },
              photos: 40,
              latestRunId: latest.runId,
            },
      ),
    async *listRuns() {
      for (const run of runs) yield await Promise.resolve(run);
    },
  };
  return { flights: flights as FlightsTable };
}
