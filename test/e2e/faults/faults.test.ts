import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../umbel.ts';
import { expectSame } from './expectations.ts';
import { fly, type Outputs, photos } from './fly.ts';
import { withHeartbeat, withTimeLimit, withTwoWorkers } from './shortened.ts';
import { undisturbed } from './undisturbed.ts';

let expected: Outputs;
beforeAll(async () => {
  expected = await undisturbed();
}, 240_000);

const options = { timeout: 240_000 };

test('the undisturbed run is whole', () => {
  expect(expected.counts).toMatchObject({ runs: 1, photos, scores: photos, events: 1 });
  expect(expected.counts['reviews']).toBeGreaterThan(3);
  expect(expected.files['summary.json']).toContain('"status": "succeeded"');
});

describe('the same result with', options, () => {
  test('a worker that is killed in the middle of a batch', async () => {
    const flown = await fly({ home: temporaryFolder(), plan: { killWorkerAtScore: 3 } });
    expectSame(flown, expected);
    expect(flown.marks.has('worker-killed')).toBe(true);
  });

  test('a message that is delivered twice, to two workers at once', async () => {
    const plan = { deliverTwice: true };
    const flown = await fly({ home: temporaryFolder(), plan, deployment: withTwoWorkers() });
    expectSame(flown, expected);
    const receives = flown.marks.lines('receives').map((line) => line.split(' '));
    expect(receives.map(([, count]) => count)).toEqual(['1', '2']);
    expect(new Set(receives.map(([pid]) => pid)).size, 'workers').toBe(2);
  });

  test('a message that is lost until it is visible again', async () => {
    const flown = await fly({ home: temporaryFolder(), plan: { loseMessageForS: 2 } });
    expectSame(flown, expected);
    expect(flown.marks.has('message-lost')).toBe(true);
    expect(flown.marks.lines('receives').map((line) => line.split(' ')[1])).toEqual(['2']);
  });

  test('a token that is reported twice', async () => {
    const flown = await fly({ home: temporaryFolder(), plan: { reportTwice: true } });
    expectSame(flown, expected);
    expect(flown.marks.lines('answers')).toEqual(['ok', 'gone', 'ok', 'gone']);
  });

  test('a token that is reported when the workflow has given up on it', async () => {
    const plan = { reportLateMs: 11_000 };
    const flown = await fly({ home: temporaryFolder(), plan, deployment: withHeartbeat(8) });
    expectSame(flown, expected);
    // The sanity check, the batch too late, and the batch again.
    expect(flown.marks.lines('answers')).toEqual(['ok', 'gone', 'ok']);
  });

  test('a function that runs out of time', async () => {
    const plan = { hang: 'umbel-tile-photos' };
    const deployment = withTimeLimit('umbel-tile-photos', 12);
    const flown = await fly({ home: temporaryFolder(), plan, deployment });
    expectSame(flown, expected);
    expect(flown.marks.has('hung')).toBe(true);
  });

  test('clocks that are three hours wrong, each to its own side', async () => {
    const flown = await fly({ home: temporaryFolder(), plan: { skewMs: 3 * 3_600_000 } });
    expectSame(flown, expected);
    const offsets = new Set(flown.marks.lines('clocks').map((line) => line.split(' ')[1]));
    expect(offsets).toEqual(new Set(['10800000', '-10800000']));
  });

  test('an event of EventBridge that is delivered three times', async () => {
    const flown = await fly({
      home: temporaryFolder(),
      async meanwhile(cloud, flightId) {
        const event = {
          'detail-type': 'Object Created',
          detail: { object: { key: `flights/${flightId}/flight.json` } },
        };
        const deliver = () =>
          cloud.invoke('umbel-start-flight', event) as Promise<{ runId: string; outcome: string }>;
        const started = await Promise.all([deliver(), deliver(), deliver()]);
        expect(new Set(started.map(({ runId }) => runId)).size).toBe(1);
        expect(started.map(({ outcome }) => outcome).sort()).toEqual([
          'already-exists',
          'already-exists',
          'started',
        ]);
        await cloud.finish(started[0].runId);
      },
    });
    expect(flown.outcome).toMatchObject({ status: 'SUCCEEDED' });
  });
});
