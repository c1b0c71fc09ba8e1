import { describe, expect, it } from 'vitest';
import { runFailure } from '#cli/run/failure.ts';
import { runSummaryOf } from '#cli/run/run-summary.ts';
import { exitCodeOf } from '#core/errors.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import type { ExecutionOutcome } from '#platform/local/executions.ts';
import { sampleRun } from '../aws/fake-runs.ts';

const failed = (error: string | undefined, cause: string | undefined = 'why') =>
  runFailure({ status: 'FAILED', error, cause });

describe('the failure of a run', () => {
  it.each([
    ['model.insane', 3],
    ['model.not-found', 3],
    ['flight.manifest-changed', 2],
    ['tiling.no-scale', 2],
    ['environment.missing', 3],
    ['States.ExceedToleratedFailureThreshold', 75],
    ['Queue.DeadLetter', 75],
    [undefined, 75],
  ])('%s ends with exit code %s', (error, exitCode) => {
    expect(exitCodeOf(failed(error))).toBe(exitCode);
  });

  it('is told in the words of the function that threw it', () => {
    const cause = JSON.stringify({ errorType: 'flight.odd', errorMessage: 'It is odd.', trace: ['at x'] });
    const error = failed('flight.odd', cause);
    expect(error).toMatchObject({ code: 'flight.odd', message: 'It is odd.' });
    expect(error.hint).toContain('Run the same command again');
  });

  it.each(['The container died 21 times.', '"a text"', '{"no":"message"}'])(
    'is told as it stands where it is no error of a function: %s',
    (cause) => {
      expect(failed('Queue.DeadLetter', cause).message).toBe(cause);
    },
  );

  it('tells to what photos were lost, as the record of the run has it', () => {
    const error = 'States.ExceedToleratedFailureThreshold';
    const cause = 'The threshold was exceeded (first: photo.odd: A photo is odd.)';
    const told = runFailure(
      { status: 'FAILED', error, cause: 'The threshold was exceeded' },
      { failure: { error, cause } },
    );
    expect(told.message).toBe(
      'Too many photos were lost to errors of the machine, the first one photo.odd: A photo is odd.',
    );
    const other = { failure: { error: 'flight.odd', cause: 'of a former try' } };
    expect(runFailure({ status: 'FAILED', error, cause }, other).message).toContain('photo.odd');
  });

  it('without a reason says so', () => {
    expect(runFailure({ status: 'TIMED_OUT', error: undefined, cause: undefined })).toMatchObject({
      code: 'run.failed',
      message: 'The run failed without a reason.',
    });
  });
});

describe('the summary of a run', () => {
  const ids = { flightId: 'meadow', runId: 'meadow-0123456789ab' };
  const asked: string[] = [];
  const of = (outcome: ExecutionOutcome, record?: Partial<RunRecord>) =>
    runSummaryOf(
      {
        getRun(flightId, runId) {
          asked.push(`${flightId} ${runId}`);
          return Promise.resolve(record === undefined ? undefined : sampleRun(record));
        },
      },
      { ...ids, outcome },
    );

  it('of one that failed is its failure, with what its record knows', async () => {
    const error = 'States.ExceedToleratedFailureThreshold';
    const cause = 'Too many. (first: photo.odd: A photo is odd.)';
    await expect(
      of({ status: 'FAILED', error, cause: 'Too many.' }, { status: 'failed', failure: { error, cause } }),
    ).rejects.toMatchObject({ code: error, message: expect.stringContaining('A photo is odd') });
    expect(asked).toEqual(['meadow meadow-0123456789ab']);
  });

  it('is a bug of ours where a run ends well without one', async () => {
    await expect(of({ status: 'SUCCEEDED', output: {} })).rejects.toMatchObject({ code: 'run.no-summary' });
  });
});
