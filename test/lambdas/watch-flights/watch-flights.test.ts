import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { watchNotesKey } from '#core/flight/keys.ts';
import { watchFlights } from '#lambdas/watch-flights/watch-flights.ts';
import { runningExecutions, type RunningExecution } from '#platform/aws/running-executions.ts';
import { type FakeService, startFakeService } from '../../platform/aws/fake-service.ts';
import { buckets, type LocalPlatform, openTestPlatform } from '../local-platform.ts';

let cloud: LocalPlatform;
beforeAll(async () => {
  cloud = await openTestPlatform();
});

async function* each(executions: readonly RunningExecution[]): AsyncIterable<RunningExecution> {
  yield* executions;
}

const at = (name: string, position: string): RunningExecution => ({
  name,
  position,
  startedAt: '2026-11-22T06:00:00.000Z',
  at: 'ScorePhotos 100/1200',
});

/** A look at these runs, so many hours after midnight. */
function look(hour: number, executions: readonly RunningExecution[]) {
  return watchFlights({
    objects: cloud.platform.objects,
    clock: { now: () => new Date(Date.UTC(2026, 10, 22, 0, hour * 60)) },
    running: each(executions),
    notes: { bucket: buckets.work, key: watchNotesKey },
    stuckHours: 3,
  });
}

describe('watching runs', () => {
  it('names a run in which nothing has moved for so many hours, and no other', async () => {
    expect((await look(8, [at('still', 'a'), at('moving', 'a')])).stuck).toEqual([]);
    expect((await look(10, [at('still', 'a'), at('moving', 'b')])).stuck).toEqual([]);
    const third = await look(11, [at('still', 'a'), at('moving', 'b'), at('new', 'a')]);
    expect(third).toEqual({
      running: 3,
      stuck: [{ runId: 'still', hours: 3, at: 'ScorePhotos 100/1200' }],
      longestHours: 3,
    });
  });

  it('takes a run that moved again for alive, and forgets those that ended', async () => {
    expect((await look(12, [at('still', 'b')])).stuck).toEqual([]);
    expect((await look(14, [at('still', 'b')])).longestHours).toBe(2);
    await look(15, []);
    expect(JSON.parse(await cloud.read('work', watchNotesKey))).toEqual({});
  });
});

describe('where an execution is', () => {
  let service: FakeService;
  beforeAll(async () => {
    service = await startFakeService();
  });
  beforeEach(() => (service.calls.length = 0));
  afterAll(() => service.close());

  const arn = 'arn:aws:states:eu-north-1:1:stateMachine:umbel-flight';
  const positions = async (done: number, lastEvent: number) => {
    service.answer = ({ operation, input }) => {
      if (operation === 'ListExecutions')
        return input['nextToken'] === undefined
          ? {
              executions: [{ name: 'r1', executionArn: `${arn}:r1`, startDate: 1_700_000_000 }],
              nextToken: 'more',
            }
          : { executions: [{ name: 'r2', executionArn: `${arn}:r2`, startDate: 1_700_000_000 }] };
      if (operation === 'GetExecutionHistory')
        return { events: [{ id: lastEvent, timestamp: 1, type: 'X' }] };
      if (operation === 'ListMapRuns')
        return { mapRuns: [{ mapRunArn: 'arn:aws:states:eu-north-1:1:mapRun:umbel-flight/ScorePhotos:1' }] };
      if (operation === 'DescribeMapRun')
        return {
          itemCounts: { total: 1200, succeeded: done, running: 100, pending: 1100 - done, failed: 0 },
        };
      return { status: 'RUNNING' };
    };
    const found: RunningExecution[] = [];
    for await (const each of runningExecutions(new SFNClient(service.config), arn)) found.push(each);
    return found;
  };

  it('changes with every batch and with every state, and is read page by page', async () => {
    const first = await positions(300, 17);
    expect(first.map(({ name, at: where }) => [name, where])).toEqual([
      ['r1', 'ScorePhotos 300/1200'],
      ['r2', 'ScorePhotos 300/1200'],
    ]);
    expect(await positions(300, 17)).toEqual(first);
    expect((await positions(400, 17))[0]?.position).not.toBe(first[0]?.position);
    expect((await positions(300, 18))[0]?.position).not.toBe(first[0]?.position);
    expect(service.calls.find(({ operation }) => operation === 'ListExecutions')?.input).toMatchObject({
      statusFilter: 'RUNNING',
      stateMachineArn: arn,
    });
  });
});
