import type { RunSummary } from './summary.ts';

export type RunStatus = 'running' | 'succeeded' | 'failed';

/** What is kept of a run in the flights table. */
export interface RunRecord {
  readonly flightId: string;
  readonly runId: string;
  readonly status: RunStatus;
  readonly modelId: string | null;
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly photos: number;
  readonly summary?: RunSummary;
  readonly failure?: { readonly error: string; readonly cause: string };
}
