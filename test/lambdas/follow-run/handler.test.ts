import { beforeAll, describe, expect, it } from 'vitest';
import { recordFailure } from '#lambdas/follow-run/record-failure.ts';
import type { FlightsTable } from '#platform/tables/flights-table.ts';
import { collect } from '../../platform/streams.ts';
import { invoke, type LocalPlatform, openTestPlatform } from '../local-platform.ts';

let cloud: LocalPlatform;
let handler: Parameters<typeof invoke>[0];
const time = '2026-01-01T12:00:00Z';
const known = {
  flightId: 'meadow-9',
  runId: 'meadow-9-b',
  modelId: 'm-1',
  startedAt: '2026-01-01T00:00:00.000Z',
  photos: 7,
};

beforeAll(async () => {
  cloud = await openTestPlatform();
  await cloud.put('uploads', 'flights/meadow-9/flight.json', '{}');
  ({ handler } = await import('#lambdas/follow-run/handler.ts'));
});

function follow(runId: string, detail: object, at = time): Promise<unknown> {
  return invoke(handler, {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    time: at,
    detail: { name: runId, input: JSON.stringify({ flightId: 'meadow-9', runId, request: {} }), ...detail },
  });
}

/** What a map writes of a child that failed. */
const lost = (message: string) =>
  JSON.stringify([{ Error: 'photo.lost', Cause: JSON.stringify({ errorMessage: message }) }]);

const flights = (): FlightsTable => cloud.platform.tables.flights;

const recordOf = (runId: string) => cloud.platform.tables.flights.getRun('meadow-9', runId);

describe('a run that ended without results', () => {
  const failed = { status: 'FAILED', error: 'model.insane', cause: 'It is insane.' };

  it('is recorded with its reason, also when it failed before it was opened', async () => {
    expect(await follow('meadow-9-a', failed)).toEqual({ status: 'failed' });
    expect(await recordOf('meadow-9-a')).toMatchObject({
      status: 'failed',
      modelId: null,
      failure: { error: 'model.insane', cause: 'It is insane.' },
    });
  });

  it('keeps what was known of it', async () => {
    await cloud.platform.tables.flights.putRun({ ...known, status: 'running' });
    await follow('meadow-9-b', failed);
    expect(await recordOf('meadow-9-b')).toMatchObject({ ...known, status: 'failed' });
  });

  it('is the same record when the event comes twice', async () => {
    await follow('meadow-9-f', failed);
    const once = await recordOf('meadow-9-f');
    await follow('meadow-9-f', failed);
    expect(await recordOf('meadow-9-f')).toEqual(once);
  });

  it('does not undo what came after it: a redrive that is at work, or has succeeded', async () => {
    const stopDate = Date.parse(time);
    await follow('meadow-9-g', { ...failed, stopDate });
    await follow('meadow-9-g', { status: 'RUNNING', redriveDate: stopDate + 1000 });
    expect(await follow('meadow-9-g', { ...failed, stopDate })).toEqual({ status: 'unchanged' });
    expect(await recordOf('meadow-9-g')).toMatchObject({ status: 'running' });
    const finishedAt = '2026-01-01T13:00:00.000Z';
    await cloud.platform.tables.flights.putRun({
      ...known,
      runId: 'meadow-9-g',
      status: 'succeeded',
      finishedAt,
    });
    await follow('meadow-9-g', { ...failed, stopDate });
    expect(await recordOf('meadow-9-g')).toMatchObject({ status: 'succeeded', finishedAt });
  });

  it.each([
    ['TIMED_OUT', 'States.Timeout'],
    ['ABORTED', 'Run.Stopped'],
  ])('that is %s without a word gets a sentence', async (status, error) => {
    await follow(`meadow-9-${status}`, { status, error: null, cause: null });
    const { failure } = (await recordOf(`meadow-9-${status}`))!;
    expect(failure).toEqual({ error, cause: expect.stringMatching(/^[A-Z].*\.$/) as unknown });
  });

  it('says which photos the last stage lost first when a map lost too many', async () => {
    await cloud.put('work', 'runs/meadow-9-c/score-photos/x/FAILED_0.json', lost('photo.jpg was lost.'));
    await cloud.put('work', 'runs/meadow-9-c/tile-photos/x/FAILED_0.json', lost('That was tolerated.'));
    await follow('meadow-9-c', {
      ...failed,
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'Too many.',
    });
    expect((await recordOf('meadow-9-c'))?.failure?.cause).toBe(
      'Too many. (first: photo.lost: photo.jpg was lost.)',
    );
  });
});

