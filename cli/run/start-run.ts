import type { LocalCloud } from '#platform/local/cloud.ts';
import { LambdaFailure } from '#platform/local/lambda/function-pool.ts';
import { runFailure } from './failure.ts';

export interface StartedRun {
  readonly runId: string;
  /** True when this very work was done before. */
  readonly recognised: boolean;
}

export interface StartOptions {
  readonly flightId: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** Does it once more although it was done before. */
  readonly again: boolean;
}

type Cloud = Pick<LocalCloud, 'invoke' | 'isDone'> & {
  readonly tables: { readonly flights: Pick<LocalCloud['tables']['flights'], 'getRun'> };
};

/**
 * Starts the run, or finds it; with `again` the first attempt that was not made yet. A run that lost photos to errors
 * is not done: the next attempt does them.
 * @throws UmbelError what kept the flight from being started
 */
export async function startRun(
  cloud: Cloud,
  { flightId, request, again }: StartOptions,
): Promise<StartedRun> {
  for (let attempt = 1; ; attempt++) {
    const { runId, outcome } = await start(cloud, { flightId, request: { ...request, attempt } });
    if (outcome !== 'already-exists' || !cloud.isDone(runId)) return { runId, recognised: false };
    const record = await cloud.tables.flights.getRun(flightId, runId);
    const lost = record?.summary?.photos.failed ?? 0;
    if (!again && lost === 0) return { runId, recognised: true };
  }
}

async function start(cloud: Cloud, event: object): Promise<{ runId: string; outcome: string }> {
  try {
    return (await cloud.invoke('umbel-start-flight', event)) as { runId: string; outcome: string };
  } catch (error) {
    if (!(error instanceof LambdaFailure)) throw error;
    throw runFailure({ status: 'FAILED', error: error.name, cause: error.cause });
  }
}
