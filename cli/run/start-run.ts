import type { RunSummary } from '#core/flight/summary.ts';
import { requireEnvironment } from '#platform/environment.ts';
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
  readonly objects: Pick<LocalCloud['objects'], 'head'>;
  readonly tables: { readonly flights: Pick<LocalCloud['tables']['flights'], 'getRun'> };
};

/**
 * Starts the run, or finds it; with `again` the first attempt that was not made yet. A run that lost photos to errors
 * is not done, nor is one whose results were deleted: the next attempt does them.
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
    const results = record?.summary;
    const whole = results !== undefined && results.photos.failed === 0 && (await hasFiles(cloud, results));
    if (!again && whole) return { runId, recognised: true };
  }
}

/** Whether the results are still where they were written: people tidy up. */
async function hasFiles(cloud: Cloud, { files }: RunSummary): Promise<boolean> {
  for (const key of Object.values(files)) {
    if ((await cloud.objects.head({ bucket: requireEnvironment('resultsBucket'), key })) === undefined)
      return false;
  }
  return true;
}

async function start(cloud: Cloud, event: object): Promise<{ runId: string; outcome: string }> {
  try {
    return (await cloud.invoke('umbel-start-flight', event)) as { runId: string; outcome: string };
  } catch (error) {
    if (!(error instanceof LambdaFailure)) throw error;
    throw runFailure({ status: 'FAILED', error: error.name, cause: error.cause });
  }
}