describe('a run of a flight that was deleted while it was at work', () => {
  const flightId = 'meadow-gone';
  const runId = `${flightId}-0123456789ab`;
  const ofRun = { input: JSON.stringify({ flightId, runId, request: {} }) };

  it.each([
    ['stopped by the deletion', { status: 'ABORTED' }],
    ['ended by what it no longer found', { status: 'FAILED', error: 'object.not-found', cause: 'Gone.' }],
    ['timed out', { status: 'TIMED_OUT' }],
    ['redriven', { status: 'RUNNING' }],
  ])('does not bring the flight back: %s', async (_, detail) => {
    expect(await follow(runId, { ...detail, ...ofRun })).toEqual({ status: 'unchanged' });
    expect(await collect(flights().listRuns(flightId))).toEqual([]);
    expect(await flights().getFlight(flightId)).toBeUndefined();
  });

  it('nor when the record goes while it is being changed', async () => {
    const record = { ...known, flightId, runId, status: 'running' } as const;
    const failure = { flightId, runId, error: 'a', cause: 'b', endedAt: time };
    let reads = 0;
    const { platform } = cloud;
    const contended: FlightsTable = {
      ...platform.tables.flights,
      getRun: () => Promise.resolve(reads++ === 0 ? record : undefined),
    };
    const tables = { ...platform.tables, flights: contended };
    expect(await recordFailure({ ...platform, tables }, failure)).toEqual({ status: 'unchanged' });
    expect(reads).toBe(2);
    expect(await flights().getRun(flightId, runId)).toBeUndefined();
  });
});

describe('a run that goes on', () => {
  it('is at work again after a redrive, and its failure is forgotten', async () => {
    await cloud.platform.tables.flights.putRun({
      ...known,
      runId: 'meadow-9-d',
      status: 'failed',
      finishedAt: '2026-01-01T11:00:00.000Z',
      failure: { error: 'a', cause: 'b' },
    });
    expect(await follow('meadow-9-d', { status: 'RUNNING' })).toEqual({ status: 'running' });
    const record = await recordOf('meadow-9-d');
    expect(record).toMatchObject({ status: 'running', photos: 7 });
    expect(record).not.toHaveProperty('failure');
    expect(record).not.toHaveProperty('finishedAt');
  });

  it.each([
    ['whose quick failure overtook the event of its start', 'failed', '2026-01-01T12:00:01.000Z'],
    ['that succeeded', 'succeeded', '2026-01-01T11:00:00.000Z'],
  ] as const)('is left as it is %s', async (_, status, finishedAt) => {
    const record = { ...known, runId: `meadow-9-${status}`, status, finishedAt };
    await cloud.platform.tables.flights.putRun(record);
    expect(await follow(record.runId, { status: 'RUNNING' })).toEqual({ status: 'unchanged' });
    expect(await recordOf(record.runId)).toMatchObject({ status, finishedAt });
  });

  it('that was never opened gets no record', async () => {
    expect(await follow('meadow-9-e', { status: 'RUNNING' })).toEqual({ status: 'unchanged' });
    expect(await recordOf('meadow-9-e')).toBeUndefined();
  });
});

it('refuses an event without the run', async () => {
  await expect(
    invoke(handler, {
      'detail-type': 'Step Functions Execution Status Change',
      time,
      detail: { status: 'FAILED', input: '{}' },
    }),
  ).rejects.toThrow(/flightId/);
});
