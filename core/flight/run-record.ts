import type { Run } from './run.ts';
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
  /** When it went on last after a failure, ISO 8601. */
  readonly reopenedAt?: string;
  readonly photos: number;
  /** How it was opened; records of older versions have none. */
  readonly run?: Run;
  /** What was photographed: edges in degrees, west above east across the antimeridian. */
  readonly bounds?: {
    readonly west: number;
    readonly south: number;
    readonly east: number;
    readonly north: number;
  };
  readonly summary?: RunSummary;
  readonly failure?: { readonly error: string; readonly cause: string };
}
