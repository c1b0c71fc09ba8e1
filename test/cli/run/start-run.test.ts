import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startRun } from '#cli/run/start-run.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import { LambdaFailure } from '#platform/local/lambda/function-pool.ts';

type Cloud = Parameters<typeof startRun>[0];

const attemptOf = (runId: string) => Number(runId.split('-')[1]) - 1;

/** A cloud in which these attempts were made before; each with the photos that it lost, or undefined while it runs. */
function cloudWith(
  attempts: readonly (number | undefined)[],
  gone: readonly string[] = [],
): { cloud: Cloud; asked: unknown[] } {
  const asked: unknown[] = [];
  const cloud: Cloud = {
    invoke(_name, event) {
      asked.push(event);
      const { attempt } = (event as { request: { attempt: number } }).request;
      const outcome = attempt <= attempts.length ? 'already-exists' : 'started';
      return Promise.resolve({ runId: `run-${attempt}`, outcome });
    },
    objects: {
      head: ({ key }) => Promise.resolve(gone.includes(key) ? undefined : { key, sizeBytes: 1, etag: '' }),
    },
    isDone: (runId) => attempts[attemptOf(runId)] !== undefined,
    tables: {
      flights: {
        getRun(_flightId, runId) {
          const failed = attempts[attemptOf(runId)];
          const summary: unknown = { photos: { failed }, files: { report: `${runId}/report.html` } };
          return Promise.resolve({ runId, summary } as RunRecord);
        },
      },
    },
  };
  return { cloud, asked };
}

const start = ({ cloud }: { cloud: Cloud }, again = false) =>
  startRun(cloud, { flightId: 'meadow-1', request: { modelId: 'm-1' }, again });

describe('a run that is asked for', () => {
  beforeAll(() => vi.stubEnv('UMBEL_RESULTS_BUCKET', 'umbel-results'));
  afterAll(() => vi.unstubAllEnvs());

  it('for the first time is started', async () => {
    const test = cloudWith([]);
    expect(await start(test)).toEqual({ runId: 'run-1', recognised: false });
    expect(test.asked).toEqual([{ flightId: 'meadow-1', request: { modelId: 'm-1', attempt: 1 } }]);
  });

  it('and was done is recognised', async () => {
    expect(await start(cloudWith([0]))).toEqual({ runId: 'run-1', recognised: true });
  });

  it('and whose results were deleted since is made again', async () => {
    expect(await start(cloudWith([0], ['run-1/report.html']))).toEqual({ runId: 'run-2', recognised: false });
  });

  it('and was cut off is continued, not recognised', async () => {
    expect(await start(cloudWith([undefined]))).toEqual({ runId: 'run-1', recognised: false });
    expect(await start(cloudWith([undefined]), true)).toEqual({ runId: 'run-1', recognised: false });
  });

  it('again is the first attempt that was not made', async () => {
    expect(await start(cloudWith([0, 0]), true)).toEqual({ runId: 'run-3', recognised: false });
    expect(await start(cloudWith([0, undefined]), true)).toEqual({ runId: 'run-2', recognised: false });
  });

  it('and lost photos is not done: they are tried again, until an attempt lost none', async () => {
    expect(await start(cloudWith([2]))).toEqual({ runId: 'run-2', recognised: false });
    expect(await start(cloudWith([2, 0]))).toEqual({ runId: 'run-2', recognised: true });
  });

  it('and cannot be started says why, as an error of the user', async () => {
    const cause = JSON.stringify({ errorType: 'flight.id-mismatch', errorMessage: 'It is another flight.' });
    const { cloud } = cloudWith([]);
    const failing: Cloud = {
      ...cloud,
      invoke: () => Promise.reject(new LambdaFailure('flight.id-mismatch', cause)),
    };
    await expect(start({ cloud: failing })).rejects.toMatchObject({
      code: 'flight.id-mismatch',
      kind: 'bad-input',
      message: 'It is another flight.',
    });
  });
});
